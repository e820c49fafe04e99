"""Carrying: which way, how far, and what is written down of it (TZ-55)."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault, Fault, ForgedInput, RuleFault, Stranger
from ledger.exchange import stick
from station_client.link.answers import Busy, Refused, TooLarge
from station_client.link.room import Room
from station_client.link.turn import Turn
from tests.faults.hands import tampered
from tests.helpers.fakes import FakeWall
from tests.helpers.world import FakeStation, World, picture
from tests.station_client.link.carrying import FakeLine, courier, diary

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


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


class ThinLine(FakeLine):
    """A line on which only small bundles get through."""

    def __init__(self, world: World, most: int, fault: Exception) -> None:
        super().__init__(world, "line")
        self.most = most
        self.fault = fault
        self.sizes: list[int] = []

    def exchange(self, blob: bytes) -> bytes:
        self.sizes.append(len(blob))
        if len(blob) > self.most:
            raise self.fault
        return super().exchange(blob)


def _much(station: FakeStation) -> None:
    dice = random.Random(39)
    for number in range(40):
        noise = "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(800))
        station.create(number, live_address=noise)


def test_fault_19_what_is_too_large_goes_in_smaller_bundles_by_itself(
    world: World, station: FakeStation
) -> None:
    with tampered(station.ledger), tampered(world.office):
        _much(station)
        line = ThinLine(world, 40_000, TooLarge("link.too-large", address="x"))
        attempt = courier(station, line).by_line()
    assert attempt.confirmed == 41
    assert max(line.sizes) > 40_000
    assert station.ledger.unsent().count == 0


def test_fault_39_a_line_that_breaks_under_load_gets_less_until_something_gets_through(
    world: World, station: FakeStation
) -> None:
    with tampered(station.ledger), tampered(world.office):
        _much(station)
        line = ThinLine(world, 40_000, EnvironmentFault("link.stuck", address="x", seconds=40))
        run = courier(station, line)
        for _ in range(20):
            with suppress(EnvironmentFault):
                run.by_line()
            if not station.ledger.unsent().count:
                break
    assert station.ledger.unsent().count == 0
    assert world.office.verify().ok


def test_fault_40_a_login_page_is_told_rather_than_the_silence_behind_it(
    world: World, station: FakeStation
) -> None:
    page, silence = FakeLine(world, "line"), FakeLine(world, "vpn", up=False)

    def ask() -> dict[str, object]:
        raise EnvironmentFault("link.login-page", address=page.address)

    page.ask = ask  # type: ignore[method-assign]
    with pytest.raises(EnvironmentFault) as caught:
        courier(station, page, silence).by_line()
    assert caught.value.code == "link.login-page"


class FailingLine(FakeLine):
    """A line that answers a greeting and fails with every bundle behind the first so many."""

    def __init__(self, world: World, name: str, fault: Exception, rounds: int = 0) -> None:
        super().__init__(world, name)
        self.fault = fault
        self.rounds = rounds

    def exchange(self, blob: bytes) -> bytes:
        if not self.rounds:
            raise self.fault
        self.rounds -= 1
        return super().exchange(blob)


STUCK = EnvironmentFault("link.stuck", address="http://line", seconds=40)
REFUSED = Refused("link.refused", reason="bundle.unreadable", message="")
NOT_KNOWN = Stranger("link.not-known", reason="node.unknown", message="")
NOISE = ForgedInput("bundle.unreadable")


@pytest.mark.parametrize("fault", [STUCK, REFUSED, NOT_KNOWN, NOISE], ids=lambda fault: fault.code)
def test_fault_40_the_vpn_is_used_where_the_private_line_greets_and_carries_no_bundle(
    world: World, station: FakeStation, fault: Fault
) -> None:
    station.create(1)
    lines = FailingLine(world, "line", fault), FakeLine(world, "vpn")
    attempt = courier(station, *lines).by_line()
    assert (attempt.carrier, attempt.confirmed, attempt.digest_equal) == ("vpn", 2, True)
    assert diary(station)[0]["tried"] == [
        {"carrier": "line", "address": "http://line", "code": fault.code},
        {"carrier": "vpn", "address": "http://vpn"},
    ]


def test_fault_22_another_townships_office_on_the_private_line_is_told_and_sent_nothing(
    world: World, station: FakeStation, tmp_path: Path, wall: FakeWall
) -> None:
    station.create(1)
    (tmp_path / "there").mkdir()
    there = World(tmp_path / "there", wall)
    line = FailingLine(there, "line", AssertionError("nothing is to be sent"))
    with pytest.raises(EnvironmentFault) as caught:
        courier(station, line).by_line()
    attempt = courier(station, line, FakeLine(world, "vpn")).by_line()
    there.close()
    assert caught.value.code == "link.other-office"
    assert caught.value.params["address"] == line.address
    assert (attempt.carrier, attempt.confirmed) == ("vpn", 2)


def test_an_office_of_an_older_program_that_does_not_say_which_it_is_gets_what_waits(
    world: World, station: FakeStation
) -> None:
    line = FakeLine(world, "line")
    line.ask = lambda: {"ok": True}  # type: ignore[method-assign]
    assert courier(station, line).by_line().confirmed == 1


def test_fault_40_the_vpn_goes_on_where_the_private_line_broke(
    world: World, station: FakeStation
) -> None:
    card = station.create(1)
    for seed in range(3):
        station.attach(card, picture(700 << 10, seed))
    lines = FailingLine(world, "line", STUCK, rounds=2), FakeLine(world, "vpn")
    attempt = courier(station, *lines).by_line()
    assert (attempt.carrier, attempt.confirmed, attempt.attached) == ("vpn", 5, 3 * (700 << 10))
    assert world.office.under_way().count == 0


BUSY = Busy("link.busy", seconds=7, address="http://line")
FULL = EnvironmentFault("store.disk-full")


@pytest.mark.parametrize("fault", [BUSY, FULL], ids=lambda fault: fault.code)
def test_what_no_other_line_would_change_is_said_at_once(
    world: World, station: FakeStation, fault: Fault
) -> None:
    lines = FailingLine(world, "line", fault), FakeLine(world, "vpn")
    with pytest.raises(EnvironmentFault) as caught:
        courier(station, *lines).by_line()
    assert caught.value is fault
    assert [tried["carrier"] for tried in diary(station)[0]["tried"]] == ["line"]  # type: ignore[attr-defined]


def test_whoever_gave_up_waits_for_no_other_line(world: World, station: FakeStation) -> None:
    lines = FailingLine(world, "line", STUCK), FakeLine(world, "vpn")
    with pytest.raises(EnvironmentFault) as caught:
        courier(station, *lines).by_line(cancelled=lambda: True)
    assert caught.value is STUCK


@pytest.mark.parametrize(
    ("line", "vpn", "told"),
    [(STUCK, NOT_KNOWN, NOT_KNOWN), (NOT_KNOWN, STUCK, NOT_KNOWN), (STUCK, NOISE, STUCK)],
)
def test_the_offices_own_word_is_told_rather_than_what_is_the_matter_with_a_line(
    world: World, station: FakeStation, line: Fault, vpn: Fault, told: Fault
) -> None:
    lines = FailingLine(world, "line", line), FailingLine(world, "vpn", vpn)
    with pytest.raises(Fault) as caught:
        courier(station, *lines).by_line()
    assert caught.value is told


def test_fault_41_two_programs_of_one_station_take_turns(
    world: World, station: FakeStation, tmp_path: Path
) -> None:
    turn = tmp_path / "exchange.lock"
    line = FakeLine(world, "line")
    run = courier(station, line, turn=Turn(turn))
    deeds: list[Callable[[], object]] = [
        run.by_line,
        lambda: run.to_stick(tmp_path, AT),
        lambda: run.from_stick(tmp_path),
    ]
    for deed in deeds:
        with Turn(turn).taken(), pytest.raises(RuleFault) as caught:
            deed()
        assert caught.value.code == "link.under-way"
    assert diary(station) == []
    assert run.by_line().confirmed == 1


def test_fault_41_a_program_that_was_killed_leaves_no_turn_behind(tmp_path: Path) -> None:
    turn = tmp_path / "exchange.lock"
    code = (
        "import os, sys; from pathlib import Path; from station_client.link.turn import Turn\n"
        "with Turn(Path(sys.argv[1])).taken(): os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(turn)], check=False)
    assert done.returncode == -9
    with Turn(turn).taken():
        assert turn.exists()


def test_fault_40_an_office_in_trouble_is_not_asked_again_over_the_vpn_nor_thought_a_thin_line(
    world: World, station: FakeStation
) -> None:
    trouble = EnvironmentFault("link.office-in-trouble", message="磁盘满了")
    lines = FailingLine(world, "line", trouble), FakeLine(world, "vpn")
    room = Room(station.ledger.local.settings)
    before = room.bytes
    with pytest.raises(EnvironmentFault) as caught:
        courier(station, *lines).by_line()
    assert caught.value is trouble
    assert [way["carrier"] for way in diary(station)[0]["tried"]] == ["line"]
    assert room.bytes == before
