"""When the agent tries."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from ledger.core.clock import CHINA
from station_client.link.timetable import NightWindow, night_due, slept, wait_seconds

NODE = "abcdefgh23456777"
NIGHT = NightWindow(time(22, 0), time(5, 0))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(("hour", "inside"), [(21, False), (22, True), (23, True), (12, False)])
def test_the_window_is_open_in_its_hours(hour: int, inside: bool) -> None:
    assert (NIGHT.night_of(at(22, hour)) is not None) is inside


def test_a_window_over_midnight_is_one_night() -> None:
    assert NIGHT.night_of(at(22, 23)) == NIGHT.night_of(at(23, 4, 59)) == at(22, 22)
    assert NIGHT.night_of(at(23, 5)) is None


def test_a_window_within_one_day_is_that_long() -> None:
    assert NightWindow(time(1, 0), time(3, 0)).length == timedelta(hours=2)


def test_stations_take_turns_in_the_first_third() -> None:
    opened = at(22, 22)
    turns = [NIGHT.turn(f"node{number}", opened) for number in range(300)]
    assert all(opened <= turn < opened + NIGHT.length / 3 for turn in turns)
    assert len(set(turns)) > 200


def test_each_night_runs_once() -> None:
    after_turn = NIGHT.turn(NODE, at(22, 22)) + timedelta(minutes=1)
    assert night_due(NIGHT, NODE, after_turn, last_run=at(21, 23))
    assert not night_due(NIGHT, NODE, after_turn, last_run=after_turn)


def test_a_missed_night_is_caught_up_in_the_morning() -> None:
    assert night_due(NIGHT, NODE, at(23, 8), last_run=at(21, 23))
    assert night_due(NIGHT, NODE, at(23, 8), last_run=None)


def test_nothing_is_due_before_the_stations_own_turn() -> None:
    opened = at(22, 22)
    turn = NIGHT.turn(NODE, opened)
    assert not night_due(NIGHT, NODE, turn - timedelta(seconds=1), last_run=at(21, 23))


def test_what_was_saved_goes_out_within_seconds() -> None:
    assert wait_seconds(linked=True, dirty=True, failures=0) <= 5
    assert wait_seconds(linked=None, dirty=False, failures=0) <= 5


def test_failures_are_followed_by_growing_but_bounded_waits() -> None:
    waits = [wait_seconds(linked=False, dirty=True, failures=n) for n in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] == 300


def test_fault_40_who_was_cut_off_together_comes_back_apart() -> None:
    waits = [wait_seconds(linked=False, dirty=True, failures=20, chance=c / 10) for c in range(11)]
    assert (waits[0], waits[-1]) == (225, 375)
    assert len(set(waits)) == 11


def test_fault_43_a_night_noted_by_a_clock_years_ahead_counts_for_nothing() -> None:
    due = NIGHT.turn(NODE, at(22, 22)) + timedelta(minutes=1)
    assert night_due(NIGHT, NODE, due, last_run=due + timedelta(days=3650))
    assert not night_due(NIGHT, NODE, due, last_run=due + timedelta(minutes=59))


def test_fault_41_a_pc_that_slept_is_told_from_one_that_waited() -> None:
    assert slept(at(22, 9), at(22, 17), waited_seconds=20)
    assert not slept(at(22, 9), at(22, 9) + timedelta(seconds=21), waited_seconds=20)
    assert not slept(at(22, 17), at(22, 9), waited_seconds=20)
