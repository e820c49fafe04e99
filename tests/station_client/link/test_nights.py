"""The nightly run, by the window's agent or by the system's scheduler."""

from __future__ import annotations

from datetime import datetime

import pytest

from ledger.core.clock import CHINA
from ledger.core.faults import EnvironmentFault, RuleFault
from station_client.link.answers import Busy
from station_client.link.nights import (
    MOST_TRIES,
    Nights,
    limit_nights,
    night_limit,
    night_pace,
    run_scheduled,
)
from station_client.link.timetable import NightWindow
from station_client.link.turn import Turn
from tests.helpers.fakes import FakeWall
from tests.helpers.world import FakeStation, World
from tests.station_client.link.carrying import FakeLine, courier, diary

EVENING = datetime(2026, 11, 23, 22, 0, 1, tzinfo=CHINA)


class CrowdedLine(FakeLine):
    """An office that is busy for the first so many who come."""

    def __init__(self, world: World, busy: int, seconds: int = 7) -> None:
        super().__init__(world, "line")
        self.busy, self.seconds = busy, seconds

    def exchange(self, blob: bytes) -> bytes:
        if self.busy:
            self.busy -= 1
            raise Busy("link.busy", seconds=self.seconds, address=self.address)
        return super().exchange(blob)


@pytest.fixture(autouse=True)
def evening(wall: FakeWall) -> None:
    """It is ten o'clock, and the window has just opened."""
    wall.set(EVENING)


def test_the_scheduler_runs_the_night_once_and_afterwards_what_is_new(
    world: World, station: FakeStation, wall: FakeWall
) -> None:
    nights = Nights(station.ledger, NightWindow)
    run = courier(station, FakeLine(world, "line"))
    for number in range(3):
        station.create(number)
        done = run_scheduled(run, nights)
        assert done is not None
        assert done.confirmed
        wall.advance(minutes=30)
    assert [entry["night"] for entry in diary(station)] == [False, False, True]
    wall.advance(days=1)
    assert nights.begin_if_due(in_turn=False)


def test_the_agent_and_the_scheduler_do_not_run_the_same_night_twice(
    station: FakeStation, wall: FakeWall
) -> None:
    assert Nights(station.ledger, NightWindow).begin_if_due(in_turn=False)
    wall.advance(hours=6)
    assert not Nights(station.ledger, NightWindow).begin_if_due()


def test_the_scheduler_comes_back_to_a_busy_office_when_it_was_told(
    world: World, station: FakeStation
) -> None:
    waits: list[float] = []
    run = courier(station, CrowdedLine(world, busy=2))
    done = run_scheduled(run, Nights(station.ledger, NightWindow), waits.append)
    assert done is not None
    assert done.confirmed == 1
    assert waits == [7, 7]


@pytest.mark.parametrize(("busy", "seconds", "waits"), [(99, 7, MOST_TRIES - 1), (99, 3600, 0)])
def test_the_scheduler_gives_up_on_an_office_that_stays_busy(
    world: World, station: FakeStation, busy: int, seconds: int, waits: int
) -> None:
    waited: list[float] = []
    run = courier(station, CrowdedLine(world, busy, seconds))
    with pytest.raises(EnvironmentFault):
        run_scheduled(run, Nights(station.ledger, NightWindow), waited.append)
    assert len(waited) == waits
    assert station.ledger.unsent().count == 1


def test_fault_41_the_scheduler_leaves_when_the_window_is_exchanging(
    world: World, station: FakeStation
) -> None:
    turn = world.folder / "exchange.lock"
    run = courier(station, FakeLine(world, "line"), turn=Turn(turn))
    with Turn(turn).taken():
        assert run_scheduled(run, Nights(station.ledger, NightWindow)) is None
    assert diary(station) == []
    assert run_scheduled(run, Nights(station.ledger, NightWindow)) is not None


def test_a_run_leaves_the_line_to_others_at_night_and_not_by_day_whenever_it_began(
    station: FakeStation, wall: FakeWall
) -> None:
    assert night_pace(station.ledger, NightWindow()).bytes_per_second() == 0
    limit_nights(station.ledger, 256)
    wall.advance(minutes=-1)
    pace = night_pace(station.ledger, NightWindow())
    assert pace.bytes_per_second() == 0
    wall.advance(minutes=1)
    assert pace.bytes_per_second() == 32_000
    wall.advance(hours=7)
    assert pace.bytes_per_second() == 0


@pytest.mark.parametrize("kbit", [1, 15, -256, 100_001])
def test_a_bound_nobody_can_mean_is_refused_and_changes_nothing(
    station: FakeStation, kbit: int
) -> None:
    limit_nights(station.ledger, 256)
    with pytest.raises(RuleFault) as caught:
        limit_nights(station.ledger, kbit)
    assert caught.value.code == "link.bad-bound"
    assert night_limit(station.ledger) == 256
    limit_nights(station.ledger, 0)
    assert night_limit(station.ledger) == 0
