"""Asks the rules about a card with some fields changed."""

from datetime import date

from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.rules import fields
from ledger.rules.findings import Finding

TODAY = date(2026, 11, 23)
Card = dict[str, Value]


def look(catalogue: Catalogue, card: Card, **changes: Value) -> list[Finding]:
    """The findings of the changed fields."""
    data = {**card, **changes}
    declared = catalogue.kinds["person"].fields
    return [
        finding
        for name in changes
        for finding in fields.check(catalogue, declared[name], data[name], data, TODAY)
    ]


def one(found: list[Finding]) -> Finding:
    assert len(found) == 1, found
    return found[0]
