"""Lists and search follow what the catalogue declares, also after it declares something else."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from ledger.store.indexing import ensure_indexes
from ledger.store.query import Query
from ledger.store.schema import Schema
from tests.helpers.world import World, catalogue


def _plan(world: World, sql: str) -> str:
    with world.office.database.read() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
    return " ".join(str(row[-1]) for row in rows)


def test_a_field_indexed_from_now_on_sorts_and_finds_what_was_there_before(world: World) -> None:
    station = world.station()
    for number in range(1, 4):
        station.create(number, group_no=f"{4 - number}组", head_name="赵国强")
    schema = station.ledger.place.schema
    changed = replace(schema, keys={**schema.keys, "person": ("group_no", "id_no")})
    ensure_indexes(station.ledger.database, changed)
    station.ledger.place = replace(station.ledger.place, schema=changed, prepared={})
    found = station.ledger.find(Query("person", order=(("group_no", False),)))
    assert [record.data["group_no"] for record in found.rows] == ["1组", "2组", "3组"]
    assert station.ledger.count(Query("person", where=(("group_no", "eq", "2组"),))) == 1


def test_a_field_searched_from_now_on_finds_what_was_there_before(world: World) -> None:
    station = world.station()
    station.create(1, head_name="欧阳修文")
    assert station.ledger.search("欧阳修文").total == 0
    schema = station.ledger.place.schema
    searched = {**schema.search["person"], "head_name": "name"}
    ensure_indexes(
        station.ledger.database, replace(schema, search={**schema.search, "person": searched})
    )
    assert station.ledger.search("欧阳修文").total == 1
    assert station.ledger.search("19900000001").total == 1


def test_a_start_at_which_nothing_changed_writes_nothing(world: World) -> None:
    database = world.office.database
    with database.read() as connection:
        before = connection.exec_driver_sql("PRAGMA data_version").scalar()
        ensure_indexes(database, Schema.of(catalogue()))
        assert connection.exec_driver_sql("PRAGMA data_version").scalar() == before


def test_a_declared_field_is_looked_up_and_sorted_by_its_index(world: World) -> None:
    column = world.office.place.schema.column("person", "id_no")
    found = "SELECT id FROM record WHERE office = 1 AND kind = 'person' AND"
    assert f"ix_record_person_{column}" in _plan(world, f"{found} {column} = '990101'")
    ordered = f"{found} {column} > '' ORDER BY {column} DESC, number DESC LIMIT 5"
    assert "TEMP B-TREE" not in _plan(world, ordered)


def test_who_belongs_to_whom_and_what_is_in_conflict_is_looked_up_by_an_index(
    world: World,
) -> None:
    office, asked = world.office, list[str]()

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    sa.event.listen(office.database.engine, "before_cursor_execute", note)
    office.owned("x.1.0", "paper")
    office.conflicts("person")
    sa.event.remove(office.database.engine, "before_cursor_execute", note)
    by_owner, by_conflict = (_plan(world, text.replace("?", "1")) for text in asked)
    assert "ix_record_owner" in by_owner
    assert "ix_record_conflicts" in by_conflict


def test_an_edit_moves_a_record_in_the_lists(world: World) -> None:
    station = world.station()
    card = station.create(1, emp_status="11")
    station.edit(card, emp_status="16")
    assert station.ledger.count(Query("person", where=(("emp_status", "eq", "11"),))) == 0
    assert station.ledger.lookup("person", "emp_status", "16")[0].id == card.id
    assert station.ledger.lookup("person", "emp_status", "16")[0].data["name"] == card.data["name"]
