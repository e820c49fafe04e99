"""After a restore of the office every PC goes on under a new name, and no name is given twice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ledger.core.clock import Clock
from ledger.core.faults import Stranger
from ledger.exchange.firstload import FirstLoads
from ledger.exchange.office import OfficeSide
from ledger.store import nodes, tables
from ledger.store.formers import RECALL
from ledger.store.journal import Standing
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting
from ledger.store.query import Query
from ledger.store.renewal import RETIRING, renew
from tests.faults.hands import back_up, restore, settle_down
from tests.helpers.fakes import FakeWall
from tests.helpers.world import FakeStation, World, person


@pytest.fixture
def pair(world: World) -> tuple[FakeStation, FakeStation]:
    """Two PCs of one village, at work."""
    one, two = world.station("one"), world.station("two")
    one.create(1)
    for _ in range(2):
        world.sync(one, two)
    return one, two


def _people(*ledgers: Ledger) -> list[set[object]]:
    return [{row.data["id_no"] for row in each.find(Query("person")).rows} for each in ledgers]


def test_fault_21_24_office_and_pc_put_back_behind_the_same_acts_lose_none(
    world: World, pair: tuple[FakeStation, FakeStation]
) -> None:
    one, two = pair
    backup, put_back = back_up(world), world.copy_of(one, "by-hand")
    lost = one.create(2)
    world.sync(one, two)
    restore(world, backup)
    # The disk of the first PC is copied back by hand: it does not know, and goes on under its name.
    made = put_back.create(3)
    assert made.id.partition(".")[0] == lost.id.partition(".")[0]
    world.sync(put_back, two, put_back)
    settle_down(world, put_back, two)
    wanted = {card.data["id_no"] for card in (lost, made)}
    for people in _people(world.office, put_back.ledger, two.ledger):
        assert wanted < people
        assert len(people) == 3


def test_only_what_a_receipt_covered_goes_out_under_the_old_name(
    world: World, pair: tuple[FakeStation, FakeStation]
) -> None:
    one, _ = pair
    backup = back_up(world)
    one.create(2)
    world.sync(one)
    one.create(3)
    restore(world, backup)
    world.once(one)
    node, end = one.ledger.node, 3
    assert one.side.outgoing().acts == 1  # not the one that no receipt covers
    assert one.ledger.unsent().count == 2
    world.sync(one)
    assert one.ledger.node != node
    with world.office.database.read() as connection:
        assert nodes.mark_of(connection, world.office.place.office, node).seq == end
        assert nodes.mark_of(connection, world.office.place.office, one.ledger.node).seq == 1
    assert one.ledger.unsent().count == 0
    assert world.office.find(Query("person")).total == 3


def test_a_pc_that_has_told_and_never_read_goes_on_under_a_new_name_too(world: World) -> None:
    early, two = world.station("early"), world.station("two")
    world.sync(two)
    backup, put_back = back_up(world), world.copy_of(early, "by-hand")
    lost = early.create(1)
    world.side.handle(early.side.outgoing().blob)
    world.sync(two)
    restore(world, backup)
    made = put_back.create(2)
    settle_down(world, put_back, two)
    wanted = {card.data["id_no"] for card in (lost, made)}
    assert _people(world.office, put_back.ledger, two.ledger) == [wanted] * 3


def test_a_pc_in_the_middle_of_its_first_load_notices_that_the_office_was_put_back(
    world: World, pair: tuple[FakeStation, FakeStation], wall: FakeWall
) -> None:
    for number in range(10, 22):
        pair[0].create(number)
    world.sync(pair[0])
    backup, new = back_up(world), world.station("new")
    world.side = OfficeSide(world.office, FirstLoads(3, largest=500))
    made = new.create(40)
    assert world.once(new)[1].more
    assert new.ledger.unsent().count == 0
    # The clock of the machine that the backup is put on stands a day behind.
    world.office.clock = Clock(lambda: wall() - 86_400_000)
    restore(world, backup)
    world.side = OfficeSide(world.office, FirstLoads(3, largest=500))
    settle_down(world, new, *pair)
    found = world.office.record(made.id)
    assert found is not None
    assert found.data == made.data


def test_a_new_pc_of_an_office_that_was_put_back_begins_with_a_first_load_all_the_same(
    world: World, pair: tuple[FakeStation, FakeStation]
) -> None:
    restore(world, back_up(world))
    settle_down(world, *pair)
    world.side = OfficeSide(world.office, FirstLoads(3))
    new = world.station("new")
    world.once(new)  # it is told to take another name
    world.once(new)
    awaited = new.ledger.verify().awaited
    assert awaited > 0  # the records are there, their past is on its way
    assert world.sync(new).digest_equal is True
    assert new.ledger.find(Query("person")).total == 1
    assert new.ledger.verify().ok


def test_the_office_is_not_alarmed_when_names_change_for_its_own_sake(
    world: World, pair: tuple[FakeStation, FakeStation]
) -> None:
    one, two = pair
    restore(world, back_up(world))
    names = [(one.ledger.node, True)]
    answers = [world.once(one)[0] for _ in range(6)]
    assert [(each.former, each.retired) for each in answers if each.former] == names
    names = [(two.ledger.node, False)]
    renew(two.ledger)  # this one was itself put back
    answer = world.side.handle(two.side.outgoing().blob)
    assert [(answer.former, answer.retired)] == names


def test_a_copy_that_says_so_alarms_an_office_that_was_never_put_back(
    world: World, pair: tuple[FakeStation, FakeStation]
) -> None:
    one, _ = pair
    with one.ledger.database.write() as connection:
        write_setting(connection, one.ledger.place.office, RETIRING, [one.ledger.node, 0])
    renew(one.ledger)
    answer = world.side.handle(one.side.outgoing().blob)
    assert answer.former
    assert not answer.retired


def test_an_act_that_a_neighbour_handed_back_is_read_by_its_author_under_its_first_name(
    world: World, pair: tuple[FakeStation, FakeStation]
) -> None:
    one, two = pair
    backup = back_up(world)
    made = one.create(2)
    world.side.handle(one.side.outgoing().blob)  # the answer is lost
    world.sync(two)
    restore(world, backup)
    settle_down(world, two, one)
    assert one.read(made.id).data == made.data
    assert two.read(made.id).data == made.data


def test_where_nothing_is_to_be_handed_back_nothing_is_looked_for_any_more(
    world: World, pair: tuple[FakeStation, FakeStation]
) -> None:
    one, _ = pair
    restore(world, back_up(world))
    world.once(one)
    with one.ledger.database.read() as connection:
        assert read_setting(connection, one.ledger.place.office, RECALL) is None
    assert world.sync(one).digest_equal is True


def test_a_repaired_reader_does_not_give_up_its_name(
    world: World, pair: tuple[FakeStation, FakeStation]
) -> None:
    one, _ = pair
    node = one.ledger.node
    with world.office.database.write() as connection:
        connection.execute(sa.update(tables.digest).values(records=9))
    world.sync(one)
    assert one.ledger.local.diary.recent("repair", 5)
    assert one.ledger.node == node


def test_a_card_written_under_a_former_name_is_not_called_received_while_the_office_lacks_it(
    world: World, pair: tuple[FakeStation, FakeStation]
) -> None:
    one, two = pair
    backup = back_up(world)
    card = one.create(2)
    world.sync(one)
    restore(world, backup)
    settle_down(world, one, two)
    assert one.ledger.standing(one.read(card.id)) is Standing.RECEIVED
    restore(world, backup)
    with pytest.raises(Stranger):
        world.once(one)
    assert world.once(one)[1].recalled  # it hears of the restore, and then the line breaks
    assert world.office.record(card.id) is None
    assert one.ledger.standing(one.read(card.id)) is Standing.SAVED
    first = one.ledger.lookup("person", "id_no", str(person(1)["id_no"]))[0]
    assert one.ledger.standing(first) is Standing.RECEIVED
    settle_down(world, one, two)
    assert one.ledger.standing(one.read(card.id)) is Standing.RECEIVED
