"""Fault cases 31 to 36: crashes, power, full and rotten disks, two programs on one file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.core.clock import Clock
from ledger.core.faults import EnvironmentFault
from ledger.core.record import Change
from ledger.rules.admission import Rulebook
from ledger.store import database as database_module
from ledger.store.database import open_sqlite
from ledger.store.ledger import Ledger
from ledger.store.opening import open_database, open_ledger, read_identity
from ledger.store.query import Query
from tests.faults.hands import settle_down
from tests.helpers.fakes import FakeWall
from tests.helpers.world import KEY, World, catalogue, person
from tests.simulator.disk import Disk
from tests.simulator.machine import Machine
from tests.simulator.town import Town

ROOT = Path(__file__).resolve().parents[2]
Work = Callable[[Town, Machine, Machine], None]


def _push(town: Town, station: Machine, office: Machine) -> None:
    parcel = station.station_side.outgoing()
    answer = office.office_side.handle(parcel.blob)
    station.station_side.incoming(answer.blob)


def _act(town: Town, station: Machine, office: Machine) -> None:
    change = Change("person", town.new_person(station.ledger.author.area))
    town.commit(station, "card.create", [change])


def _prepared() -> tuple[Town, Machine]:
    """A town in which one station has acts to send and others' acts to fetch."""
    town = Town(31)
    for station in town.stations[:2]:
        for _ in range(3):
            change = Change("person", town.new_person(station.ledger.author.area))
            town.commit(station, "card.create", [change])
    _push(town, town.stations[1], town.office)
    return town, town.stations[0]


@pytest.mark.parametrize("power", [False, True], ids=["killed", "power cut"])
@pytest.mark.parametrize(
    ("work", "whose"),
    [(_act, "station"), (_push, "station"), (_push, "office")],
    ids=["saving", "exchanging", "answering"],
)
def test_fault_31_32_stopped_at_every_single_write_nothing_saved_is_lost(
    work: Work, whose: str, power: bool
) -> None:
    town, station = _prepared()
    images = station.disk.image(), town.office.disk.image()
    held = dict(station.held)
    steps = 0
    for fuse in range(1000):
        here = town.copy(station, images[0], station.name)
        there = town.copy(town.office, images[1], "office")
        stopped = here if whose == "station" else there
        stopped.disk.fuse = fuse
        done = False
        try:
            work(town, here, there)
            done = True
        except EnvironmentFault:
            assert stopped.disk.dead
        over = stopped.disk.fuse is not None and not stopped.disk.dead
        stopped.crash(random.Random(fuse) if power else None)
        assert here.ledger.verify().ok
        assert there.ledger.verify().ok
        notes = {act.note for act, _ in here.acts().values()}
        assert notes >= held.keys() | (here.held.keys() if done else set())
        _push(town, here, there)
        _push(town, here, there)
        assert here.ledger.unsent().count == 0
        area = here.ledger.author.area
        assert here.ledger.digest()[area] == there.ledger.digest()[area]
        here.halt()
        there.halt()
        steps += 1
        if over:
            break
    town.close()
    assert over
    assert steps > 3


@pytest.mark.process
def test_fault_31_a_program_killed_while_it_saves_has_everything_it_said_was_saved(
    world: World,
) -> None:
    station = world.station("victim")
    station.create(1)
    station.ledger.close()
    file = world.folder / "victim.db"
    saved = 2
    for lines in (1, 3, 7):
        command = [sys.executable, "-m", "tests.faults.writer", str(file), KEY.hex()]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for _ in range(lines):
                saved = int(child.stdout.readline())
            os.kill(child.pid, signal.SIGKILL)
            rest = child.stdout.read().split()
            saved = max([saved, *(int(line) for line in rest if line.isdigit())])
        again = _opened(file)
        assert again.acts() >= saved
        assert again.verify().ok
        again.close()


def _opened(file: Path) -> Ledger:
    database = open_database(file, KEY, catalogue())
    rules = Rulebook(catalogue(), read_identity(database).keys.node)
    return open_ledger(database, catalogue(), rules, Clock(FakeWall()))


@pytest.mark.parametrize("trouble", ["full", "read_only"])
def test_fault_33_a_full_or_locked_disk_is_said_and_loses_nothing(trouble: str) -> None:
    town, station = _prepared()
    setattr(station.disk, trouble, True)
    with pytest.raises(EnvironmentFault) as caught:
        for _ in range(100):  # what is left of the log's file may still be written
            _act(town, station, town.office)
    before = set(station.held)
    code = {"full": "store.disk-full", "read_only": "store.read-only"}[trouble]
    assert caught.value.code == code
    assert {act.note for act, _ in station.acts().values()} == before
    setattr(station.disk, trouble, False)
    _act(town, station, town.office)
    _push(town, station, town.office)
    _push(town, station, town.office)
    assert station.ledger.unsent().count == 0
    assert station.ledger.verify().ok
    town.close()


def test_fault_33_a_file_held_by_another_program_is_said_after_a_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    station = world.station("held")
    other = open_sqlite(world.folder / "held.db", KEY)
    with other.write(), pytest.raises(EnvironmentFault) as caught:
        _opened(world.folder / "held.db").local.settings.set("x", 1)
    assert caught.value.code == "store.locked"
    other.close()
    assert station.create(1).data["name"]


def test_fault_34_a_page_that_rotted_is_noticed_and_the_rest_comes_from_the_office(
    world: World,
) -> None:
    station = world.station("rotten")
    cards = [station.create(number) for number in range(30)]
    settle_down(world, station)
    station.ledger.close()
    file = world.folder / "rotten.db"
    content = bytearray(file.read_bytes())
    noticed = 0
    for place in range(100, len(content), len(content) // 12):
        bad = bytearray(content)
        bad[place] ^= 0x40
        file.write_bytes(bad)
        try:
            ledger = _opened(file)
            sound = ledger.verify().ok and ledger.find(Query("person", limit=50)).total == 30
            ledger.close()
        except EnvironmentFault as fault:
            assert fault.code in ("store.wrong-key", "store.damaged", "store.disk-fault")
            noticed += 1
        else:
            assert sound  # a page that nothing uses
    assert noticed
    replacement = world.station("replacement")
    settle_down(world, replacement)
    for card in cards:
        assert replacement.read(card.id).data == card.data


@pytest.mark.parametrize("part", [0.0, 0.3, 0.7, 0.99])
def test_fault_35_a_torn_log_gives_a_whole_earlier_state(world: World, part: float) -> None:
    station = world.station("torn")
    world.sync(station)
    for number in range(5):
        station.create(number)
    log = (world.folder / "torn.db-wal").read_bytes()
    base = (world.folder / "torn.db").read_bytes()
    copy = world.folder / "copy.db"
    copy.write_bytes(base)
    torn = bytearray(log[: int(len(log) * part)])
    torn += random.Random(part).randbytes(min(300, len(log) - len(torn)))
    (world.folder / "copy.db-wal").write_bytes(torn)
    try:
        ledger = _opened(copy)
    except EnvironmentFault as fault:
        assert fault.code == "store.not-enrolled"  # nothing of this file was ever checkpointed
        return
    assert ledger.verify().ok
    assert ledger.acts() <= 6
    ledger.close()


def test_fault_35_two_programs_on_one_file_take_turns(world: World) -> None:
    station = world.station("shared")
    other = world.copy_of(station, "other")  # a second connection pool on a file of its own
    other.ledger.close()
    second = _opened(world.folder / "shared.db")
    for number in range(1, 6):
        station.create(number)
        change = Change("person", person(100 + number, area=station.operator.area))
        second.commit(station.operator, "card.create", [change])
    assert second.acts() == station.ledger.acts() == 11
    assert station.ledger.verify().ok
    settle_down(world, station)
    second.close()


def test_fault_35_a_library_that_may_corrupt_its_log_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "SAFE_SQLITE", (9, 0, 0))
    with pytest.raises(EnvironmentFault) as caught:
        open_sqlite(tmp_path / "new.db", KEY)
    assert caught.value.code == "store.old-sqlite"
    assert not (tmp_path / "new.db").exists()


def test_fault_36_after_a_crash_no_number_is_used_for_another_act() -> None:
    town, station = _prepared()
    image = station.disk.image()
    given: dict[int, set[str]] = {}
    for fuse in range(60):
        machine = Machine(station.name, station.wall, Disk(image))
        machine.operator = station.operator
        machine.boot()
        machine.disk.fuse = fuse
        with town.enduring(machine, random.Random(fuse)):
            _act(town, machine, town.office)
        if machine.disk.fuse is not None:
            machine.crash(random.Random(fuse))
        durable = {str(act_id): act.note for act_id, (act, _) in machine.acts().items()}
        _act(town, machine, town.office)
        after = {str(act_id): act.note for act_id, (act, _) in machine.acts().items()}
        assert after.items() >= durable.items()
        assert len(after) == len(durable) + 1
        given.setdefault(len(after), set()).add(max(after))
        machine.halt()
    town.close()
    assert len(given) == 2
