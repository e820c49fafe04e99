"""Station and office in step, by whatever carrier."""

from __future__ import annotations

import pytest

from ledger.core.act import Trust
from ledger.core.faults import ForgedInput, Stranger
from ledger.core.record import Change
from ledger.store.compose import Tx
from ledger.store.query import Query
from ledger.store.renewal import renew
from tests.helpers.world import OTHER_VILLAGE, VILLAGE, FakeStation, World, person


def test_what_the_station_saved_reaches_the_office_and_both_hold_the_same(world: World) -> None:
    station = world.station()
    card = station.create(1, name="赵国强")
    outcome = world.sync(station)
    assert outcome.digest_equal is True
    found = world.office.record(card.id)
    assert found is not None
    assert found.data == card.data
    assert station.ledger.digest() == {
        area: kinds for area, kinds in world.office.digest().items() if area != "990101001000"
    }


def test_what_the_office_changed_comes_back(world: World) -> None:
    station = world.station()
    card = station.create(1)
    world.sync(station)
    edit = Change("person", {"mobile": "19900000009"}, card.id, Trust.OFFICE)
    world.clerk = world.hire(world.office, "张敏", ["T1"], "990101001000", "T")
    world.office.commit(world.clerk, "card.edit", [edit])
    outcome = world.sync(station)
    assert outcome.received == 1
    assert station.read(card.id).data["mobile"] == "19900000009"


def test_an_exchange_with_nothing_to_say_is_one_round_trip_and_writes_nothing(
    world: World,
) -> None:
    station = world.station()
    station.create(1)
    world.sync(station)
    files = [world.folder / name for name in ("liuhe.db-wal", "office.db-wal")]
    before = [file.read_bytes() for file in files]
    answer, outcome = world.once(station)
    assert not outcome.more
    assert outcome.digest_equal is True
    assert len(answer.blob) < 900
    assert [file.read_bytes() for file in files] == before


def test_the_same_bundle_twice_changes_nothing_the_second_time(world: World) -> None:
    station = world.station()
    station.create(1)
    parcel = station.side.outgoing()
    first = world.side.handle(parcel.blob)
    acts = world.office.acts()
    second = world.side.handle(parcel.blob)
    assert (first.acts, second.acts) == (2, 0)
    assert world.office.acts() == acts
    station.side.incoming(first.blob)
    station.side.incoming(second.blob)
    assert station.ledger.unsent().count == 0


def test_a_lost_answer_means_sending_again_not_losing_or_doubling(world: World) -> None:
    station = world.station()
    card = station.create(1)
    world.side.handle(station.side.outgoing().blob)
    assert station.ledger.unsent().count == 2
    assert world.sync(station).digest_equal is True
    assert world.office.find(Query("person")).total == 1
    assert world.office.record(card.id) is not None


def test_answers_may_come_late_and_in_any_order(world: World) -> None:
    station = world.station()
    station.create(1)
    early = world.side.handle(station.side.outgoing().blob)
    station.create(2)
    late = world.side.handle(station.side.outgoing().blob)
    station.side.incoming(late.blob)
    assert station.ledger.unsent().count == 0
    station.side.incoming(early.blob)
    assert station.ledger.unsent().count == 0
    assert world.sync(station).digest_equal is True


def test_an_act_that_breaks_a_rule_is_returned_and_the_acts_behind_it_go_through(
    world: World,
) -> None:
    station = world.station()
    good = station.create(1)
    stray = {**good.data, "area": OTHER_VILLAGE, "id_no": "990101196503070018"}
    _write_past_the_rules(station, Change("person", stray))
    after = station.create(2)
    outcome = world.sync(station)
    assert outcome.refused == 1
    assert outcome.digest_equal is True
    assert world.office.record(after.id) is not None
    assert world.office.find(Query("person")).total == 2
    assert station.ledger.find(Query("person")).total == 2
    refusal = station.ledger.find(Query("refusal")).rows[0]
    assert refusal.data["code"] == "act.area"


def _write_past_the_rules(station: object, change: Change) -> None:
    """Write as a station would whose rules were tampered with."""

    class AnythingGoes:
        def check(self, act: object, view: object, author: object) -> None:
            return None

    ledger = station.ledger  # type: ignore[attr-defined]
    rules, ledger.rules = ledger.rules, AnythingGoes()
    ledger.commit(station.operator, "card.create", [change])  # type: ignore[attr-defined]
    ledger.rules = rules


def test_villages_hear_of_their_own_people_only(world: World) -> None:
    here, there = world.station(), world.station("beigou", OTHER_VILLAGE)
    here.create(1)
    there.create(2)
    world.sync(here, there, here)
    assert here.ledger.find(Query("person")).total == 1
    assert there.ledger.find(Query("person")).total == 1
    assert world.office.find(Query("person")).total == 2


def test_who_moves_takes_his_whole_card_along(world: World) -> None:
    here, there = world.station(), world.station("beigou", OTHER_VILLAGE)
    card = here.create(1)
    here.edit(card, mobile="19900000077")
    world.sync(here, there)
    clerk = world.hire(world.office, "张敏", ["T1"], "990101001000", "T")
    move = Change("person", {"area": OTHER_VILLAGE}, card.id, Trust.OFFICE)
    world.office.commit(clerk, "card.edit", [move])
    assert world.sync(here).digest_equal is True
    assert world.sync(there).digest_equal is True
    moved = there.read(card.id)
    assert moved.data["mobile"] == "19900000077"
    assert len(there.ledger.history(card.id)) == 3
    assert here.read(card.id).area == OTHER_VILLAGE


def test_two_stations_that_edit_one_person_keep_both_words(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    one.edit(one.read(card.id), mobile="19900000011")
    two.edit(two.read(card.id), mobile="19900000022")
    world.sync(one, two, one)
    for ledger in (one.ledger, two.ledger, world.office):
        record = ledger.record(card.id)
        assert record is not None
        assert record.conflicts == ("mobile",)
    one.edit(one.read(card.id), mobile="19900000022")
    world.sync(one, two)
    assert two.read(card.id).conflicts == ()


def test_a_new_station_gets_everything_its_village_has(world: World) -> None:
    old = world.station("old")
    for number in range(1, 30):
        old.create(number)
    world.sync(old)
    new = world.station("new")
    outcome = world.sync(new)
    assert outcome.digest_equal is True
    assert new.ledger.find(Query("person")).total == 29
    assert new.ledger.search("00000007").total == 1


def test_an_enrolment_file_works_once(world: World) -> None:
    first = world.station("first")
    world.sync(first)
    second = world.station("second")
    secret = first.ledger.local.settings.get("enrol.secret")
    second.ledger.local.settings.set("enrol.secret", secret)
    with pytest.raises(Stranger) as caught:
        world.side.handle(second.side.outgoing().blob)
    assert caught.value.code == "enrol.used"


def test_a_stranger_is_shown_the_door(world: World) -> None:
    stranger = world.station("stranger")
    stranger.ledger.local.settings.set("enrol.secret", b"guessed")
    with pytest.raises(Stranger) as caught:
        world.side.handle(stranger.side.outgoing().blob)
    assert caught.value.code == "enrol.unknown-secret"
    assert world.office.find(Query("person")).total == 0


def test_an_office_that_was_never_restored_believes_no_file_it_does_not_know(
    world: World,
) -> None:
    station = world.station()
    with world.office.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM invitation")
    with pytest.raises(Stranger) as caught:
        world.side.handle(station.side.outgoing().blob)
    assert caught.value.code == "enrol.unknown-secret"


def test_an_office_restored_from_before_an_enrolment_lets_in_whom_it_had_invited(
    world: World,
) -> None:
    station = world.station()
    with world.office.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM invitation")
    world.office.new_epoch()
    assert world.sync(station).digest_equal is True


def test_one_altered_byte_anywhere_and_nothing_is_taken(world: World) -> None:
    station = world.station()
    station.create(1)
    blob = station.side.outgoing().blob
    for place in range(0, len(blob), 7):
        bad = blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]
        with pytest.raises(ForgedInput):
            world.side.handle(bad)
    for cut in (0, 1, len(blob) // 2, len(blob) - 1):
        with pytest.raises(ForgedInput):
            world.side.handle(blob[:cut])
    assert world.office.find(Query("person")).total == 0


def test_an_answer_for_another_station_is_not_taken(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    answer = world.side.handle(one.side.outgoing().blob)
    with pytest.raises(ForgedInput) as caught:
        two.side.incoming(answer.blob)
    assert caught.value.code == "bundle.not-for-us"


def test_fault_25_a_copied_disk_is_noticed_and_both_copies_keep_their_work(world: World) -> None:
    station = world.station("one")
    station.create(1)
    world.sync(station)
    copies = [world.copy_of(station, "one"), world.copy_of(station, "two")]
    made = [copy.create(number) for number, copy in enumerate(copies, 2)]
    both = {str(card.data["id_no"]) for card in made}
    world.sync(copies[0])
    answer = world.side.handle(copies[1].side.outgoing().blob)
    assert (answer.forked, answer.acts) == (True, 0)
    with pytest.raises(ForgedInput) as caught:
        copies[1].side.incoming(answer.blob)
    assert caught.value.code == "node.forked"
    assert renew(copies[1].ledger) == 1
    assert copies[1].ledger.node != copies[0].ledger.node
    world.sync(copies[1], copies[0], copies[1])
    for ledger in (world.office, copies[0].ledger, copies[1].ledger):
        people = ledger.find(Query("person")).rows
        assert len(people) == 3
        assert both < {row.data["id_no"] for row in people}
        assert ledger.verify().ok
    assert copies[0].ledger.digest() == copies[1].ledger.digest()
    (second,) = copies[1].ledger.search(str(made[1].data["id_no"])).rows
    assert copies[1].ledger.history(second.id)[0].who == "王秀英"


def test_fault_24_a_station_restored_from_a_backup_gets_back_what_it_had_sent(
    world: World,
) -> None:
    station = world.station("one")
    old = station.create(1)
    world.sync(station)
    waiting = station.create(2)  # in the backup, not yet sent
    backup = world.copy_of(station, "backup")
    lost = station.create(3)  # after the backup, sent before the disk died
    station.edit(station.read(old.id), mobile="19900000033")
    world.sync(station)
    station.ledger.close()
    assert renew(backup.ledger) == 1
    assert world.sync(backup).digest_equal is True
    for card in (old, waiting, lost):
        found = world.office.record(card.id)
        assert found is not None
        assert backup.read(card.id).data == found.data
    assert backup.read(old.id).data["mobile"] == "19900000033"
    assert world.office.find(Query("person")).total == 3
    assert backup.ledger.verify().ok
    assert world.office.verify().ok
    repeated = backup.ledger.find(Query("refusal")).rows
    assert [row.data["code"] for row in repeated] == ["act.repeated"]


def test_fault_24_a_restored_station_goes_on_writing_and_sends_what_never_arrived(
    world: World,
) -> None:
    station = world.station("one")
    old = station.create(1)
    world.sync(station)
    waiting = station.edit(old, mobile="19900000044")
    backup = world.copy_of(station, "backup")
    station.ledger.close()
    renew(backup.ledger)
    after = backup.edit(backup.read(waiting.id), mobile="19900000055")
    assert after.conflicts == ()
    assert backup.ledger.unsent().count == 2
    assert world.sync(backup).digest_equal is True
    assert backup.ledger.unsent().count == 0
    found = world.office.record(old.id)
    assert found is not None
    assert (found.data["mobile"], found.conflicts) == ("19900000055", ())


def test_fault_24_a_restored_station_tells_by_itself_when_nobody_told_it(world: World) -> None:
    station = world.station("one")
    station.create(1)
    world.sync(station)
    backup = world.copy_of(station, "backup")
    station.create(2)
    world.sync(station)
    answer = world.side.handle(backup.side.outgoing().blob)
    with pytest.raises(ForgedInput) as caught:
        backup.side.incoming(answer.blob)
    assert caught.value.code == "node.restored"


def test_numbers_given_out_since_a_backup_are_not_given_out_again(world: World) -> None:
    station = world.station("one")

    def number(who: FakeStation, series: str) -> int:
        given: list[int] = []

        def changes(tx: Tx) -> list[Change]:
            given.append(tx.next_number(series))
            return [Change("person", {**person(len(used) + 1), "area": VILLAGE})]

        who.ledger.commit(who.operator, "card.create", changes)
        used.append(given[0])
        return given[0]

    used: list[int] = []
    number(station, "old")
    backup = world.copy_of(station, "backup")
    since = {number(station, "old"), number(station, "today")}
    renew(backup.ledger)
    assert number(backup, "old") not in since
    assert number(backup, "today") not in since


def test_an_office_restored_from_an_old_backup_is_refilled_by_its_station(world: World) -> None:
    import shutil

    from ledger.exchange.office import OfficeSide
    from ledger.rules.admission import Rulebook
    from ledger.store.opening import open_database, open_ledger
    from tests.helpers.world import catalogue

    station = world.station()
    station.create(1)
    world.sync(station)
    world.office.close()
    shutil.copy(world.folder / "office.db", world.folder / "backup.db")
    reopened = open_database(world.folder / "office.db", None, catalogue())
    rules = Rulebook(catalogue(), world.office.node)
    world.office = open_ledger(reopened, catalogue(), rules, world.office.clock, feeds=True)
    world.side = OfficeSide(world.office)
    station.create(2)
    assert world.sync(station).digest_equal is True
    world.office.close()
    shutil.copy(world.folder / "backup.db", world.folder / "office.db")
    for journal in world.folder.glob("office.db-*"):
        journal.unlink()
    restored = open_database(world.folder / "office.db", None, catalogue())
    world.office = open_ledger(restored, catalogue(), rules, world.office.clock, feeds=True)
    world.office.new_epoch()
    world.side = OfficeSide(world.office)
    assert world.office.find(Query("person")).total == 1
    assert world.sync(station).digest_equal is True
    assert world.office.find(Query("person")).total == 2
