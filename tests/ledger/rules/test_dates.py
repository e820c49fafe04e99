"""What the form says about dates (V-16)."""

import pytest

from ledger.catalogue.model import Catalogue

from .looking import Card, look, one


def test_v16_a_contract_ends_after_it_began(catalogue: Catalogue, card: Card) -> None:
    started = card | {"contract_start": "2026-01-01"}
    assert one(look(catalogue, started, contract_end="2025-12-31")).key == "check.date.order"
    assert look(catalogue, started, contract_end="2026-01-01") == []


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("1975.09", "check.date.unreadable"),
        ("2026-02-30", "check.date.unreadable"),
        ("1899-12-31", "check.date.bounds"),
        ("2026-12-01", "check.date.future"),
    ],
)
def test_v16_dates_are_whole_and_likely(
    catalogue: Catalogue, card: Card, value: str, key: str
) -> None:
    found = look(catalogue, {"area": card["area"]}, emp_status_date=value)
    assert one(found).key == key
