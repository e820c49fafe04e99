"""The two sides compare what they hold: by one number while all is well, by kind when it is not."""

from __future__ import annotations

import sqlalchemy as sa

from ledger.exchange.envelope import open_bundle
from ledger.exchange.payload import Payload
from ledger.store import tables
from tests.helpers.world import FakeStation, World


def _settled(world: World) -> FakeStation:
    station = world.station()
    station.create(1)
    assert world.sync(station).digest_equal is True
    return station


def _answer(world: World, station: FakeStation) -> tuple[bytes, Payload]:
    blob = world.side.handle(station.side.outgoing().blob).blob
    public = world.office.keys.public
    return blob, open_bundle(blob, station.ledger.keys, lambda sender, payload: public)


def _spoil(file: FakeStation | World) -> None:
    ledger = file.ledger if isinstance(file, FakeStation) else file.office
    with ledger.database.write() as connection:
        kind = tables.digest.c.kind
        connection.execute(sa.update(tables.digest).where(kind == "person").values(records=9))


def test_while_both_hold_the_same_one_number_says_so(world: World) -> None:
    station = _settled(world)
    _, said = _answer(world, station)
    assert len(said.holds) == 16
    assert said.digests == ()


def test_a_difference_is_told_kind_by_kind(world: World) -> None:
    station = _settled(world)
    _spoil(world)
    _, said = _answer(world, station)
    assert said.holds == b""
    assert {item.kind: item.records for item in said.digests} == {"person": 9, "staff": 1}
    assert world.once(station)[1].digest_equal is False


def test_the_offices_word_that_both_are_the_same_is_not_taken_on_trust(world: World) -> None:
    station = _settled(world)
    blob, said = _answer(world, station)
    assert said.holds
    _spoil(station)
    outcome = station.side.incoming(blob)
    # The answer says "the same"; what stands here now says otherwise, and is put right.
    assert outcome.mended == 0
    assert station.ledger.local.diary.recent("repair", 5)


def test_a_station_of_an_older_program_is_told_kind_by_kind(world: World) -> None:
    from msgspec.structs import replace

    from ledger.exchange.envelope import seal

    station = _settled(world)
    office, own = world.office.keys, station.ledger.keys
    asked = open_bundle(station.side.outgoing().blob, office, lambda sender, payload: own.public)
    blob = world.side.handle(seal(replace(asked, holds=b""), own, office.public)).blob
    said = open_bundle(blob, own, lambda sender, payload: office.public)
    assert [item.kind for item in said.digests] == ["person", "staff"]
    assert station.side.incoming(blob).digest_equal is True
