"""Fault cases 42 and 43: everybody at the same moment, and clocks that are wrong."""

from __future__ import annotations

import heapq
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ledger.core.clock import CHINA, Clock
from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.store.query import Query
from station_client.link.timetable import SPREAD, NightWindow
from sync_server.api.gate import RETRY_FROM, RETRY_TO, Door
from tests.faults.hands import settle_down
from tests.helpers.fakes import FakeWall
from tests.helpers.world import VILLAGE, FakeStation, World

TEN = datetime(2026, 11, 23, 22, 0, tzinfo=CHINA)
STATIONS = 500
#: What one night's upload keeps the office busy for, in seconds: far more than was measured.
SERVICE = 2.0


class Evening:
    """An office with the door it has, and stations that come when their clocks say so."""

    def __init__(self, arrivals: list[float]) -> None:
        door = Door()
        self._running = door._inside._value
        self._room = door._room
        self._dice = random.Random(42)
        self._coming = [(moment, 0, place) for place, moment in enumerate(arrivals)]
        heapq.heapify(self._coming)
        self.turned_away = 0
        self.most_tries = 0
        self.peak = 0
        self.last = 0.0

    def run(self) -> int:
        """How many were served in the end."""
        served = 0
        free = [0.0] * self._running  # when each place inside is free
        leaving: list[float] = []
        while self._coming:
            now, tries, place = heapq.heappop(self._coming)
            while leaving and leaving[0] <= now:
                heapq.heappop(leaving)
            self.most_tries = max(self.most_tries, tries + 1)
            if len(leaving) >= self._room:
                self.turned_away += 1
                away = float(self._dice.randint(RETRY_FROM, RETRY_TO))
                away *= 1 + SPREAD * self._dice.random()
                heapq.heappush(self._coming, (now + away, tries + 1, place))
                continue
            done = max(now, heapq.heappop(free)) + SERVICE
            heapq.heappush(free, done)
            heapq.heappush(leaving, done)
            self.peak = max(self.peak, len(leaving))
            self.last = max(self.last, done)
            served += 1
        return served


def test_fault_42_five_hundred_stations_with_one_timetable_come_one_after_another() -> None:
    window = NightWindow()
    turns = [window.turn(f"node{number:012}", TEN) for number in range(STATIONS)]
    evening = Evening([(turn - TEN).total_seconds() for turn in turns])
    assert evening.run() == STATIONS
    assert evening.turned_away == 0
    assert evening.peak < 20
    assert evening.last < window.length.total_seconds() / 2


def test_fault_42_five_hundred_at_the_same_second_are_all_served_within_minutes() -> None:
    """The current came back in the whole county, and everybody catches up at once."""
    evening = Evening([0.0] * STATIONS)
    assert evening.run() == STATIONS
    assert evening.turned_away > 0
    assert evening.peak <= 64
    assert evening.last < 2 * STATIONS * SERVICE / 4
    assert evening.most_tries < 40


MS = timedelta(milliseconds=1)


def _station(world: World, wall: FakeWall, name: str) -> FakeStation:
    """A station whose clock is its own."""
    before, world.wall = world.wall, wall
    made = world.station(name)
    world.wall = before
    return made


WRONG = {
    "battery died": datetime(1970, 1, 1, 0, 5, tzinfo=UTC),
    "an hour ahead": datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
    "a year behind": datetime(2025, 11, 23, 1, 0, tzinfo=UTC),
    "ten years ahead": datetime(2036, 11, 23, 1, 0, tzinfo=UTC),
}


@pytest.mark.parametrize("when", WRONG)
def test_fault_43_a_clock_that_is_wrong_stops_no_exchange_and_infects_nobody(
    world: World, wall: FakeWall, when: str
) -> None:
    own = FakeWall()
    wrong, right = _station(world, own, "wrong"), world.station("right")
    settle_down(world, wrong, right)
    own.set(WRONG[when])
    card = wrong.create(1)
    settle_down(world, wrong, right)
    assert wrong.ledger.clock.offset_ms == wall() - round(WRONG[when].timestamp() * 1000)
    contact = world.side.contacts.newest()[wrong.ledger.node]
    assert contact.offset_ms == -wrong.ledger.clock.offset_ms
    edited = right.edit(right.read(card.id), mobile="19900000043")
    settle_down(world, right, wrong)
    assert wrong.read(card.id).data["mobile"] == edited.data["mobile"]
    for sound in (right.ledger, world.office):
        ahead = (sound.clock.tick() >> 16) - wall()
        assert ahead <= timedelta(days=2).total_seconds() * 1000


def test_fault_43_a_clock_from_before_the_training_locks_nobody_out(
    world: World, wall: FakeWall
) -> None:
    """The office added a colleague; the PC lost its battery and was started anew."""
    own = FakeWall()
    own.set(WRONG["battery died"])
    station = _station(world, own, "dead battery")
    colleague = world.hire(world.office, "孙丽", ["V1"], VILLAGE, "V")
    station.operator = colleague
    settle_down(world, station)
    station.ledger.clock = Clock(own)  # as after a start: what was read from others is forgotten
    card = station.create(1)
    assert card.time >> 16 < datetime(1971, 1, 1, tzinfo=UTC).timestamp() * 1000
    settle_down(world, station)
    assert world.office.record(card.id) is not None
    assert station.ledger.find(Query("refusal")).total == 0


@pytest.mark.parametrize("set_right", [True, False])
def test_fault_43_a_clock_that_was_ten_years_ahead_sends_nobody_home_who_leaves_in_december(
    world: World, set_right: bool
) -> None:
    """Whoever leaves soon works until then: by the office's time, not by the PC's, and not by the
    acts that the PC stamped while it was wrong."""
    own = FakeWall()
    station = _station(world, own, "ahead")
    leaving = Change("staff", {"left_on": "2026-12-31"}, station.operator.id)
    station.ledger.commit(replace(station.operator, id=""), "staff.edit", [leaving])
    settle_down(world, station)
    own.set(WRONG["ten years ahead"])
    settle_down(world, station)
    if set_right:
        station.ledger.clock.tick()
        own.set(datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
        settle_down(world, station)
    card = station.create(1)
    assert card.time >> 16 > datetime(2036, 1, 1, tzinfo=UTC).timestamp() * 1000
    settle_down(world, station)
    assert world.office.record(card.id) is not None
    assert station.ledger.find(Query("refusal")).total == 0


@pytest.mark.parametrize("set_right", [True, False])
def test_fault_43_a_clock_ten_years_ahead_is_known_as_such_after_a_start_without_a_line(
    world: World, set_right: bool
) -> None:
    own = FakeWall()
    station = _station(world, own, "ahead")
    settle_down(world, station)
    own.set(WRONG["ten years ahead"])
    settle_down(world, station)
    if set_right:
        own.set(datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
    again = world.copy_of(station, "started again", own)
    assert abs(again.ledger.clock.known_ms() - world.wall()) < timedelta(hours=1) / MS


def test_fault_43_an_answer_that_lay_on_a_stick_for_a_week_does_not_set_the_clock_back(
    world: World, wall: FakeWall
) -> None:
    station = _station(world, wall, "stick")
    settle_down(world, station)
    blob = world.side.handle(station.side.outgoing().blob, live=False).blob
    wall.advance(days=7)
    station.side.incoming(blob, live=False)
    assert station.ledger.clock.offset_ms == 0
    wall.advance(days=-30)  # the battery died on the way
    station.side.incoming(blob, live=False)
    assert station.ledger.clock.offset_ms == timedelta(days=23) / MS


def test_fault_43_who_has_left_by_the_offices_time_has_left(world: World, wall: FakeWall) -> None:
    station = _station(world, wall, "right")
    leaving = Change("staff", {"left_on": "2026-12-31"}, station.operator.id)
    station.ledger.commit(replace(station.operator, id=""), "staff.edit", [leaving])
    settle_down(world, station)
    wall.advance(days=60)
    with pytest.raises(RuleFault) as fault:
        station.create(1)
    assert fault.value.code == "duty.sd-14-left"


def test_fault_43_a_clock_set_back_while_somebody_works_changes_no_order(world: World) -> None:
    wall = FakeWall()
    station = _station(world, wall, "set back")
    card = station.create(1)
    for number in range(3):
        wall.advance(days=-400 if number == 1 else 0, minutes=1)
        card = station.edit(card, mobile=f"1990000000{number}")
    settle_down(world, station)
    said = [entry.act.writes[0].set["mobile"] for entry in station.ledger.history(card.id)]
    assert said[:3] == ["19900000002", "19900000001", "19900000000"]
    assert card.conflicts == ()
    assert world.office.find(Query("person")).rows[0].data["mobile"] == "19900000002"
