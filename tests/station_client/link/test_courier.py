"""Carrying: which way, how far, and what is written down of it (TZ-55)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault, ForgedInput
from ledger.exchange import stick
from ledger.store.renewal import renew
from station_client.link.agent import Agent
from station_client.link.courier import Courier
from station_client.link.line import Exchanged
from station_client.link.timetable import NightWindow
from tests.helpers.fakes import FakeWall
from tests.helpers.waiting import until
from tests.helpers.world import FakeStation, World

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class FakeLine:
    """A line that ends at the world's office, or at nobody."""

    def __init__(self, world: World, name: str, *, up: bool = True) -> None:
        self.world = world
        self.name = name
        self.address = f"http://{name}"
        self.up = up
        self.lose_answers = 0

    def ask(self) -> dict[str, object]:
        if not self.up:
            raise EnvironmentFault("link.no-answer", address=self.address)
        return {"ok": True}

    def exchange(self, blob: bytes) -> Exchanged:
        self.ask()
        answer = self.world.side.handle(blob)
        if self.lose_answers:
            self.lose_answers -= 1
            raise EnvironmentFault("link.no-answer", address=self.address)
        return Exchanged(answer.blob)


@pytest.fixture
def world(tmp_path: Path, wall: FakeWall) -> Iterator[World]:
    made = World(tmp_path, wall)
    yield made
    made.close()


@pytest.fixture
def station(world: World) -> FakeStation:
    return world.station()


def courier(station: FakeStation, *lines: FakeLine) -> Courier:
    return Courier(station.ledger, station.side, lambda: lines, lambda: renew(station.ledger))  # type: ignore[return-value]


def diary(station: FakeStation) -> list[dict[str, object]]:
    return [dict(entry.data) for entry in station.ledger.local.diary.recent("exchange")]


def test_d02_the_vpn_is_taken_when_the_private_line_is_silent(
    world: World, station: FakeStation
) -> None:
    station.create(1)
    attempt = courier(station, FakeLine(world, "line", up=False), FakeLine(world, "vpn")).by_line()
    assert (attempt.carrier, attempt.confirmed, attempt.digest_equal) == ("vpn", 2, True)
    written = diary(station)[0]
    assert [tried["carrier"] for tried in written["tried"]] == ["line", "vpn"]  # type: ignore[attr-defined]
    assert written["result"] == "ok"


def test_with_no_line_at_all_nothing_is_lost_and_it_is_written_down(
    world: World, station: FakeStation
) -> None:
    station.create(1)
    with pytest.raises(EnvironmentFault):
        courier(station, FakeLine(world, "line", up=False)).by_line(night=True)
    written = diary(station)[0]
    assert (written["result"], written["code"], written["night"]) == (
        "failed",
        "link.no-answer",
        True,
    )
    assert station.ledger.unsent().count == 2


def test_without_an_address_the_operator_is_told_so(station: FakeStation) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        courier(station).by_line()
    assert caught.value.code == "link.no-address"


def test_an_answer_lost_on_the_way_is_made_up_for_by_the_next_run(
    world: World, station: FakeStation
) -> None:
    station.create(1)
    line = FakeLine(world, "line")
    line.lose_answers = 1
    with pytest.raises(EnvironmentFault):
        courier(station, line).by_line()
    assert station.ledger.unsent().count == 2
    assert courier(station, line).by_line().confirmed == 2
    assert world.office.verify().ok


def test_an_uneventful_run_can_be_left_out_of_the_diary(world: World, station: FakeStation) -> None:
    run = courier(station, FakeLine(world, "line"))
    run.by_line(quiet=True)
    before = len(diary(station))
    run.by_line(quiet=True)
    assert len(diary(station)) == before == 1


def test_a_stick_carries_there_and_back(world: World, station: FakeStation, tmp_path: Path) -> None:
    station.create(1)
    run = courier(station)
    sent = run.to_stick(tmp_path, AT)
    assert sent.sent == 2
    assert station.ledger.unsent().count == 2
    for file in stick.bundles(tmp_path, "up"):
        answer = world.side.handle(file.read(), live=False)
        stick.write(tmp_path, station.ledger.node, "down", AT, answer.blob)
    back = run.from_stick(tmp_path)
    assert back.confirmed == 2
    assert station.ledger.unsent().count == 0
    assert [entry["direction"] for entry in diary(station)] == ["in", "out"]


def test_a_stick_without_an_answer_says_so(station: FakeStation, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        courier(station).from_stick(tmp_path)
    assert caught.value.code == "stick.nothing"


def test_an_altered_answer_on_a_stick_is_refused(
    world: World, station: FakeStation, tmp_path: Path
) -> None:
    answer = world.side.handle(station.side.outgoing().blob, live=False).blob
    stick.write(tmp_path, station.ledger.node, "down", AT, answer[:-1] + b"?")
    with pytest.raises(ForgedInput):
        courier(station).from_stick(tmp_path)
    assert station.ledger.unsent().count == 1


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
