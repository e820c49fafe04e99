"""What belongs to this installation alone and is never replicated.

Drafts, settings, running numbers, the diary (TZ-55, TZ-56), accounts, and the contents of papers.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.clock import Clock, when
from ledger.core.faults import RuleFault
from ledger.store import tables
from ledger.store.database import Database
from ledger.store.files import Files
from ledger.store.prepared import Prepared, given, replacement, selection
from ledger.store.upsert import upsert

#: Numbers at or below this may have been given out by this PC before it was restored.
SERIES_BASE = "series.base"

_SETTING = selection((tables.setting.c.value,), tables.setting.c.office, tables.setting.c.key)
_SETTINGS = Prepared.of(
    sa.select(tables.setting.c.key, tables.setting.c.value).where(
        given(tables.setting.c.office),
        tables.setting.c.key >= sa.bindparam("from_key"),
        tables.setting.c.key < sa.bindparam("to_key"),
    ),
    *("office", "from_key", "to_key"),
)
_SET = replacement(tables.setting)
_LAST = selection((tables.series.c.last,), tables.series.c.office, tables.series.c.name)
_SET_LAST = replacement(tables.series)

_json = msgspec.json.Encoder().encode
_from_json = msgspec.json.decode


@dataclass(frozen=True, slots=True)
class Draft:
    """Unfinished work: whose, what about, and everything typed so far."""

    id: str
    operator: str
    kind: str
    subject: str
    data: Mapping[str, Any]
    updated: datetime


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One thing that happened here. Topic "exchange" is ledger TZ-55, "access" is TZ-56."""

    id: int
    topic: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in here: staff id, name, and what the vault keeps of him."""

    staff: str
    name: str
    data: Mapping[str, Any]


class _Part:
    def __init__(self, database: Database, office: int, clock: Clock) -> None:
        self._db = database
        self._office = office
        self._clock = clock

    def _put(self, table: sa.Table, row: dict[str, Any]) -> None:
        with self._db.write() as connection:
            connection.execute(upsert(self._db.dialect, table), [{"office": self._office, **row}])

    def _drop(self, table: sa.Table, column: str, value: str) -> None:
        with self._db.write() as connection:
            connection.execute(
                sa.delete(table).where(table.c.office == self._office, table.c[column] == value)
            )

    def _rows(self, query: sa.Select[Any]) -> list[sa.RowMapping]:
        with self._db.read() as connection:
            return list(connection.execute(query).mappings())

    def _select(self, table: sa.Table) -> sa.Select[Any]:
        return sa.select(table).where(table.c.office == self._office)


class Drafts(_Part):
    """Unfinished work, saved as it is typed; each operator sees his own only."""

    def put(
        self, draft: str | None, operator: str, kind: str, subject: str, data: Mapping[str, Any]
    ) -> str:
        """Save a draft, durably, and return its id (made here when ``draft`` is None)."""
        name = draft or secrets.token_hex(8)
        row = {"id": name, "operator": operator, "kind": kind, "subject": subject}
        self._put(
            tables.draft,
            {**row, "data": _json(data).decode(), "updated": self._clock.now_ms()},
        )
        return name

    def get(self, draft: str) -> Draft:
        """One draft; RuleFault ``draft.gone`` when it was finished or dropped."""
        rows = self._rows(self._select(tables.draft).where(tables.draft.c.id == draft))
        if not rows:
            raise RuleFault("draft.gone", draft=draft)
        return _draft(rows[0])

    def list(self, operator: str, kind: str | None = None) -> list[Draft]:
        """An operator's drafts, the newest first."""
        query = self._select(tables.draft).where(tables.draft.c.operator == operator)
        if kind is not None:
            query = query.where(tables.draft.c.kind == kind)
        return [_draft(row) for row in self._rows(query.order_by(tables.draft.c.updated.desc()))]

    def drop(self, draft: str) -> None:
        """Forget a draft that was finished, or that its operator threw away."""
        self._drop(tables.draft, "id", draft)


def _draft(row: sa.RowMapping) -> Draft:
    moment = when(row["updated"] << 16)
    data = _from_json(row["data"])
    return Draft(row["id"], row["operator"], row["kind"], row["subject"], data, moment)


class Settings(_Part):
    """Named plain values."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or ``default`` when it was never set."""
        with self._db.read() as connection:
            return read_setting(connection, self._office, key, default)

    def set(self, key: str, value: Any) -> None:
        """Keep a plain value (bytes allowed) under a name."""
        with self._db.write() as connection:
            write_setting(connection, self._office, key, value)


def read_setting(connection: Connection, office: int, key: str, default: Any = None) -> Any:
    """A setting, inside somebody else's transaction."""
    blob = _SETTING.value(connection, office, key)
    return default if blob is None else msgspec.msgpack.decode(blob)


def read_settings(connection: Connection, office: int, prefix: str) -> dict[str, Any]:
    """The settings whose names begin so, inside somebody else's transaction."""
    found = _SETTINGS.all(connection, office, prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))
    return {key: msgspec.msgpack.decode(value) for key, value in found}


def write_setting(connection: Connection, office: int, key: str, value: Any) -> None:
    """Set a setting, inside somebody else's transaction."""
    _SET.run(connection, office, key, msgspec.msgpack.encode(value))


def next_number(connection: Connection, office: int, name: str) -> int:
    """The next number (1, 2, 3 …) of a series, inside the transaction that uses it."""
    last = _LAST.value(connection, office, name) or 0
    number = int(max(last, read_setting(connection, office, SERIES_BASE, 0))) + 1
    _SET_LAST.run(connection, office, name, number)
    return number


class Diary(_Part):
    """What happened here, in order; entries are only ever added."""

    def add(self, topic: str, data: Mapping[str, Any]) -> int:
        """Write one entry and return its number."""
        with self._db.write() as connection:
            number = next_number(connection, self._office, "diary")
            row = {"office": self._office, "id": number, "topic": topic}
            content = {"time": self._clock.now_ms(), "data": _json(data).decode()}
            connection.execute(sa.insert(tables.diary), [{**row, **content}])
        return number

    def recent(
        self, topic: str, limit: int = 50, since: datetime | None = None
    ) -> list[DiaryEntry]:
        """The newest entries of a topic, the newest first."""
        table = tables.diary
        query = self._select(table).where(table.c.topic == topic)
        if since is not None:
            query = query.where(table.c.time >= int(since.timestamp() * 1000))
        rows = self._rows(query.order_by(table.c.time.desc(), table.c.id.desc()).limit(limit))
        return [
            DiaryEntry(row["id"], row["topic"], when(row["time"] << 16), _from_json(row["data"]))
            for row in rows
        ]


class Accounts(_Part):
    """Who may log in here."""

    def put(self, account: Account) -> None:
        """Add or replace an account."""
        self._put(
            tables.account,
            {"staff": account.staff, "name": account.name, "data": _json(account.data).decode()},
        )

    def get(self, staff: str) -> Account | None:
        """The account of a staff id."""
        return next((item for item in self.list() if item.staff == staff), None)

    def list(self) -> list[Account]:
        """Every account, by name."""
        rows = self._rows(self._select(tables.account).order_by(tables.account.c.name))
        return [Account(row["staff"], row["name"], _from_json(row["data"])) for row in rows]


class Local:
    """The parts that are never replicated, one attribute each."""

    def __init__(self, database: Database, office: int, clock: Clock) -> None:
        self.drafts = Drafts(database, office, clock)
        self.settings = Settings(database, office, clock)
        self.diary = Diary(database, office, clock)
        self.accounts = Accounts(database, office, clock)
        self.files = Files(database, office, clock)
