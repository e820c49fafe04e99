"""What a typed text finds, also when its words are common ones."""

from __future__ import annotations

import pytest

from ledger.store import finding
from tests.helpers.world import FakeStation, World


@pytest.fixture
def village(world: World, monkeypatch: pytest.MonkeyPatch) -> FakeStation:
    """Thirty people; what finds four is common here, what finds twenty is too common to compare."""
    monkeypatch.setattr(finding, "COUNT_CAP", 4)
    monkeypatch.setattr(finding, "WORD_CAP", 20)
    monkeypatch.setattr(finding, "_CHUNK", 3)
    station = world.station()
    for number in range(1, 31):
        station.create(
            number,
            name=f"{'王' if number % 5 else '李'}{'国强' if number % 3 else '秀英'}",
            live_address=f"青石镇柳河村{number % 2 + 1}组{number}号",
        )
    return station


def _numbers(station: FakeStation, typed: str, limit: int = 50) -> set[int]:
    found = station.ledger.search(typed, limit=limit).rows
    return {int(str(record.data["mobile"])[3:]) for record in found}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("王 17号", {17}),
        ("王 2组 秀英", {number for number in range(1, 31) if number % 5 and number % 6 == 3}),
        ("李 秀英", {15, 30}),
        ("李 1组", {10, 20, 30}),
        ("王 柳河村1组 guoqiang", {n for n in range(2, 31, 2) if n % 5 and n % 3}),
        ("李 王", set()),
        ("王 没有这个人", set()),
    ],
)
def test_every_word_must_match_however_common_it_is(
    village: FakeStation, typed: str, expected: set[int]
) -> None:
    assert _numbers(village, typed) == expected


def test_a_common_word_finds_some_and_says_that_there_are_more(village: FakeStation) -> None:
    page = village.ledger.search("王")
    assert len(page.rows) == page.total == 4
    assert page.capped


def test_several_common_words_find_no_more_than_was_asked_for(village: FakeStation) -> None:
    page = village.ledger.search("王 青石镇", limit=3)
    assert len(page.rows) == 3
    assert page.capped


def test_the_exact_name_comes_before_longer_ones(village: FakeStation) -> None:
    village.create(40, name="李秀英子")
    names = [str(record.data["name"]) for record in village.ledger.search("李秀英").rows]
    assert names == ["李秀英", "李秀英", "李秀英子"]
