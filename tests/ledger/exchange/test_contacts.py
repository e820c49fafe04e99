"""What an office knows of its stations without having been told anything new."""

from __future__ import annotations

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
