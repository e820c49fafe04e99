"""The database on a user's disk always opens."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.core.faults import EnvironmentFault
from ledger.store import tables
from ledger.store.database import Database, open_sqlite
from ledger.store.migrations import HEAD, current, migrate
from ledger.store.opening import open_database
from tests.helpers.world import catalogue


def _shape(database: Database) -> dict[str, tuple[object, ...]]:
    with database.read() as connection:
        found = sa.inspect(connection)
        names = set(found.get_table_names()) - {"alembic_version"}
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)],
                found.get_pk_constraint(name)["constrained_columns"],
                sorted(str(index["name"]) for index in found.get_indexes(name)),
            )
            for name in names
        }


def _schema(database: Database) -> list[str]:
    with database.read() as connection:
        asked = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        return list(connection.exec_driver_sql(asked).scalars())


def test_the_steps_make_exactly_the_tables_the_program_uses(tmp_path: Path) -> None:
    stepped, made = open_sqlite(tmp_path / "a.db"), open_sqlite(tmp_path / "b.db")
    migrate(stepped)
    with made.write() as connection:
        tables.metadata.create_all(connection)
    assert _shape(stepped) == _shape(made)
    assert current(stepped) == HEAD


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    first = open_database(tmp_path / "a.db", None, catalogue())
    schema = _schema(first)
    first.close()
    assert _schema(open_database(tmp_path / "a.db", None, catalogue())) == schema
    assert any("ix_record_person_key0" in line for line in schema)


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db", None, catalogue())
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(EnvironmentFault) as caught:
        migrate(database)
    assert caught.value.code == "store.too-new"


def test_every_primary_key_begins_with_the_office() -> None:
    for table in tables.metadata.tables.values():
        assert next(iter(table.primary_key)).name == "office", table.name


def test_what_is_not_a_database_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    file.write_bytes(b"this is a shopping list, and a long one at that" * 100)
    with pytest.raises(EnvironmentFault) as caught:
        open_database(file, None, catalogue())
    assert caught.value.code == "store.wrong-key"
