"""Opening the database: one engine per process, short explicit transactions, one writer at a time.

SQLite comes from ``sqlcipher3`` on both sides, encrypted at the station by a raw 256-bit key:
versions 3.7.0 to 3.51.2 of the system's SQLite can corrupt a write-ahead log, so an affected
library is refused (fault case 35).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

from ledger.core.faults import EnvironmentFault, Locked

SAFE_SQLITE = (3, 51, 3)
#: What the one writing connection keeps of the file: nobody else changes it behind its back.
WRITER_CACHE_KIB = 65536
#: What a reading connection keeps: it begins anew whenever the writer was done.
READER_CACHE_KIB = 8192
BUSY_SECONDS = 10.0
#: An act saved writes some fifteen pages into the log; after so many, one act waits until they are
#: copied into the file. SQLite's own 1000 makes that one act in seventy (measured: the slowest
#: hundredth of all acts takes a quarter less time with 4000, and the longest wait is the same).
CHECKPOINT_PAGES = 4000
#: A log begins over only when nobody reads from it, which a busy office hardly ever sees; and the
#: longer it is, the longer every copy takes. From this size on, a commit waits a moment for them.
LONGEST_LOG = 48 << 20
_READERS_MS = 100


class Log:
    """The write-ahead log of a file, which is begun over when it has become ``longest`` bytes."""

    def __init__(self, file: Path, longest: int) -> None:
        self._file = file
        self._longest = self._limit = longest

    def keep_short(self, connection: Connection) -> None:
        """Begin it over if it is long; if somebody goes on reading, or it cannot be copied (the
        disk is full), after as many bytes more. What was committed is durable either way."""
        size = self._file.stat().st_size if self._file.exists() else 0
        if size <= self._limit:
            return
        cursor, stays = connection.connection.cursor(), True
        cursor.execute(f"PRAGMA busy_timeout = {_READERS_MS}")
        try:
            with suppress(connection.dialect.loaded_dbapi.DatabaseError):
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                stays, _, _ = cursor.fetchall()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        self._limit = size + self._longest if stays else self._longest


class Database:
    """A database file, or a server by URL, with its one writing lane.

    ``read`` may be used by any thread at any time; ``write`` lets one thread in after another.
    """

    def __init__(
        self, engine: Engine, writing: Engine | None = None, log: Log | None = None
    ) -> None:
        """``writing``: where the writer's connection comes from, unless it is one for all;
        ``log``: the write-ahead log, where there is one to be kept short."""
        self.engine = engine
        self.dialect = engine.dialect.name
        self._writing = writing or engine
        self._log = log
        self._lane = threading.RLock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the database for some queries."""
        with _as_fault(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, durable when the block is left, undone when it is left by a fault."""
        with _as_fault(), self._lane, self._writing.connect() as bare:
            connection = bare.execution_options(czt_write=True)
            with connection.begin():
                yield connection
            if self._log is not None:
                self._log.keep_short(bare)

    def alone(self) -> AbstractContextManager[object]:
        """Keep every other thread of this program from writing, between transactions too."""
        return self._lane

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()
        self._writing.dispose()


def open_sqlite(
    path: Path | None, key: bytes | None = None, longest_log: int = LONGEST_LOG
) -> Database:
    """Open (or make) a database file; ``path`` None keeps it in memory, for one connection.

    Locked: ``store.locked`` when another program holds it, ``store.wrong-key`` when the key does
    not fit or the file is damaged. EnvironmentFault: ``store.old-sqlite`` when the library is
    unsafe.
    """
    _refuse_unsafe_library()

    def connect(cache_kib: int) -> Any:
        connection = sqlcipher.connect(
            str(path) if path else ":memory:",
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        _prepare(connection, key, cache_kib)
        return connection

    writing = _engine(
        partial(connect, WRITER_CACHE_KIB),
        **({"pool_size": 1, "max_overflow": 0} if path else {"poolclass": StaticPool}),
    )
    with _as_fault(), writing.connect() as connection:
        settle_log(connection)
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if path is None:
        return Database(writing)
    # The connection used last is used next: what it has read may still be so.
    reading = _engine(
        partial(connect, READER_CACHE_KIB), pool_size=4, max_overflow=12, pool_use_lifo=True
    )
    return Database(reading, writing, Log(path.with_name(f"{path.name}-wal"), longest_log))


def _engine(connect: Callable[[], Any], **pool: Any) -> Engine:
    # Every block ends its own transaction; `_leave_nothing_open` sees to it.
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        pool_reset_on_return=None,
        **{"poolclass": QueuePool} | pool,
    )
    sa.event.listen(engine, "begin", _begin)
    sa.event.listen(engine, "checkin", _leave_nothing_open)
    return engine


def settle_log(connection: Connection) -> None:
    """Make durable what a program left in the log that was killed in the middle of a save.

    SQLite reads it back without flushing it: a power cut after that takes away an act that was on
    the screen already, and perhaps at the office (found by the simulator, seed 1043).
    """
    # Outside any transaction: inside one nothing may be copied. A disk that is full or read-only
    # may not take the copy; the log is flushed before that.
    with suppress(connection.dialect.loaded_dbapi.OperationalError):
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")


def _prepare(connection: Any, key: bytes | None, cache_kib: int) -> None:
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{cache_kib}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA trusted_schema = OFF")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("czt_write")
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def _leave_nothing_open(connection: Any, entry: ConnectionPoolEntry) -> None:
    if connection is not None and connection.in_transaction:
        connection.rollback()


def _refuse_unsafe_library() -> None:
    version = tuple(int(part) for part in sqlcipher.sqlite_version.split("."))
    if version < SAFE_SQLITE:
        raise EnvironmentFault("store.old-sqlite", version=sqlcipher.sqlite_version)


@contextmanager
def _as_fault() -> Iterator[None]:
    """Turn the database's own errors into faults that say what the person can do."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlcipher.DatabaseError, sqlite3.DatabaseError) as error:
        code = _code_of(str(error))
        kind = Locked if code in _LOCKED else EnvironmentFault
        raise kind(code, detail=str(error)) from error


_CODES = {
    "not a database": "store.wrong-key",
    "hmac check failed": "store.wrong-key",
    "malformed": "store.damaged",
    "locked": "store.locked",
    "full": "store.disk-full",
    "readonly": "store.read-only",
    "unable to open": "store.cannot-open",
    "disk i/o": "store.disk-fault",
}
_LOCKED = ("store.wrong-key", "store.locked")


def _code_of(message: str) -> str:
    lowered = message.lower()
    return next((code for part, code in _CODES.items() if part in lowered), "store.failed")
