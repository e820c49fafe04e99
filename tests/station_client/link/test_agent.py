"""The agent: when it tries by itself, and what it makes of what happens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest

from ledger.core.faults import EnvironmentFault, RuleFault
from station_client.link.agent import Agent
from station_client.link.answers import Busy
from station_client.link.timetable import NightWindow
from station_client.link.turn import Turn
from tests.helpers.fakes import FakeWall
from tests.helpers.waiting import until
from tests.helpers.world import FakeStation, World, picture
from tests.station_client.link.carrying import FakeLine, courier, diary


def test_d03_the_agent_sends_by_itself_soon_after_a_save(
    world: World, station: FakeStation
) -> None:
    run = courier(station, FakeLine(world, "line"))
    agent = Agent(station.ledger, run, station.ledger.clock.now, NightWindow)
    agent.start()
    try:
        until(lambda: agent.news.linked is True and station.ledger.unsent().count == 0)
        card = station.create(1)
        assert until(lambda: world.office.record(card.id)) is not None
    finally:
        agent.stop()


@pytest.mark.expected_log("the exchange stopped for a reason nobody foresaw")
def test_the_agent_goes_on_after_something_nobody_foresaw(
    world: World, station: FakeStation
) -> None:
    line = FakeLine(world, "line")
    faults = [ZeroDivisionError("a bug")]
    asked = line.ask

    def ask() -> dict[str, object]:
        if faults:
            raise faults.pop()
        return asked()

    line.ask = ask  # type: ignore[method-assign]
    agent = Agent(
        station.ledger, courier(station, line), station.ledger.clock.now, NightWindow, retry=0.01
    )
    agent.start()
    try:
        until(lambda: agent.news.linked is True and station.ledger.unsent().count == 0)
    finally:
        agent.stop()
    assert faults == []
    assert station.ledger.unsent().count == 0


def test_the_agent_says_when_the_line_goes(world: World, station: FakeStation) -> None:
    agent = Agent(
        station.ledger,
        courier(station, FakeLine(world, "line", up=False)),
        station.ledger.clock.now,
        NightWindow,
    )
    heard: list[bool | None] = []
    agent.watch(lambda news: heard.append(news.linked))
    agent.start()
    try:
        until(lambda: agent.news.linked is False)
    finally:
        agent.stop()
    assert heard[-1] is False


class BusyLine(FakeLine):
    """An office that sends away whoever comes, until told otherwise."""

    def __init__(self, world: World, seconds: int) -> None:
        super().__init__(world, "line")
        self.seconds = seconds
        self.tries = 0

    def exchange(self, blob: bytes) -> bytes:
        self.tries += 1
        if self.seconds:
            raise Busy("link.busy", seconds=self.seconds, address=self.address)
        return super().exchange(blob)


def test_fault_40_the_agent_stays_away_as_long_as_a_busy_office_asks(
    world: World, station: FakeStation
) -> None:
    line = BusyLine(world, 3600)
    agent = Agent(
        station.ledger, courier(station, line), station.ledger.clock.now, NightWindow, retry=0.01
    )
    agent.start()
    try:
        until(lambda: line.tries == 1 and not agent.news.busy)
        station.create(1)  # what is saved meanwhile does not make it come back early
        with pytest.raises(TimeoutError):
            until(lambda: line.tries > 1, seconds=0.4)
        line.seconds = 0
        assert agent.send_now().confirmed == 2  # who presses the button wants it now
    finally:
        agent.stop()


def test_fault_41_a_night_missed_asleep_is_run_when_the_pc_wakes(
    world: World, station: FakeStation, wall: FakeWall
) -> None:
    line = FakeLine(world, "line")
    run = courier(station, line)
    now = station.ledger.clock.now
    agent = Agent(station.ledger, run, now, NightWindow, retry=3600, look=0.01)

    def nights() -> list[object]:
        return [entry["result"] for entry in diary(station) if entry["night"]]

    agent.start()
    try:
        until(lambda: agent.news.linked is True)
        line.up = False
        with pytest.raises(EnvironmentFault):
            agent.send_now()
        until(lambda: not agent.news.busy)
        line.up = True
        wall.advance(days=1)  # the lid was shut over night; an hour's wait was ahead
        until(lambda: len(nights()) > 1)
    finally:
        agent.stop()
    assert nights() == ["ok", "ok"]


@pytest.mark.parametrize("before", [None, False, True])
def test_another_program_that_is_exchanging_says_nothing_of_the_line(
    world: World, station: FakeStation, before: bool | None
) -> None:
    line, file = FakeLine(world, "line"), world.folder / "exchange.lock"
    run = courier(station, line, turn=Turn(file))
    agent = Agent(station.ledger, run, station.ledger.clock.now, NightWindow)
    if before is not None:
        line.up = before
        with suppress(EnvironmentFault):
            agent.send_now()
    with Turn(file).taken(), pytest.raises(RuleFault):
        agent.send_now()
    assert agent.news.linked is before


class ClosingLine(FakeLine):
    """A line on whose first round somebody closes the window."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "line")
        self.agent: Agent
        self.closing: list[threading.Thread] = []
        self.rounds = 0

    def exchange(self, blob: bytes) -> bytes:
        self.rounds += 1
        if self.rounds == 1:
            closing = threading.Thread(target=self.agent.stop)
            closing.start()
            self.closing.append(closing)
            assert self.agent._stop.wait(20)
        return super().exchange(blob)


def test_closing_the_window_waits_for_one_round_and_not_for_all_scans(
    world: World, station: FakeStation
) -> None:
    card = station.create(1)
    for seed in range(3):
        station.attach(card, picture(700 << 10, seed))
    line = ClosingLine(world)
    line.agent = Agent(
        station.ledger, courier(station, line), station.ledger.clock.now, NightWindow
    )
    line.agent.start()
    until(lambda: line.closing)[0].join()
    assert line.rounds == 1
    entry = diary(station)[0]
    assert (entry["result"], entry["stopped"], entry["confirmed"]) == ("ok", True, 5)


class Looks:
    """A clock that jumps by a day at one of the looks at it, once armed."""

    def __init__(self, now: Callable[[], datetime], jump: Callable[[], None]) -> None:
        self._now = now
        self._jump = jump
        self.left = 0

    def __call__(self) -> datetime:
        if self.left:
            self.left -= 1
            if not self.left:
                self._jump()
        return self._now()


@pytest.mark.parametrize("look", [4, 5, 6, 7])
def test_fault_41_a_sleep_is_noticed_at_whatever_moment_it_begins(
    world: World, station: FakeStation, wall: FakeWall, look: int
) -> None:
    line = FakeLine(world, "line", up=False)
    now = Looks(station.ledger.clock.now, lambda: wall.advance(days=1))
    agent = Agent(station.ledger, courier(station, line), now, NightWindow, retry=3600, look=0.005)
    agent.start()
    try:
        until(lambda: agent.news.linked is False and not agent.news.busy)
        line.up = True
        now.left = look
        assert until(lambda: agent.news.linked)
    finally:
        agent.stop()


def test_fault_40_the_office_is_down_when_the_program_starts(
    world: World, station: FakeStation
) -> None:
    line = FakeLine(world, "line", up=False)
    agent = Agent(
        station.ledger, courier(station, line), station.ledger.clock.now, NightWindow, retry=0.01
    )
    agent.start()
    try:
        until(lambda: agent.news.linked is False)
        station.create(1)
        line.up = True
        until(lambda: agent.news.linked is True and station.ledger.unsent().count == 0)
    finally:
        agent.stop()
    assert world.office.verify().ok
