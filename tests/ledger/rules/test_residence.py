"""What the form says about divisions and households (V-10, V-11)."""

from collections.abc import Mapping

import pytest

from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.rules.residence import household_heads

from .looking import Card, look, one


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("990101001001", None),
        ("990101001000", "ask"),
        ("990101", "ask"),
        ("990101009009", "block"),
        ("220102", None),
        ("220102001001", None),
        ("2201", "block"),
    ],
)
def test_v10_inside_the_area_down_to_the_village(
    catalogue: Catalogue, card: Card, code: str, level: str | None
) -> None:
    found = look(catalogue, card, live_division=code)
    assert [finding.level for finding in found] == ([level] if level else [])


def test_v11_a_man_is_nobodys_wife(catalogue: Catalogue, card: Card) -> None:
    finding = one(look(catalogue, card, rel_to_head="12"))
    assert (finding.level, finding.params["relation"]) == ("warn", "妻")
    assert look(catalogue, card, rel_to_head="11") == []


def test_v11_a_household_has_one_head() -> None:
    head: Mapping[str, Value] = {"name": "张三", "rel_to_head": "02"}
    wife: Mapping[str, Value] = {"name": "李四", "rel_to_head": "12"}
    assert household_heads([head, wife]) is None
    none, two = household_heads([wife]), household_heads([head, head])
    assert none is not None
    assert none.key == "check.household.no-head"
    assert two is not None
    assert two.params["n"] == 2
