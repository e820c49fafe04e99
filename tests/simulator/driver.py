"""apsw under the names that SQLAlchemy expects of a driver, so that the store runs on our disks.

``sqlcipher3`` cannot be given another file system; apsw can. Above this line everything is the
program's own: engine, transactions, tables, migrations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import apsw
import sqlalchemy as sa

from ledger.store import database
from ledger.store.database import Database
from tests.simulator.disk import Disk, Image, Shelf

FILE = "ledger.db"
#: A small log, so that it is often copied into the file.
PAGES_IN_LOG = 60


class Error(Exception):
    """What a driver raises."""


class DatabaseError(Error): ...


class OperationalError(DatabaseError): ...


class IntegrityError(DatabaseError): ...


class InterfaceError(Error): ...


class InternalError(DatabaseError): ...


class ProgrammingError(DatabaseError): ...


class NotSupportedError(DatabaseError): ...


class DataError(DatabaseError): ...


def _as_driver(error: apsw.Error) -> DatabaseError:
    kind = IntegrityError if isinstance(error, apsw.ConstraintError) else OperationalError
    return kind(str(error))


class Cursor:
    """One statement and its rows, fetched at once."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self._place = 0
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 100

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        return self._run(sql, [parameters])

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        return self._run(sql, rows)

    def _run(self, sql: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        self._place, self.description = 0, None
        before = self._connection.total_changes()
        cursor = self._connection.cursor()
        cursor.exec_trace = self._describe
        try:
            cursor.executemany(sql, rows)
            self._rows = cursor.fetchall()
        except apsw.Error as error:
            raise _as_driver(error) from error
        self.rowcount = self._connection.total_changes() - before
        return self

    def _describe(self, cursor: apsw.Cursor, sql: str, bindings: Any) -> bool:
        """Called as a statement begins: the columns are told then, or never if no row comes."""
        found = cursor.get_description()
        self.description = (
            tuple((name, kind, None, None, None, None, None) for name, kind in found) or None
        )
        return True

    def __iter__(self) -> Iterator[Any]:
        while (row := self.fetchone()) is not None:
            yield row

    def fetchone(self) -> Any:
        if self._place >= len(self._rows):
            return None
        self._place += 1
        return self._rows[self._place - 1]

    def fetchmany(self, size: int | None = None) -> list[Any]:
        start = self._place
        self._place = min(len(self._rows), start + (size or self.arraysize))
        return self._rows[start : self._place]

    def fetchall(self) -> list[Any]:
        start, self._place = self._place, len(self._rows)
        return self._rows[start:]

    def close(self) -> None:
        self._rows = []


class Connection:
    """One open database."""

    isolation_level: str | None = None

    def __init__(self, path: str) -> None:
        try:
            self.inner = apsw.Connection(path, vfs=Shelf.NAME)
        except apsw.Error as error:
            raise _as_driver(error) from error
        self._committed = False
        self.inner.set_wal_hook(self._after_commit)

    def cursor(self) -> Cursor:
        return Cursor(self.inner)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        return self.cursor().execute(sql, parameters)

    def create_function(self, name: str, arguments: int, what: Any, **_: Any) -> None:
        self.inner.create_scalar_function(name, what, arguments)

    @property
    def in_transaction(self) -> bool:
        return self.inner.in_transaction

    def commit(self) -> None:
        if self.in_transaction:
            self._committed = False
            try:
                self.execute("COMMIT")
            except OperationalError:
                # SQLite commits, then tidies up its log; of a fault in that it says nothing, but
                # apsw raises whatever our disk raised.
                if not self._committed:
                    raise

    def _after_commit(self, connection: apsw.Connection, name: str, pages: int) -> int:
        """Copy the log into the file now and then, as SQLite does by itself."""
        self._committed = True
        if pages >= PAGES_IN_LOG:
            with suppress(apsw.Error):
                connection.wal_checkpoint()
        return apsw.SQLITE_OK

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        with suppress(apsw.Error):  # SQLite tidies up as it closes; a machine that stopped cannot
            self.inner.close(True)


class Driver:
    """The driver as a module would offer it."""

    paramstyle = "qmark"
    apilevel = "2.0"
    threadsafety = 1
    sqlite_version = apsw.sqlite_lib_version()
    sqlite_version_info = tuple(int(part) for part in sqlite_version.split("."))
    Error = Error
    DatabaseError = DatabaseError
    OperationalError = OperationalError
    IntegrityError = IntegrityError
    InterfaceError = InterfaceError
    InternalError = InternalError
    ProgrammingError = ProgrammingError
    NotSupportedError = NotSupportedError
    DataError = DataError
    Binary = bytes


def connect(path: str) -> Connection:
    """Open a database file as the store does, save that nobody shares it."""
    connection = Connection(path)
    # One connection per disk, so the log's index need not be shared between processes.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


@cache
def _model() -> sa.Engine:
    """One dialect and one cache of compiled statements for all machines of the process."""
    return sa.create_engine("sqlite+pysqlite://", module=Driver)


def open_disk(shelf: Shelf, disk: Disk) -> Database:
    """Open the ledger's database on a disk, with the store's own transactions."""
    path, model = f"{shelf.put(disk)}/{FILE}", _model()
    pool = sa.pool.StaticPool(lambda: connect(path))  # type: ignore[arg-type,return-value]
    engine = sa.Engine(pool, model.dialect, model.url)
    engine.update_execution_options(compiled_cache=_compiled())
    sa.event.listen(engine, "begin", database._begin)
    sa.event.listen(pool, "checkin", database._leave_nothing_open)
    with engine.connect() as connection:
        database.settle_log(connection)
    return Database(engine)


@cache
def _compiled() -> dict[Any, Any]:
    return {}


def image_of(content: bytes) -> Image:
    """A disk image that holds one database file."""
    return Image({FILE: content})
