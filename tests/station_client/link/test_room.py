"""How much goes at once over a line."""

from __future__ import annotations

from ledger.exchange.bounds import LINE_BYTES
from station_client.link.room import LEAST_AT_ONCE, Room
from tests.helpers.world import FakeStation


def _room(station: FakeStation) -> Room:
    return Room(station.ledger.local.settings)


def test_a_good_line_carries_as_much_as_both_programs_can_take(station: FakeStation) -> None:
    room = _room(station)
    room.went(0.2, full=True)
    assert room.bytes == LINE_BYTES


def test_fault_39_a_thin_line_gets_what_it_carries_in_twenty_seconds(station: FakeStation) -> None:
    room = _room(station)
    room.went(80, full=True)
    assert room.bytes == LINE_BYTES // 4
    room.went(20, full=True)
    assert room.bytes == LINE_BYTES // 4


def test_fault_39_a_line_that_breaks_gets_a_quarter_and_never_less_than_gets_through(
    station: FakeStation,
) -> None:
    room = _room(station)
    for expected in (LINE_BYTES // 4, LINE_BYTES // 16, LINE_BYTES // 64, LEAST_AT_ONCE):
        room.broke()
        assert room.bytes == expected
    room.broke()
    assert room.least


def test_a_line_that_got_better_gets_more_once_there_is_more(station: FakeStation) -> None:
    room = _room(station)
    room.broke()
    room.went(0.1, full=False)
    assert room.bytes == LINE_BYTES // 4
    room.went(0.1, full=True)
    assert LINE_BYTES // 4 < room.bytes < LINE_BYTES // 2
    for _ in range(6):
        room.went(0.1, full=True)
    assert room.bytes == LINE_BYTES


def test_a_program_that_starts_anew_knows_the_line(station: FakeStation) -> None:
    _room(station).broke()
    assert _room(station).bytes == LINE_BYTES // 4
