"""The list of people in the order of a column."""

from __future__ import annotations

from station_client.desk.people_order import in_order, sorted_cards
from tests.station_client.desk.conftest import Desk

OLD = {"name": "何丽娟", "id_no": "990101196802290029", "mobile": "19900000777",
       "live_address": "青石镇柳河村1组2号"}  # fmt: skip
BY_AGE, OLDEST = (("sex_age", False),), (("sex_age", True),)


def _names(desk: Desk, text: str, sort: tuple[tuple[str, bool], ...]) -> list[str]:
    return [row.name for row in in_order(desk.counter, text, (), sort, 0, 50).rows]


def test_everybody_by_age_name_or_address(desk: Desk) -> None:
    desk.new_card()
    desk.new_card(**OLD)
    assert _names(desk, "", BY_AGE) == ["赵国强", "何丽娟"]
    assert _names(desk, "", OLDEST) == ["何丽娟", "赵国强"]
    assert _names(desk, "", (("address", False),)) == ["何丽娟", "赵国强"]
    assert in_order(desk.counter, "", (), BY_AGE, 1, 1).total == 2
    assert [row.name for row in in_order(desk.counter, "", (), BY_AGE, 1, 1).rows] == ["何丽娟"]


def test_those_a_search_finds_are_sorted_too_and_others_stay_out(desk: Desk) -> None:
    desk.new_card()
    desk.new_card(**OLD)
    assert _names(desk, "199000", OLDEST) == ["何丽娟", "赵国强"]
    assert _names(desk, "zgq", OLDEST) == ["赵国强"]


def test_the_chosen_few_and_who_has_nothing_in_the_column_comes_last(desk: Desk) -> None:
    zhao, he = desk.new_card(), desk.new_card(**OLD)
    nowhere = desk.new_card(
        name="周桂兰", id_no="990101197001010028", mobile="19900000778", live_address=""
    )
    for descending, first in ((False, he), (True, zhao)):
        sort = (("address", descending),)
        found = sorted_cards(desk.counter, "", [zhao, nowhere, he], sort)
        assert found[0].id == first
        assert found[-1].id == nowhere
