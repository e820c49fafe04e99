"""After an exchange the two sides compare; what differs is mended once, and said."""

from __future__ import annotations

import sqlalchemy as sa

from ledger.core.record import Change
from ledger.store import tables
from ledger.store.ledger import Ledger
from tests.helpers.world import EVERYBODY, FakeStation, World

_act, _record, _touch = tables.act, tables.record, tables.touch


def _settled(world: World) -> FakeStation:
    station = world.station()
    for number in (1, 2, 3):
        station.create(number)
    assert world.sync(station).digest_equal is True
    return station


def _clear(ledger: Ledger, *statements: sa.sql.dml.UpdateBase) -> None:
    with ledger.database.write() as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_card_damaged_on_this_disk_is_put_right_with_the_next_exchange(world: World) -> None:
    station = _settled(world)
    card = station.create(4)
    world.sync(station)
    _clear(
        station.ledger,
        sa.delete(_record).where(_record.c.id == card.id),
        sa.update(tables.digest).values(records=7),
    )
    _, outcome = world.once(station)
    assert outcome.mended == 1
    assert outcome.digest_equal is True
    assert not outcome.more
    assert station.read(card.id).data == card.data
    (entry,) = station.ledger.local.diary.recent("repair", 5)
    assert entry.data["records"] == 1


def test_an_act_of_the_office_that_was_lost_here_is_read_again(world: World) -> None:
    station = _settled(world)
    card = station.create(4)
    world.sync(station)
    clerk = world.hire(world.office, "周敏", ["T1"], EVERYBODY, "T")
    change = Change("person", {"mobile": "19900000888"}, record=card.id)
    lost = world.office.commit(clerk, "card.edit", [change]).act
    world.sync(station)
    before = station.read(card.id).data
    assert before["mobile"] == "19900000888"
    _clear(
        station.ledger,
        sa.delete(_act).where(_act.c.node == lost.node, _act.c.seq == lost.seq),
        sa.delete(_touch).where(_touch.c.node == lost.node, _touch.c.seq == lost.seq),
        sa.delete(_record).where(_record.c.id == card.id),
        sa.update(tables.digest).values(records=7),
    )
    outcome = world.sync(station)
    assert outcome.digest_equal is True
    assert station.read(card.id).data == before
    assert station.ledger.verify().ok


def test_what_cannot_be_mended_here_is_said_and_tried_once_only(world: World) -> None:
    station = _settled(world)
    _clear(
        world.office,
        sa.update(tables.digest).where(tables.digest.c.kind == "person").values(records=9),
    )
    _, first = world.once(station)
    assert (first.digest_equal, first.more) == (False, True)
    second = world.sync(station)
    assert (second.digest_equal, second.more) == (False, False)
    assert len(station.ledger.local.diary.recent("repair", 5)) == 1
    assert station.ledger.verify().ok
