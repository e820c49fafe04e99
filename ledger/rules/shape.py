"""Checks that follow from a field's declared type: length, bounds, code tables (V-07, V-18)."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ledger.catalogue.records import Field
from ledger.core.act import Value
from ledger.rules import dates, entry
from ledger.rules.findings import Finding, Look, Rule, day_in

TYPE: Final = "type"
"""The rule code of findings that come from the declared type alone."""

DIVISION_TABLE: Final = "division"
_NEWLINES: Final = frozenset("\n\t")


def text(look: Look) -> Iterator[Finding]:
    """V-18: text without control characters, counted in characters and not in bytes."""
    value = look.value
    if not isinstance(value, str):
        yield look.block(TYPE, "check.type.text")
        return
    allowed = _NEWLINES if look.field.type == "long" else frozenset()
    if any(unicodedata.category(c) == "Cc" and c not in allowed for c in value):
        yield look.ask("V-18", "check.text.control", proposal=entry.without_controls(value))
    limit = look.field.limit
    if limit and len(value) > limit:
        yield look.block("V-18", "check.text.long", n=len(value), most=limit)


def number(look: Look) -> Iterator[Finding]:
    """A whole number, an amount in fen, or a decimal, within its declared bounds."""
    value = look.value
    if isinstance(value, str) and look.field.type != "decimal":
        yield from _spelt(look, value)
        return
    try:
        amount = float(value) if not isinstance(value, bool) else None
    except (TypeError, ValueError):
        amount = None
    if amount is None:
        yield look.block(TYPE, "check.number.unreadable", value=str(value))
        return
    least, most = look.field.least, look.field.most
    if least is not None and amount < least:
        yield look.block(TYPE, "check.number.small", least=_shown(look.field, least))
    if most is not None and amount > most:
        yield look.block(TYPE, "check.number.large", most=_shown(look.field, most))


def _spelt(look: Look, value: str) -> Iterator[Finding]:
    guess = entry.letters_as_digits(value)
    amount = entry.typed(look.catalogue, look.field, guess.text)
    if guess.letters and not isinstance(amount, str):
        yield look.ask(
            TYPE,
            "check.number.letters",
            letters="、".join(guess.letters),
            shown=guess.text,
            proposal=amount,
        )
    else:
        yield look.block(TYPE, "check.number.unreadable", value=value)


def _shown(field: Field, amount: int) -> str:
    return f"{amount / 100:g}" if field.type == "money" else str(amount)


def yes_or_no(look: Look) -> Iterator[Finding]:
    """A bool, stored as such."""
    if not isinstance(look.value, bool):
        yield look.block(TYPE, "check.type.bool")


def moment(look: Look) -> Iterator[Finding]:
    """A date with a time, ISO 8601."""
    if day_in(look.value) is None:
        yield look.block(TYPE, "check.date.unreadable", value=str(look.value))


def member(look: Look) -> Iterator[Finding]:
    """V-07 and every other coded field: the code is in its table."""
    table = look.catalogue.codes.get(look.field.codes or "")
    if table is None or look.field.codes == DIVISION_TABLE:
        return
    values = look.value if isinstance(look.value, list) else [look.value]
    rule = "V-07" if "V-07" in look.field.rules else TYPE
    for value in values:
        if value in table.by_code:
            continue
        found = table.find(value) if isinstance(value, str) else None
        if found is not None:
            yield look.ask(
                rule, "check.code.spelt", value=value, proposal=found, shown=table.label(found)
            )
        else:
            yield look.block(rule, "check.code.unknown", value=str(value))


def several(look: Look) -> Iterator[Finding]:
    """A list of codes."""
    if not isinstance(look.value, list):
        yield look.block(TYPE, "check.type.list")
        return
    yield from member(look)


def reference(look: Look) -> Iterator[Finding]:
    """A record id or the hash of a file."""
    if not isinstance(look.value, str):
        yield look.block(TYPE, "check.type.text")


def _nothing(_: Look) -> Iterator[Finding]:
    return iter(())


BY_TYPE: Final[Mapping[str, Rule]] = {
    "text": text,
    "long": text,
    "date": dates.bounds,
    "datetime": moment,
    "int": number,
    "money": number,
    "decimal": number,
    "bool": yes_or_no,
    "code": member,
    "codes": several,
    "ref": reference,
    "image": reference,
    "rows": _nothing,
    "map": _nothing,
}


_ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

Fits = Callable[[Value], bool]

FITS: Final[Mapping[str, Fits]] = {
    "text": lambda v: isinstance(v, str),
    "long": lambda v: isinstance(v, str),
    "date": lambda v: isinstance(v, str) and (not v or _ISO_DAY.fullmatch(v) is not None),
    "datetime": lambda v: isinstance(v, str) and (not v or _ISO_DAY.match(v) is not None),
    "int": lambda v: type(v) is int,
    "money": lambda v: type(v) is int,
    "decimal": lambda v: isinstance(v, str),
    "bool": lambda v: isinstance(v, bool),
    "code": lambda v: isinstance(v, str),
    "codes": lambda v: isinstance(v, list),
    "ref": lambda v: isinstance(v, str),
    "image": lambda v: isinstance(v, str),
    "rows": lambda v: isinstance(v, list),
    "map": lambda v: isinstance(v, dict),
}
"""Whether a stored value has its field's type at all, asked on arrival of foreign acts; None is
always allowed (a field that was emptied)."""
