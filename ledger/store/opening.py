"""Opening a ledger: database, migrations, indexes, keys. The only place that puts them together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.catalogue.model import Catalogue
from ledger.core.clock import Clock
from ledger.core.faults import EnvironmentFault
from ledger.core.keys import NodeKeys
from ledger.core.record import Author
from ledger.store import measured, tables
from ledger.store.database import Database, open_sqlite
from ledger.store.indexing import ensure_indexes
from ledger.store.ledger import IDENTITY, Ledger, Rules
from ledger.store.local import read_setting, write_setting
from ledger.store.migrations import migrate
from ledger.store.schema import Schema


@dataclass(frozen=True)
class Identity:
    """Who this installation is: its keys, level ("V", "T", "X"), area, station code, and name."""

    keys: NodeKeys
    level: str
    area: str
    station: str
    name: str
    terminal: str = "01"

    @property
    def author(self) -> Author:
        """The installation as an author of acts."""
        return Author(self.keys.node, self.level, self.area, self.station)


def open_database(path: Path | None, key: bytes | None, catalogue: Catalogue) -> Database:
    """Open a database file, bring it to the present version, and make declared indexes."""
    database = open_sqlite(path, key)
    migrate(database)
    ensure_indexes(database, Schema.of(catalogue))
    return database


def create_ledger(
    database: Database,
    identity: Identity,
    catalogue: Catalogue,
    rules: Rules,
    clock: Clock,
    *,
    feeds: bool = False,
    births: int | None = None,
) -> Ledger:
    """Make a new installation's ledger in an empty database.

    EnvironmentFault ``store.not-empty`` when the database already belongs to an installation.
    """
    with database.write() as connection:
        if read_setting(connection, 1, IDENTITY) is not None:
            raise EnvironmentFault("store.not-empty")
        write_identity(connection, identity)
    ledger = open_ledger(database, catalogue, rules, clock, feeds=feeds, births=births)
    if feeds:
        ledger.new_epoch()
    return ledger


def write_identity(connection: Connection, identity: Identity) -> None:
    """Keep who this installation is."""
    value = {
        "keys": identity.keys.to_bytes(),
        "level": identity.level,
        "area": identity.area,
        "station": identity.station,
        "name": identity.name,
        "terminal": identity.terminal,
    }
    write_setting(connection, 1, IDENTITY, value)


def read_identity(database: Database) -> Identity:
    """Who the installation in a database is; EnvironmentFault ``store.not-enrolled`` if nobody."""
    with database.read() as connection:
        return identity_in(connection)


def identity_in(connection: Connection) -> Identity:
    """The same, inside somebody's transaction."""
    value = read_setting(connection, 1, IDENTITY)
    if value is None:
        raise EnvironmentFault("store.not-enrolled")
    return Identity(**{**value, "keys": NodeKeys.from_bytes(value["keys"])})


def open_ledger(
    database: Database,
    catalogue: Catalogue,
    rules: Rules,
    clock: Clock,
    *,
    feeds: bool = False,
    births: int | None = None,
) -> Ledger:
    """Open the ledger of the installation that a database belongs to."""
    identity = read_identity(database)
    ledger = Ledger(
        database, catalogue, rules, identity.keys, identity.author, clock,
        feeds=feeds, births=births,
    )  # fmt: skip
    with database.read() as connection:
        ledger.keep_up_in(connection)
        statement = sa.select(sa.func.max(tables.act.c.time)).where(
            tables.act.c.office == 1, tables.act.c.node.in_(ledger.journals)
        )
        newest = connection.execute(statement).scalar()
        measured.resume(connection, 1, clock)
    if newest:
        clock.resume(newest)
    return ledger
