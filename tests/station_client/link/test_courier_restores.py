"""An office that was put back, as the station's exchanges meet it: by line and by stick."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.exchange import stick
from ledger.store.query import Query
from ledger.store.renewal import renew
from station_client.link.courier import Courier
from tests.faults.hands import back_up, restore
from tests.helpers.fakes import FakeWall
from tests.helpers.world import FakeStation, World
from tests.station_client.link.carrying import FakeLine, courier, diary


@pytest.fixture
def put_back(world: World, station: FakeStation) -> FakeStation:
    """A station whose office lost two of its acts; a third was never sent."""
    station.create(1)
    world.sync(station)
    backup = back_up(world)
    station.create(2)
    station.create(3)
    world.sync(station)
    station.create(4)
    restore(world, backup)
    return station


def _by_stick(world: World, carrier: Courier, folder: Path, wall: FakeWall) -> None:
    """A stick goes to the office and comes back."""
    wall.advance(seconds=60)
    carrier.to_stick(folder, world.office.clock.now())
    for file in stick.bundles(folder, "up", ""):
        answer = world.side.handle(file.read(), live=False)
        at = world.office.clock.now()
        stick.write(folder, answer.sender, "down", at, answer.blob)
        file.path.unlink()
    carrier.from_stick(folder)


def test_one_run_refills_the_office_and_goes_on_under_a_new_name(
    world: World, put_back: FakeStation
) -> None:
    before = put_back.ledger.node
    attempt = courier(put_back, FakeLine(world, "line")).by_line()
    assert attempt.recalled
    assert not attempt.renewed  # nothing is wrong with this PC, and nobody is told so
    assert attempt.digest_equal is True
    assert put_back.ledger.node != before
    assert put_back.ledger.unsent().count == 0
    assert world.office.find(Query("person")).total == 4
    assert diary(put_back)[0]["recalled"] is True


def test_until_the_office_has_it_again_it_counts_as_unsent(
    world: World, put_back: FakeStation
) -> None:
    world.once(put_back)
    assert put_back.ledger.unsent().count == 3
    world.once(put_back)
    assert put_back.ledger.unsent().count == 1


def test_what_the_office_has_is_counted_under_all_names(
    world: World, put_back: FakeStation
) -> None:
    world.once(put_back)
    assert put_back.ledger.received() == 2  # it has lost two, which count as unsent again
    world.sync(put_back)
    assert (put_back.ledger.received(), put_back.ledger.unsent().count) == (5, 0)
    restore(world, back_up(world))
    world.sync(put_back)
    assert (put_back.ledger.received(), put_back.ledger.unsent().count) == (5, 0)


def test_sticks_alone_do_the_same(
    world: World, put_back: FakeStation, tmp_path: Path, wall: FakeWall
) -> None:
    carrier, before = courier(put_back), put_back.ledger.node
    for _ in range(4):
        _by_stick(world, carrier, tmp_path, wall)
    assert put_back.ledger.node != before
    assert put_back.ledger.unsent().count == 0
    assert world.office.find(Query("person")).total == 4
    assert put_back.ledger.verify().ok


def test_answers_for_the_old_name_behind_the_one_that_retired_it_are_left_on_the_stick(
    world: World, put_back: FakeStation, tmp_path: Path, wall: FakeWall
) -> None:
    carrier = courier(put_back)
    _by_stick(world, carrier, tmp_path, wall)
    node = put_back.ledger.node
    for _ in range(2):
        wall.advance(seconds=60)
        answer = world.side.handle(put_back.side.outgoing().blob, live=False)
        stick.write(tmp_path, node, "down", world.office.clock.now(), answer.blob)
    attempt = carrier.from_stick(tmp_path)
    assert put_back.ledger.node != node
    assert attempt.bad == []


def test_the_window_reads_what_came_on_a_stick_for_the_name_that_another_program_took(
    world: World, put_back: FakeStation, tmp_path: Path
) -> None:
    other = world.beside(put_back)
    renew(other.ledger)
    folder = tmp_path / "stick"
    folder.mkdir()
    courier(other).to_stick(folder, world.office.clock.now())
    (file,) = stick.bundles(folder, "up")
    answer = world.side.handle(file.read(), live=False)
    stick.write(folder, answer.sender, "down", world.office.clock.now(), answer.blob)
    assert courier(put_back).from_stick(folder).ok
