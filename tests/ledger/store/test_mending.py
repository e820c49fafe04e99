"""Records that were damaged are put right from the journal, and nothing else is touched."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ledger.store import tables
from ledger.store.ledger import Ledger
from ledger.store.mending import mend
from ledger.store.query import Query
from ledger.store.slots import Changed
from tests.helpers.world import FakeStation, World

_record, _digest, _search, _touch = tables.record, tables.digest, tables.search, tables.touch


@pytest.fixture
def station(world: World) -> FakeStation:
    """A station with three cards that the office holds too."""
    made = world.station()
    for number in (1, 2, 3):
        made.create(number)
    world.sync(made)
    return made


def _damage(ledger: Ledger, statement: sa.sql.dml.UpdateBase) -> None:
    with ledger.database.write() as connection:
        connection.execute(statement)


def test_a_sound_ledger_is_left_alone_and_nothing_is_announced(station: FakeStation) -> None:
    heard: list[Changed] = []
    before = station.ledger.digest()
    with_watch = station.ledger.watch(heard.append)
    assert mend(station.ledger) == []
    with_watch()
    assert heard == []
    assert station.ledger.digest() == before


def test_a_changed_field_is_what_the_journal_says_again(station: FakeStation) -> None:
    card = station.ledger.find(Query("person", limit=1)).rows[0]
    other = station.ledger.find(Query("person", limit=3)).rows[2]
    row = sa.select(_record.c.data).where(_record.c.id == other.id).scalar_subquery()
    _damage(station.ledger, sa.update(_record).where(_record.c.id == card.id).values(data=row))
    assert not station.ledger.verify().ok
    heard: list[Changed] = []
    station.ledger.watch(heard.append)
    assert mend(station.ledger) == [card.id]
    assert [change.records for change in heard] == [frozenset({card.id})]
    assert station.read(card.id).data == card.data
    assert station.ledger.verify().ok


def test_a_record_that_is_gone_comes_back_and_is_found(station: FakeStation) -> None:
    card = station.create(7, name="赵国强")
    _damage(station.ledger, sa.delete(_record).where(_record.c.id == card.id))
    _damage(station.ledger, sa.delete(_touch).where(_touch.c.record == card.id))
    assert station.ledger.record(card.id) is None
    assert mend(station.ledger) == [card.id]
    again = station.read(card.id)
    assert (again.data, again.own_seq) == (card.data, card.own_seq)
    assert [row.id for row in station.ledger.search("赵国强").rows] == [card.id]
    assert station.ledger.verify().ok


def test_totals_that_do_not_add_up_are_counted_again(station: FakeStation) -> None:
    before = station.ledger.digest()
    _damage(station.ledger, sa.update(_digest).values(records=99))
    assert not station.ledger.verify().ok
    assert mend(station.ledger) == []
    assert station.ledger.digest() == before
    assert station.ledger.verify().ok
