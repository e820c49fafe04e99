"""What the form says about telephone numbers (V-12, V-13)."""

import pytest

from ledger.catalogue.model import Catalogue

from .looking import Card, look, one


@pytest.mark.parametrize(
    ("number", "level", "key"),
    [
        ("1380000001", "block", "check.phone.length"),
        ("12800000001", "block", "check.phone.mobile"),
        ("138OOOOOOO1", "ask", "check.phone.spelt"),
        ("+86 138-0000-0001", "ask", "check.phone.spelt"),
        ("0431-1234567", "block", "check.phone.fixed"),
    ],
)
def test_v12_mobile_numbers(
    catalogue: Catalogue, card: Card, number: str, level: str, key: str
) -> None:
    finding = one(look(catalogue, card, mobile=number))
    assert (finding.level, finding.key) == (level, key)


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("0431-12345678", None),
        ("12345678", None),
        ("043112345678-801", None),
        ("13800000001", "check.phone.is-mobile"),
        ("0431－12345678", "check.phone.spelt"),
        ("0431-123", "check.phone.fixed-shape"),
    ],
)
def test_v13_fixed_numbers(catalogue: Catalogue, card: Card, number: str, key: str | None) -> None:
    assert [f.key for f in look(catalogue, card, phone=number)] == ([key] if key else [])


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        ("13800000001", []),
        ("0431-12345678", []),
        ("0431-12", ["check.phone.fixed-shape"]),
        ("1380000", []),
        ("138000", ["check.phone.length"]),
    ],
)
def test_v12_v13_a_contacts_telephone_may_be_either(
    catalogue: Catalogue, card: Card, number: str, keys: list[str]
) -> None:
    assert [f.key for f in look(catalogue, card, contact_phone=number)] == keys
