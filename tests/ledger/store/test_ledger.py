"""What the ledger keeps, finds, and proves."""

from __future__ import annotations

import pytest

from ledger.core.act import Trust
from ledger.core.faults import EnvironmentFault, RuleFault
from ledger.core.record import Change, New
from ledger.store.journal import Standing
from ledger.store.query import Query
from ledger.store.slots import Changed
from tests.helpers.world import VILLAGE, World, person


def test_what_was_saved_is_there_and_can_be_found_at_once(world: World) -> None:
    station = world.station()
    card = station.create(1, name="赵国强", live_address="青石镇柳河村4组18号")
    number = str(card.data["id_no"])
    by_name = ["赵", "国强", "强", "zgq", "zhaoguo", "qiang", "赵 4组"]
    for typed in [*by_name, "4组18", number, number[-4:], number[6:14], "00000001"]:
        found = station.ledger.search(typed)
        assert [record.id for record in found.rows] == [card.id], typed


def test_a_changed_name_is_found_and_the_old_one_no_longer(world: World) -> None:
    station = world.station()
    card = station.create(1, name="赵国强")
    station.edit(card, name="赵国庆")
    assert station.ledger.search("国庆").total == 1
    assert station.ledger.search("国强").total == 0


def test_a_surname_is_found_by_how_it_is_read(world: World) -> None:
    station = world.station()
    station.create(1, name="单小军")
    assert station.ledger.search("shanxiaojun").total == 1
    assert station.ledger.search("sxj").total == 1


def test_an_act_that_breaks_a_rule_leaves_nothing_behind(world: World) -> None:
    station = world.station()
    before = station.ledger.acts()
    with pytest.raises(RuleFault):
        station.ledger.commit(
            station.operator,
            "card.create",
            [Change("person", person(1)), Change("person", {"area": VILLAGE, "no_such": 1})],
        )
    assert station.ledger.acts() == before
    assert station.ledger.find(Query("person")).total == 0
    assert station.ledger.verify().ok


def test_nothing_to_change_is_said_and_not_saved(world: World) -> None:
    station = world.station()
    with pytest.raises(RuleFault) as caught:
        station.ledger.commit(station.operator, "card.create", [Change("person", {})])
    assert caught.value.code == "act.empty"


def test_a_record_may_belong_to_one_made_in_the_same_act(world: World) -> None:
    station = world.station()
    row = {"area": VILLAGE, "owner": New(0), "unemp_date": "2026-10-31"}
    done = station.ledger.commit(
        station.operator, "card.create", [Change("person", person(1)), Change("tz05", row)]
    )
    owned = station.ledger.owned(done.records[0], "tz05")
    assert [record.id for record in owned] == [done.records[1]]


def test_two_who_had_the_same_form_open_both_keep_their_word(world: World) -> None:
    station = world.station()
    opened = station.create(1)
    station.edit(opened, mobile="19900000011")
    after = station.edit(opened, mobile="19900000022")
    assert after.conflicts == ("mobile",)
    values = {head.value for head in station.ledger.versions(after.id)["mobile"]}
    assert values == {"19900000011", "19900000022"}
    settled = station.edit(after, mobile="19900000022")
    assert settled.conflicts == ()


def test_two_who_changed_different_fields_of_one_form_do_not_meet(world: World) -> None:
    station = world.station()
    opened = station.create(1)
    station.edit(opened, mobile="19900000011")
    after = station.edit(opened, postcode="130000")
    assert after.conflicts == ()
    assert (after.data["mobile"], after.data["postcode"]) == ("19900000011", "130000")


def test_the_card_read_from_the_chip_stands_over_what_the_roster_said(world: World) -> None:
    station = world.station()
    opened = station.create(1)
    by_reader = Change("person", {"name": "赵国强"}, opened.id, Trust.READER, opened.seen)
    station.ledger.commit(station.operator, "card.edit", [by_reader])
    after = station.edit(opened, name="赵国庆")
    assert after.data["name"] == "赵国强"
    assert after.conflicts == ()


def test_history_tells_who_when_before_and_after(world: World) -> None:
    station = world.station()
    card = station.create(1, mobile="19900000001")
    station.edit(card, mobile="19900000002")
    newest, oldest = station.ledger.history(card.id)
    assert newest.who == oldest.who == "王秀英"
    assert newest.changes == (("mobile", "19900000001", "19900000002"),)
    assert not newest.received
    assert oldest.act.action == "card.create"


def test_what_waits_is_counted_from_the_journal(world: World) -> None:
    station = world.station()
    card = station.create(1)
    assert station.ledger.unsent().count == 2  # the operator's own record, and the card
    assert station.ledger.standing(card) is Standing.SAVED
    world.sync(station)
    assert station.ledger.unsent().count == 0
    assert station.ledger.standing(card) is Standing.RECEIVED


def test_watchers_hear_what_changed_after_it_is_durable(world: World) -> None:
    station = world.station()
    heard: list[Changed] = []
    stop = station.ledger.watch(heard.append)
    card = station.create(1)
    stop()
    station.create(2)
    assert [changed.kinds for changed in heard] == [frozenset({"person"})]
    assert heard[0].records == {card.id}
    assert heard[0].source == "local"


def test_a_number_given_back_by_a_failed_act_is_given_again(world: World) -> None:
    station = world.station()
    numbers: list[int] = []

    def fails(tx: object) -> list[Change]:
        numbers.append(tx.next_number("case"))  # type: ignore[attr-defined]
        return []

    for _ in range(2):
        with pytest.raises(RuleFault):
            station.ledger.commit(station.operator, "card.create", fails)
    assert numbers == [1, 1]


def test_lists_are_filtered_sorted_and_paged_by_the_database(world: World) -> None:
    station = world.station()
    for number in range(1, 8):
        station.create(number, group_no=f"{number % 2}组")
    query = Query(
        "person", where=(("group_no", "eq", "1组"),), order=(("mobile", True),), limit=2, offset=1
    )
    page = station.ledger.find(query)
    assert page.total == 4
    assert [record.data["mobile"] for record in page.rows] == ["19900000005", "19900000003"]
    assert station.ledger.count(Query("person")) == 7


@pytest.mark.parametrize("name", ["name') --", "a.b", "", "名字"])
def test_a_field_name_made_of_sql_is_never_put_into_sql(world: World, name: str) -> None:
    with pytest.raises(ValueError, match="not a field name"):
        world.office.find(Query("person", where=((name, "eq", 1),)))


def test_verify_finds_a_record_that_was_changed_behind_its_journal(world: World) -> None:
    station = world.station()
    card = station.create(1)
    with station.ledger.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE record SET data = replace(data, '19900000001', '19900000009') WHERE id = ?",
            (card.id,),
        )
    report = station.ledger.verify()
    assert not report.ok
    assert report.faults == [("verify.data-differs", {"kind": "person", "record": card.id})]


def test_verify_finds_a_journal_that_was_tampered_with(world: World) -> None:
    station = world.station()
    station.create(1)
    with station.ledger.database.write() as connection:
        connection.exec_driver_sql("UPDATE act SET hash = x'00' WHERE seq = 2")
    assert station.ledger.verify().faults[0][0] == "verify.chain-broken"


def test_without_its_key_the_file_says_nothing(world: World) -> None:
    from ledger.store.database import open_sqlite

    station = world.station()
    station.create(1, name="赵国强")
    station.ledger.close()
    file = world.folder / "liuhe.db"
    content = file.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert "赵国强".encode() not in content
    with pytest.raises(EnvironmentFault) as caught:
        open_sqlite(file, bytes(32))
    assert caught.value.code == "store.wrong-key"


def test_an_independent_reader_can_open_the_file_with_the_key(world: World) -> None:
    import apsw

    from tests.helpers.world import KEY

    station = world.station()
    station.create(1, name="赵国强")
    station.ledger.close()
    other = apsw.Connection(str(world.folder / "liuhe.db"))
    other.pragma("cipher", "sqlcipher")
    other.pragma("legacy", 4)
    other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    names = other.execute("SELECT json_extract(data, '$.name') FROM record").fetchall()
    assert ("赵国强",) in names
