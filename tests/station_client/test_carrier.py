"""What is told while attachments go over, and at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault
from ledger.exchange import stick
from ledger.store.ledger import Ledger
from station_client.carrier import StationCarrier
from station_client.link.agent import Agent
from station_client.link.timetable import NightWindow
from tests.helpers.fakes import FakeWall
from tests.helpers.world import FakeStation, World, picture
from tests.station_client.desk.conftest import texts
from tests.station_client.link.carrying import FakeLine, courier


@dataclass
class OpenStation:
    """What of an open station carries."""

    ledger: Ledger
    agent: Agent


@dataclass
class FakeToken:
    """Somebody who reads along, and stops after so many words."""

    patience: int = 1000
    told: list[str] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def cancelled(self) -> bool:
        return len(self.told) >= self.patience

    def progress(self, done: int, total: int, text: str = "") -> bool:
        self.told.append(text)
        self.parts.append((done, total))
        return not self.cancelled


@pytest.fixture
def world(tmp_path: Path, wall: FakeWall) -> Iterator[World]:
    made = World(tmp_path, wall)
    yield made
    made.close()


def with_scans(world: World, count: int) -> FakeStation:
    """A station that the office knows, and some scans that it has not sent."""
    station = world.station()
    card = station.create(1)
    world.sync(station)
    for seed in range(count):
        station.attach(card, picture(700 << 10, seed))
    return station


class BreakingLine(FakeLine):
    """A line that breaks after so many rounds."""

    rounds = 2

    def exchange(self, blob: bytes) -> bytes:
        if not self.rounds:
            raise EnvironmentFault("link.no-answer", address=self.address)
        self.rounds -= 1
        return super().exchange(blob)


def carrier(world: World, station: FakeStation, line: FakeLine | None = None) -> StationCarrier:
    run = courier(station, line or FakeLine(world, "line"))
    agent = Agent(station.ledger, run, station.ledger.clock.now, NightWindow)
    opened = OpenStation(station.ledger, agent)
    return StationCarrier(lambda: opened, lambda: texts("zh"))  # type: ignore[arg-type, return-value]


def test_how_far_the_attachments_are_is_told_while_they_go_over(world: World) -> None:
    token = FakeToken()
    said = carrier(world, with_scans(world, 3)).send_now(token)
    assert token.told[0] == "正在传附件 1/3，已传 0 KB，还差 2.1 MB"
    assert "正在传附件 1/3，已传 512 KB，还差 1.6 MB" in token.told
    assert "正在传附件 3/3，已传 2.0 MB，还差 52 KB" in token.told
    assert [total for _, total in token.parts] == [3 * (700 << 10)] * len(token.parts)
    assert "附件还差" not in said
    assert world.office.under_way().count == 0


def test_a_transfer_that_is_stopped_goes_on_where_it_was(world: World) -> None:
    station = with_scans(world, 2)
    run = carrier(world, station)
    said = run.send_now(FakeToken(patience=2))
    left = world.office.under_way().bytes
    assert 0 < left < 2 * (700 << 10)
    assert said == (
        "已停下：送到 2 条、收到 0 条、附件 512 KB，已经存好。还有附件差 888 KB，下次联系时接着传。"
        "双方核对一致。"
    )
    entry = station.ledger.local.diary.recent("exchange")[0].data
    assert (entry["result"], entry["stopped"]) == ("ok", True)
    run.send_now(FakeToken())
    assert world.office.under_way().count == 0


def test_a_line_that_breaks_part_way_says_what_arrived_and_what_waits(world: World) -> None:
    station = with_scans(world, 2)
    with pytest.raises(EnvironmentFault) as caught:
        carrier(world, station, BreakingLine(world, "line")).send_now(FakeToken())
    said = texts("zh")(f"fault.{caught.value.code}", **caught.value.params)
    assert said.startswith("镇上没有回应。")
    assert said.endswith(
        "中断以前送到 2 条、收到 0 条、附件 512 KB，已经存好。还有附件差 888 KB，下次联系时接着传。"
    )
    carrier(world, station).send_now(FakeToken())
    assert world.office.under_way().count == 0


def test_a_line_that_never_came_about_says_its_own_fault_only(world: World) -> None:
    line = BreakingLine(world, "line", up=False)
    with pytest.raises(EnvironmentFault) as caught:
        carrier(world, with_scans(world, 1), line).send_now(FakeToken())
    assert caught.value.code == "link.no-answer"


def test_what_is_written_onto_a_stick_is_told_file_by_file(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_client.link.courier.STICK_BYTES", 800 << 10)
    run = carrier(world, with_scans(world, 2))
    token = FakeToken()
    run.write_stick(tmp_path, token)
    assert token.told == [
        "正在写U盘：第 1 个文件，附件已写 800 KB，还差 601 KB",
        "正在写U盘：第 2 个文件，附件已写 1.4 MB，还差 0 KB",
    ]
    other = tmp_path / "other"
    other.mkdir()
    said = run.write_stick(other, FakeToken(patience=1))
    assert len(stick.bundles(other, "up")) == 1
    assert said.startswith("已停下：U盘上已写好 2 条（")
    assert "其余的都在本站" in said
