"""What an office knows of its stations without having been told anything new."""

from __future__ import annotations

import pytest

from ledger.core.faults import EnvironmentFault
from ledger.store.batch import Batch
from tests.helpers.fakes import FakeWall
from tests.helpers.world import World


def test_the_office_knows_who_was_heard_and_what_waits_there(world: World, wall: FakeWall) -> None:
    station = world.station()
    station.create(1)
    parcel = station.side.outgoing()
    wall.advance(seconds=30)
    world.side.handle(parcel.blob)
    contact = world.side.contacts.newest()[station.ledger.node]
    assert contact.report["unsent"] == 2
    assert contact.report["version"] == "0.1.0"
    assert contact.offset_ms == -30_000
    world.side.handle(parcel.blob, live=False)
    world.side.contacts.save()
    assert world.side.contacts.newest()[station.ledger.node].offset_ms is None


def test_a_contact_is_not_lost_with_a_bundle_that_could_not_be_saved(
    world: World, wall: FakeWall, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = world.station()
    world.sync(station)
    wall.advance(hours=5)
    world.once(station)  # nothing new: kept in memory
    before = world.side.contacts.newest()[station.ledger.node]
    station.create(1)
    parcel = station.side.outgoing()

    def full(self: Batch) -> None:
        raise EnvironmentFault("store.disk-full")

    with monkeypatch.context() as disk:
        disk.setattr(Batch, "flush", full)
        with pytest.raises(EnvironmentFault):
            world.side.handle(parcel.blob)
    assert world.side.contacts.newest()[station.ledger.node] == before


def test_a_contact_that_is_written_down_is_not_written_again(world: World) -> None:
    station = world.station()
    world.sync(station)
    world.once(station)
    for _ in range(2):
        world.side.contacts.save()
    with world.office.database.write() as connection:
        assert world.side.contacts.write(connection) == {}
    assert station.ledger.node in world.side.contacts.newest()
