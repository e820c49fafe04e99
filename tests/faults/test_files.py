"""The fault cases as scans meet them: stopped, cut, carried on sticks (cases 31, 39, 44)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault
from ledger.core.record import Change
from ledger.exchange import stick
from ledger.exchange.bounds import CONTENT_BYTES
from ledger.store import files
from ledger.store.ledger import Ledger
from ledger.store.query import Query
from station_client.link import courier as courier_module
from tests.faults.wire import courier, served
from tests.helpers.world import World, picture
from tests.simulator.machine import Machine
from tests.simulator.town import Town

AT_ONCE = 4096


def _contents(ledger: Ledger) -> list[bool]:
    scans = ledger.find(Query("attachment", limit=500)).rows
    return [ledger.local.files.holds(str(scan.data["file"])) for scan in scans]


def _push(station: Machine, office: Machine) -> None:
    """A thin line: four thousand bytes of a file at a time."""
    parcel = station.station_side.outgoing(AT_ONCE)
    answer = office.office_side.handle(parcel.blob)
    station.station_side.incoming(answer.blob)


@pytest.mark.parametrize("power", [False, True], ids=["killed", "power cut"])
def test_fault_31_an_office_stopped_at_every_write_of_a_file_goes_on_with_it(power: bool) -> None:
    town = Town(31)
    station = town.stations[0]
    change = Change("person", town.new_person(station.ledger.author.area))
    town.commit(station, "card.create", [change])
    (card,) = town.cards(station)
    content = picture(9000)
    town.attach(station, card, content)
    for _ in range(2):  # the acts, then the first piece
        _push(station, town.office)
    images = station.disk.image(), town.office.disk.image()
    over = False
    for fuse in range(200):
        here = town.copy(station, images[0], station.name)
        there = town.copy(town.office, images[1], "office")
        there.disk.fuse = fuse
        try:
            for _ in range(2):
                _push(here, there)
        except EnvironmentFault:
            assert there.disk.dead
        over = not there.disk.dead
        there.crash(random.Random(fuse) if power else None)
        assert there.ledger.verify().ok
        way = there.ledger.under_way()
        assert way.bytes in (0, 9000 - 8192, 9000 - 4096), "no byte comes twice, none is lost"
        for _ in range(4):
            _push(here, there)
        assert _contents(there.ledger) == [True]
        here.halt()
        there.halt()
        if over:
            break
    town.close()
    assert over
    assert fuse > 3


def test_fault_39_a_file_cut_in_the_middle_goes_on_at_the_byte_reached(world: World) -> None:
    station = world.station()
    content = picture(3 * CONTENT_BYTES + 77)
    station.attach(station.create(1), content)
    with served(world) as (host, port):
        carrier = courier(station, f"http://{host}:{port}")
        first = carrier.by_line(cancelled=lambda: _reached(world, CONTENT_BYTES))
        assert 0 < first.attached_left < len(content)
        second = carrier.by_line()
    assert first.attached + second.attached == len(content)
    assert second.attached_left == 0
    assert _contents(world.office) == [True]


def _reached(world: World, wanted: int) -> bool:
    with world.office.database.read() as connection:
        rows = files.awaited(connection, 1)
        return any(files.come_so_far(connection, 1, row.sha256) >= wanted for row in rows)


def test_fault_44_scans_on_a_stick_come_in_files_behind_the_acts_and_each_may_be_lost(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "STICK_BYTES", 64 << 10)
    station = world.station()
    card = station.create(1)
    for seed in range(4):
        station.attach(card, picture(50_000, seed))
    folder, again = tmp_path / "first", tmp_path / "second"
    for one in (folder, again):
        one.mkdir()
    carrier = courier(station, "http://127.0.0.1:9")
    attempt = carrier.to_stick(folder, world.office.clock.now())
    assert attempt.attached == 4 * 50_000
    found = stick.bundles(folder, "up")
    assert len(found) > 2
    assert world.side.handle(found[0].read(), live=False).acts > 0
    for file in found[2:]:  # the second is lost
        answer = world.side.handle(file.read(), live=False)
    assert not all(_contents(world.office))
    stick.write(folder, station.ledger.node, "down", world.office.clock.now(), answer.blob)
    carrier.from_stick(folder)
    assert station.ledger.unsent().count == 0
    second = carrier.to_stick(again, world.office.clock.now())
    assert second.attached < attempt.attached
    for file in stick.bundles(again, "up"):
        world.side.handle(file.read(), live=False)
    assert _contents(world.office) == [True] * 4
