"""Checks of records and of single fields, wherever fields are declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ledger.catalogue.model import Catalogue
from ledger.catalogue.problems import Problem
from ledger.catalogue.records import Condition, Field, Kind

RULES = frozenset(f"V-{number:02}" for number in range(1, 29))

_NEEDS = {"code": "codes", "codes": "codes", "ref": "ref", "rows": "rows"}
_NUMBERS = ("int", "decimal", "money")
_TEXTS = ("text", "long")


def check_kinds(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the faults of every ``records/*.toml``."""
    for kind in catalogue.kinds.values():
        file = f"records/{kind.code}.toml"
        yield from _check_kind(catalogue, kind, file)
        own = [field for group in kind.groups for field in group.fields]
        yield from check_fields(catalogue, (*own, *kind.system), kind.fields, file, "groups")
        yield from _check_headings(kind, file)


def _check_kind(catalogue: Catalogue, kind: Kind, file: str) -> Iterator[Problem]:
    named = {"title": (kind.title,), "indexes": kind.indexes, "unique": kind.unique}
    for key, names in named.items():
        for name in names:
            if name not in kind.stored:
                yield Problem(file, key, f"{name} is not a stored field")
    for owner in kind.owner:
        if owner not in catalogue.kinds:
            yield Problem(file, "owner", f"{owner} is not a kind")
    if kind.share is not None:
        added = kind.stored.get(kind.share.sum)
        if added is None or added.type != "int":
            yield Problem(file, "share.sum", f"{kind.share.sum} is not a stored number")
        if not kind.owner:
            yield Problem(file, "share", "this kind belongs to nobody")
    for code, count in Counter(group.code for group in kind.groups).items():
        if count > 1:
            yield Problem(file, "groups", f"{code} is declared {count} times")


def _check_headings(kind: Kind, file: str) -> Iterator[Problem]:
    """A column heading must lead to one field only."""
    seen: dict[str, str] = {}
    for field in kind.fields.values():
        for heading in {field.zh, *field.headings}:
            first = seen.setdefault(heading, field.name)
            if first != field.name:
                yield Problem(
                    file, f"groups[{field.name}].headings", f"{heading} is also of {first}"
                )


def check_fields(
    catalogue: Catalogue,
    fields: Sequence[Field],
    around: Mapping[str, Field],
    file: str,
    key: str,
) -> Iterator[Problem]:
    """Yield the faults of a block of fields; `around` is what their conditions may speak of."""
    for name, count in Counter(field.name for field in fields).items():
        if count > 1:
            yield Problem(file, f"{key}[{name}]", f"declared {count} times")
    for field in fields:
        where = f"{key}[{field.name}]"
        for fault in _faults(catalogue, field):
            yield Problem(file, where, fault)
        for condition in (field.required, field.shown):
            if isinstance(condition, Condition):
                for fault in condition_faults(catalogue, condition, around):
                    yield Problem(file, where, fault)
        if field.rows:
            rows = {row.name: row for row in field.rows}
            yield from check_fields(catalogue, field.rows, rows, file, where)


def condition_faults(
    catalogue: Catalogue, condition: Condition, around: Mapping[str, Field]
) -> Iterator[str]:
    """Say what is wrong with a condition on another field."""
    other = around.get(condition.field)
    if other is None:
        yield f"the condition names {condition.field}, which is not a field here"
        return
    for value in condition.among:
        if fault := value_fault(catalogue, other, value):
            yield f"the condition on {condition.field}: {fault}"


def value_fault(catalogue: Catalogue, field: Field, value: object) -> str:
    """Say why a declared value does not fit a field; empty when it does."""
    if field.type in ("code", "codes"):
        table = catalogue.codes.get(field.codes or "")
        fits = table is None or value in table.by_code
        return "" if fits else f"{value} is not in {field.codes}"
    wanted: dict[str, type] = {"bool": bool, "int": int, "money": int}
    kind = wanted.get(field.type, str)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return f"{value!r} is not a value of type {field.type}"
    if isinstance(value, int) and not isinstance(value, bool):
        low, high = field.least, field.most
        if (low is not None and value < low) or (high is not None and value > high):
            return f"{value} is out of bounds"
    return ""


def _faults(catalogue: Catalogue, field: Field) -> Iterator[str]:
    needed = _NEEDS.get(field.type)
    for name in ("codes", "ref", "rows"):
        if bool(getattr(field, name)) != (name == needed):
            yield f"{name} {'is missing' if name == needed else 'is out of place'}"
    if field.codes and field.codes not in catalogue.codes:
        yield f"there is no code table {field.codes}"
    if field.ref and field.ref not in catalogue.kinds:
        yield f"there is no kind {field.ref}"
    for rule in field.rules:
        if rule not in RULES:
            yield f"there is no rule {rule}"
    if field.default is not None and (fault := value_fault(catalogue, field, field.default)):
        yield f"default: {fault}"
    yield from _shape_faults(field)


def _shape_faults(field: Field) -> Iterator[str]:
    if not field.zh.strip() or not field.en.strip():
        yield "a label is empty"
    if bool(field.help_zh) != bool(field.help_en):
        yield "the hint is in one language only"
    if not 1 <= field.span <= 12:
        yield "span must be 1 to 12"
    if field.limit and field.type not in _TEXTS:
        yield "limit belongs to texts"
    if (field.least is not None or field.most is not None) and field.type not in _NUMBERS:
        yield "bounds belong to numbers"
    if field.least is not None and field.most is not None and field.least > field.most:
        yield "least is above most"
    if field.derived and (field.required is not False or field.default is not None):
        yield "a derived field is neither required nor has a default"
    if field.sensitive == "S" and field.type in _TEXTS and not field.mask:
        yield "a sensitive text needs a mask"
