"""Fault cases 21 to 30: restores, copies, losses, and differences found and mended."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.core.act import Trust
from ledger.core.faults import ForgedInput, Stranger
from ledger.core.record import Change
from ledger.store import tables
from ledger.store.mending import mend
from ledger.store.query import Query
from ledger.store.renewal import renew
from tests.faults.hands import (
    back_up,
    clerk,
    office_edit,
    restore,
    same_everywhere,
    settle_down,
)
from tests.helpers.fakes import FakeWall
from tests.helpers.world import OTHER_VILLAGE, FakeStation, World


def _everybody(world: World, *stations: FakeStation) -> None:
    world.sync(*stations)
    world.sync(*stations)


def test_fault_21_a_restored_office_is_refilled_with_its_own_acts_too(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    who = clerk(world)
    card = one.create(1)
    _everybody(world, one, two)
    backup = back_up(world)
    office_edit(world, who, card.id, mobile="19900000021")
    late = one.create(2)
    _everybody(world, one, two)
    before = {name: world.office.versions(name) for name in (card.id, late.id)}
    restore(world, backup)
    assert world.office.record(late.id) is None
    office_edit(world, who, card.id, live_address="老街9号")  # before any station came back
    settle_down(world, one, two)
    found = world.office.versions(card.id)
    assert found["mobile"] == before[card.id]["mobile"]
    assert world.office.versions(late.id) == before[late.id]
    assert two.read(card.id).data["live_address"] == "老街9号"
    assert same_everywhere(one.ledger, two.ledger, world.office, record=card.id)


def test_fault_21_a_restored_office_never_uses_a_number_twice(world: World) -> None:
    station = world.station()
    who = clerk(world)
    card = station.create(1)
    world.sync(station)
    backup = back_up(world)
    office_edit(world, who, card.id, mobile="19900000021")
    world.sync(station)
    restore(world, backup)
    office_edit(world, who, card.id, mobile="19900000022")
    assert world.office.node != world.office.keys.node
    settle_down(world, station)
    acts = [entry.act.id for entry in station.ledger.history(card.id)]
    assert len(acts) == len(set(acts)) == 3
    assert station.read(card.id).conflicts == ("mobile",)  # both are somebody's word
    again = back_up(world)
    restore(world, again)
    settle_down(world, station)


def test_fault_21_what_a_restored_pc_said_again_outlives_two_restores_of_the_office(
    world: World,
) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    _everybody(world, one, two)
    one.edit(one.read(card.id), mobile="19900000021")
    put_back, backup = world.copy_of(one, "put-back"), back_up(world)
    _everybody(world, one, two)
    renew(put_back.ledger)
    restore(world, backup)
    # The edit comes under its new name first; under its old one a neighbour hands it back.
    _everybody(world, put_back, two)
    restore(world, backup)
    settle_down(world, put_back, two)
    assert two.read(card.id).data["mobile"] == "19900000021"
    assert same_everywhere(put_back.ledger, two.ledger, world.office, record=card.id)


def test_fault_21_a_station_enrolled_since_the_backup_is_known_again(world: World) -> None:
    backup = back_up(world)
    heard, silent = world.station("heard"), world.station("silent")
    card, other = heard.create(1), silent.create(2)
    world.sync(heard)
    restore(world, backup)
    with pytest.raises(Stranger):
        world.side.handle(heard.side.outgoing().blob)
    settle_down(world, heard, silent)
    assert world.office.record(card.id) is not None
    assert world.office.record(other.id) is not None


def test_fault_21_the_work_of_a_dead_station_comes_back_from_its_neighbour(world: World) -> None:
    dead, alive = world.station("dead"), world.station("alive")
    _everybody(world, dead, alive)
    backup = back_up(world)
    card = dead.create(1)
    dead.edit(dead.read(card.id), mobile="19900000021")
    _everybody(world, dead, alive)
    restore(world, backup)
    settle_down(world, alive)
    assert world.office.record(card.id) is not None
    assert same_everywhere(alive.ledger, world.office, record=card.id)
    settle_down(world, dead, alive)  # and should it live after all, nothing stands twice
    assert world.office.find(Query("person")).total == 1


def test_fault_21_nobody_can_slip_the_office_an_act_of_its_own(world: World) -> None:
    station = world.station()
    card = station.create(1)
    world.sync(station)
    backup = back_up(world)
    office_edit(world, clerk(world), card.id, mobile="19900000021")
    world.sync(station)
    table = tables.act
    with station.ledger.database.write() as connection:
        own = sa.and_(table.c.node == world.office.node, table.c.hash.is_not(None))
        data = connection.execute(sa.select(table.c.bytes).where(own)).scalars().all()[-1]
        forged = data.replace(b"19900000021", b"19900000066")
        assert forged != data
        connection.execute(sa.update(table).where(table.c.bytes == data).values(bytes=forged))
    restore(world, backup)
    world.sync(station)
    found = world.office.record(card.id)
    assert found is not None
    assert found.data["mobile"] == card.data["mobile"]


def test_fault_22_another_office_is_not_followed(world: World, tmp_path: Path) -> None:
    station = world.station()
    card = station.create(1)
    world.sync(station)
    (tmp_path / "other").mkdir()
    stranger = World(tmp_path / "other", world.wall)
    with pytest.raises(ForgedInput) as caught:
        stranger.side.handle(station.side.outgoing().blob)
    assert caught.value.code == "bundle.not-for-us"
    foreign = stranger.station()
    answer = stranger.side.handle(foreign.side.outgoing().blob)
    with pytest.raises(ForgedInput):
        station.side.incoming(answer.blob)
    assert station.read(card.id) == card
    assert station.ledger.unsent().count == 0
    stranger.close()


def test_fault_22_an_emptied_office_deletes_nothing_and_is_filled_again(world: World) -> None:
    empty = back_up(world)
    one, two = world.station("one"), world.station("two")
    cards = [one.create(1), two.create(2)]
    _everybody(world, one, two)
    restore(world, empty)
    for station in (one, two):
        with pytest.raises(Stranger):
            world.side.handle(station.side.outgoing().blob)
    settle_down(world, one, two)
    for card in cards:
        assert one.read(card.id).data == card.data
        assert world.office.record(card.id) is not None


def test_fault_23_a_place_nobody_knows_is_answered_from_the_beginning(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    for number in range(3):
        one.create(number)
    _everybody(world, one, two)
    for place in (["gone", 7, b""], [world.office.epoch(), 10**9, b""], ["", 0, b""]):
        two.ledger.local.settings.set("feed.cursor", place)
        settle_down(world, two)
        assert two.ledger.find(Query("person")).total == 3


def test_fault_24_restored_twice_before_it_was_ever_heard(world: World) -> None:
    station = world.station("one")
    card = station.create(1)
    first = world.copy_of(station, "first")
    renew(first.ledger)
    second = world.copy_of(first, "second")
    renew(second.ledger)
    after = second.edit(second.read(card.id), mobile="19900000024")
    settle_down(world, second)
    found = world.office.record(card.id)
    assert found is not None
    assert found.data == after.data
    assert found.conflicts == ()
    settle_down(world, first, second)


def test_fault_24_a_stick_from_before_the_restore_arrives_after_it(world: World) -> None:
    station = world.station("one")
    card = station.create(1)
    world.sync(station)
    station.edit(station.read(card.id), mobile="19900000024")
    on_the_stick = station.side.outgoing().blob
    restored = world.copy_of(station, "restored")
    station.ledger.close()
    renew(restored.ledger)
    restored.edit(restored.read(card.id), mobile="19900000025")
    settle_down(world, restored)
    answer = world.side.handle(on_the_stick, live=False)
    assert (answer.acts, answer.refused) == (1, 1)
    settle_down(world, restored)
    found = world.office.record(card.id)
    assert found is not None
    assert (found.data["mobile"], found.conflicts) == ("19900000025", ())


def test_fault_25_both_copies_say_the_same_thing_and_it_stands_once(world: World) -> None:
    station = world.station("one")
    card = station.create(1)
    world.sync(station)
    station.edit(station.read(card.id), mobile="19900000024")
    twin = world.copy_of(station, "twin")
    world.sync(station)
    twin.create(2)
    answer = world.side.handle(twin.side.outgoing().blob)
    if answer.forked:
        with pytest.raises(ForgedInput):
            twin.side.incoming(answer.blob)
        renew(twin.ledger)
    settle_down(world, twin)
    station.create(3)
    answer = world.side.handle(station.side.outgoing().blob)
    with pytest.raises(ForgedInput):
        station.side.incoming(answer.blob)
    renew(station.ledger)
    settle_down(world, station, twin)
    assert world.office.find(Query("person")).total == 3
    assert len([e for e in world.office.history(card.id) if e.refused is None]) == 2


@pytest.mark.parametrize("first", [0, 1], ids=["renewed twice first", "renewed once first"])
def test_fault_25_a_copy_renewed_twice_is_known_again_by_its_name_between(
    world: World, first: int
) -> None:
    station = world.station("one")
    station.create(1)
    world.sync(station)
    other = world.copy_of(station, "other")
    other.create(2)
    world.sync(other)  # the office knows his act under the name that both of these use, too
    station.edit(station.create(3), mobile="19900000025")
    copies = [station, world.copy_of(station, "copy")]
    for copy in copies:
        answer = world.side.handle(copy.side.outgoing().blob)
        with pytest.raises(ForgedInput):
            copy.side.incoming(answer.blob)
        renew(copy.ledger)
    renew(station.ledger)
    settle_down(world, copies[first], copies[1 - first])
    settle_down(world, *copies, other)
    assert world.office.find(Query("person")).total == 3
    for copy in copies:
        assert copy.ledger.digest() == other.ledger.digest()


def test_fault_26_a_peer_that_lost_all_its_data_but_not_its_memory_of_us(world: World) -> None:
    station = world.station()
    for number in range(4):
        station.create(number)
    world.sync(station)
    with world.office.database.write() as connection:
        for table in (tables.act, tables.touch, tables.record, tables.search, tables.digest):
            connection.execute(sa.delete(table))
        connection.execute(sa.delete(tables.mark))
        connection.execute(sa.delete(tables.feed))
    world.office.new_epoch()
    rounds = 0
    while world.once(station)[1].more:
        rounds += 1
        assert rounds < 6
    settle_down(world, station)
    assert world.office.find(Query("person")).total == 4


def test_fault_27_every_backup_can_be_restored_and_backed_up_again(world: World) -> None:
    station = world.station("one")
    backups = []
    for number in range(4):
        station.create(number)
        backups.append((number + 1, world.copy_of(station, f"backup{number}")))
        if number % 2:
            world.sync(station)
    station.ledger.close()
    for count, backup in backups:
        assert backup.ledger.verify().ok
        assert backup.ledger.find(Query("person")).total == count
    for _, backup in backups:
        renew(backup.ledger)
        again = world.copy_of(backup, f"again-{backup.ledger.node}")
        assert again.ledger.verify().ok
        again.ledger.close()
        settle_down(world, backup)
    settle_down(world, *(backup for _, backup in backups))
    assert world.office.find(Query("person")).total == 4


def test_fault_28_a_year_away_and_nothing_rises_from_the_dead(world: World, wall: FakeWall) -> None:
    away, here = world.station("away"), world.station("here")
    gone, moved = here.create(1), here.create(2)
    _everybody(world, here, away)
    who = clerk(world)
    here.edit(here.read(gone.id), void="重复建卡")
    move = Change("person", {"area": OTHER_VILLAGE}, moved.id, Trust.OFFICE)
    world.office.commit(who, "card.edit", [move])
    world.sync(here)
    wall.advance(days=400)
    away.edit(away.read(gone.id), mobile="19900000028")
    away.edit(away.read(moved.id), mobile="19900000029")
    settle_down(world, away, here)
    assert here.read(gone.id).data["void"] == "重复建卡"
    assert away.read(gone.id).data["void"] == "重复建卡"
    assert away.read(moved.id).area == OTHER_VILLAGE
    assert away.ledger.find(Query("refusal")).rows[0].data["code"] == "act.area"


def test_fault_29_a_name_given_up_leaves_no_false_conflict(world: World) -> None:
    station = world.station("one")
    card = station.create(1)
    world.sync(station)
    station.edit(station.read(card.id), mobile="19900000024")
    backup = world.copy_of(station, "backup")
    world.sync(station)  # it had arrived, and the backup does not know
    station.ledger.close()
    renew(backup.ledger)
    backup.edit(backup.read(card.id), mobile="19900000025")
    settle_down(world, backup)
    found = world.office.record(card.id)
    assert found is not None
    assert (found.data["mobile"], found.conflicts) == ("19900000025", ())


def test_fault_30_a_record_changed_behind_the_journal_is_mended_and_reported(
    world: World,
) -> None:
    station = world.station()
    cards = [station.create(number) for number in range(3)]
    settle_down(world, station)
    table = tables.record
    with station.ledger.database.write() as connection:
        wrong = sa.update(table).where(table.c.id == cards[0].id)
        connection.execute(wrong.values(data='{"name":"别人"}', digest=bytes(16)))
        connection.execute(sa.delete(table).where(table.c.id == cards[1].id))
        connection.execute(
            sa.update(tables.digest).where(tables.digest.c.kind == "person").values(sum=bytes(16))
        )
    assert not station.ledger.verify().ok
    fresh = type(station.side)(station.ledger, "0.1.0")
    outcome = fresh.incoming(world.side.handle(fresh.outgoing().blob).blob)
    assert (outcome.digest_equal, outcome.mended) == (True, 2)
    assert station.ledger.verify().ok
    assert [station.read(card.id).data for card in cards] == [card.data for card in cards]
    assert station.ledger.search(cards[1].data["mobile"]).total == 1
    report = station.ledger.local.diary.recent("repair")[0].data
    assert report["records"] == 2


def test_fault_30_acts_lost_from_the_journal_come_back_from_the_office(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card, mine = one.create(1), two.create(2)
    settle_down(world, one, two)
    with two.ledger.database.write() as connection:
        for table in (tables.act, tables.touch):
            connection.execute(sa.delete(table).where(table.c.node == one.ledger.node))
    assert not two.ledger.verify().ok
    assert mend(two.ledger) == [one.operator.id, card.id]
    assert two.ledger.record(card.id) is None
    world.sync(two)
    assert two.read(card.id).data == card.data
    assert two.read(mine.id) == mine
    settle_down(world, one, two)


def test_fault_30_the_other_sides_number_is_never_taken_over(world: World) -> None:
    station = world.station()
    station.create(1)
    settle_down(world, station)
    with world.office.database.write() as connection:
        connection.execute(sa.update(tables.digest).values(sum=bytes(16), records=9))
    before = station.ledger.digest()
    for _ in range(3):
        outcome = world.once(station)[1]
    assert outcome.digest_equal is False
    assert station.ledger.digest() == before
    assert station.ledger.verify().ok
    assert not world.office.verify().ok
