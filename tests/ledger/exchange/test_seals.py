"""What an office had judged before it was put back is not judged a second time."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ledger.core.act import Trust, encode
from ledger.core.record import Change, Record
from ledger.exchange import seals
from ledger.store import tables
from ledger.store.query import Query
from ledger.store.renewal import renew
from tests.faults.hands import back_up, clerk, restore, same_everywhere, settle_down
from tests.helpers.fakes import FakeWall
from tests.helpers.world import OTHER_VILLAGE, FakeStation, World

HOUR_MS = 3_600_000


@pytest.fixture
def here(world: World, wall: FakeWall) -> FakeStation:
    """A village whose people move. Its clock is ahead: what it wrote before a move looks later."""
    world.wall = lambda: wall() + HOUR_MS
    station = world.station()
    world.wall = wall
    return station


@pytest.fixture
def there(world: World) -> FakeStation:
    """The village that they move to."""
    return world.station("beigou", OTHER_VILLAGE)


def _edited_then_moved(world: World, here: FakeStation, there: FakeStation) -> Record:
    """A card edited in one village, taken, and moved to another; the office then forgets both."""
    who = clerk(world)
    card = here.create(1)
    world.sync(here, there)
    backup = back_up(world)
    here.edit(here.read(card.id), mobile="19900000077")
    world.sync(here)
    move = Change("person", {"area": OTHER_VILLAGE}, card.id, Trust.OFFICE)
    world.office.commit(who, "card.edit", [move])
    world.sync(here, there)
    restore(world, backup)
    return card


def _kept(station: FakeStation, first: int, count: int) -> bytes:
    with station.ledger.database.read() as connection:
        return seals.own(connection, station.ledger, station.ledger.node, first, count)


def _spoil(station: FakeStation) -> None:
    with station.ledger.database.write() as connection:
        connection.execute(sa.update(tables.seal).values(seals=b"forged" * 9))


def test_an_edit_taken_before_a_restore_is_taken_again_behind_a_move(
    world: World, here: FakeStation, there: FakeStation
) -> None:
    card = _edited_then_moved(world, here, there)
    settle_down(world, here, there)
    assert world.office.find(Query("refusal")).total == 0
    assert there.read(card.id).data["mobile"] == "19900000077"
    assert same_everywhere(here.ledger, there.ledger, world.office, record=card.id)


def test_it_is_also_after_a_second_restore_and_under_a_former_name(
    world: World, here: FakeStation, there: FakeStation
) -> None:
    card = _edited_then_moved(world, here, there)
    backup = back_up(world)
    settle_down(world, here, there)
    restore(world, backup)
    settle_down(world, here, there)
    assert world.office.find(Query("refusal")).total == 0
    assert same_everywhere(here.ledger, there.ledger, world.office, record=card.id)


def test_without_a_true_seal_it_is_judged_anew_and_the_new_village_hears_of_it(
    world: World, here: FakeStation, there: FakeStation
) -> None:
    card = _edited_then_moved(world, here, there)
    _spoil(here)
    settle_down(world, here, there)
    refusal = here.ledger.find(Query("refusal")).rows[0]
    assert refusal.data["code"] == "act.area"
    assert there.read(card.id).data["mobile"] == card.data["mobile"]
    assert same_everywhere(here.ledger, there.ledger, world.office, record=card.id)


def test_what_was_refused_before_a_restore_stays_refused(
    world: World, here: FakeStation, there: FakeStation
) -> None:
    who = clerk(world)
    card = here.create(1)
    world.sync(here)
    backup = back_up(world)
    move = Change("person", {"area": OTHER_VILLAGE}, card.id, Trust.OFFICE)
    world.office.commit(who, "card.edit", [move])
    here.edit(here.read(card.id), mobile="19900000077")
    world.sync(here, there)
    refused = here.ledger.find(Query("refusal")).rows
    assert [row.data["code"] for row in refused] == ["act.area"]
    restore(world, backup)
    settle_down(world, here, there)
    again = world.office.find(Query("refusal")).rows
    assert [row.id for row in again] == [row.id for row in refused]
    found = world.office.record(card.id)
    assert found is not None
    assert found.data["mobile"] == card.data["mobile"]


def test_an_office_that_was_never_put_back_looks_at_no_seal(
    world: World, here: FakeStation
) -> None:
    data = encode(here.ledger.unsent_acts()[0])
    seal = seals.of_page(world.office, [data], [(here.ledger.node, False)])
    assert seals.was(world.office, data, seal) is None


def test_a_seal_comes_with_every_receipt_and_again_when_the_answer_was_lost(
    world: World, here: FakeStation
) -> None:
    here.create(1)
    lost = world.side.handle(here.side.outgoing().blob)
    assert _kept(here, 1, 2) == b""
    world.once(here)
    kept = _kept(here, 1, 2)
    assert len(kept) == 2 * seals.SEAL_BYTES
    here.side.incoming(lost.blob)
    here.create(2)
    world.sync(here)
    assert _kept(here, 1, 2) == kept
    assert _kept(here, 2, 2)[: seals.SEAL_BYTES] == kept[seals.SEAL_BYTES :]
    assert all(_kept(here, seq, 1) for seq in (1, 2, 3))
    assert _kept(here, 4, 3) == b""


def test_of_two_acts_left_out_for_each_others_sake_in_two_histories_one_stands(
    world: World,
) -> None:
    """The disk of a PC is copied; both copies say an act again, to two histories of an office."""
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    one.edit(one.read(card.id), mobile="19900000021")
    backup, copy = back_up(world), world.copy_of(one, "copy")
    world.sync(one, two)  # let in under its first name, and fed to the neighbour
    restore(world, backup)
    renew(copy.ledger)
    for _ in range(2):
        world.sync(copy, two, one)  # now under the second: the first is left out as repeated
    restore(world, backup)
    settle_down(world, two, one, copy)
    assert two.read(card.id).data["mobile"] == "19900000021"
    assert same_everywhere(one.ledger, two.ledger, copy.ledger, world.office, record=card.id)
