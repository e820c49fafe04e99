"""All field checks: which rule code is which function, and how a field or a record is checked.

Which rules concern a field is declared in the catalogue (`Field.rules`); what follows from its type
is checked always. Adding a field or giving it a rule needs no code.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from ledger.catalogue.model import Catalogue
from ledger.catalogue.records import Field
from ledger.core.act import Value
from ledger.rules import contact, dates, identity, residence, schooling, shape, work
from ledger.rules.findings import Finding, Look, Rule, is_blank, sentence

__all__ = ["RULES", "Finding", "check", "check_all", "check_card", "missing", "sentence"]

RULES: Final[Mapping[str, Rule]] = {
    **identity.RULES,
    **residence.RULES,
    **contact.RULES,
    **schooling.RULES,
    **dates.RULES,
    **work.RULES,
}
"""Rule code -> function. V-07 and V-18 are checked with the type, V-25 by `missing`."""

_LONG: Final = "check.text.long"


def check(
    catalogue: Catalogue, field: Field, value: Value, others: Mapping[str, Value], today: date
) -> list[Finding]:
    """Everything that is wrong with one value, given the other values of the record.

    An empty value is never wrong here (a card may be saved incomplete, V-25); see `missing`.
    """
    if is_blank(value) or field.derived:
        return []
    look = Look(catalogue, field, value, others, today)
    by_type = list(_by_type(look))
    blocks = [finding.key for finding in by_type if finding.level == "block"]
    if any(key != _LONG for key in blocks):
        return by_type
    by_rule = [finding for code in field.rules if code in RULES for finding in RULES[code](look)]
    # A rule that says why a value is too long says it better than its length.
    return by_rule if blocks and by_rule else by_type + by_rule


def _by_type(look: Look) -> Iterator[Finding]:
    yield from shape.BY_TYPE[look.field.type](look)
    if look.field.type != "rows" or not isinstance(look.value, list):
        return
    for number, row in enumerate(look.value, start=1):
        if not isinstance(row, dict):
            yield look.block(shape.TYPE, "check.type.list")
            continue
        for inner in look.field.rows:
            for finding in check(look.catalogue, inner, row.get(inner.name), row, look.today):
                yield replace(finding, field=f"{look.field.name}.{number}.{finding.field}")


def check_all(
    catalogue: Catalogue, fields: Iterable[Field], data: Mapping[str, Value], today: date
) -> list[Finding]:
    """The findings of all the fields of a record or a form, in the order of the fields."""
    return [
        finding
        for field in fields
        for finding in check(catalogue, field, data.get(field.name), data, today)
    ]


def check_card(
    catalogue: Catalogue, kind: str, data: Mapping[str, Value], today: date
) -> list[Finding]:
    """The findings of a whole record of a kind, such as a resident's card ("person")."""
    return check_all(catalogue, catalogue.kinds[kind].stored.values(), data, today)


def missing(
    catalogue: Catalogue,
    fields: Iterable[Field],
    data: Mapping[str, Value],
    also: Iterable[str] = (),
) -> list[Finding]:
    """V-25: the required fields that are empty; `also` names more that are required this once."""
    wanted = frozenset(also)
    found = []
    for field in fields:
        if field.derived or not is_blank(data.get(field.name)):
            continue
        if field.name in wanted or field.needed(data):
            found.append(Finding(field.name, "V-25", "block", "check.required"))
    return found
