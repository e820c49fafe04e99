"""The ledger of one installation: the one door to everything it holds.

Any thread may call any method; writing happens in one lane, one short transaction per call, and
what changed is announced after it is durable, on the thread that did it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.catalogue.model import Catalogue
from ledger.core.act import Act, decode
from ledger.core.clock import Clock, when
from ledger.core.faults import RuleFault
from ledger.core.journal import Mark, link
from ledger.core.keys import NodeKeys
from ledger.core.record import Author, Change, Head, Record
from ledger.store import history, nodes, query, rows, tables, verify
from ledger.store.batch import Batch
from ledger.store.compose import Tx, compose
from ledger.store.database import Database
from ledger.store.local import Local, read_setting, write_setting
from ledger.store.query import Page, Query
from ledger.store.schema import Schema
from ledger.store.slots import Changed, Place
from ledger.store.verify import VerifyReport


class Rules(Protocol):
    """What the ledger asks before it lets an act in (see ledger.rules.admission)."""

    def check(self, act: Act, view: Batch, author: Author) -> RuleFault | None:
        """The reason why an act must not be let in, or None."""

    def adopt(self, home: str) -> None:
        """The installation goes on under another node id."""


class Person(Protocol):
    """Whoever acts: only the staff id is written into the journal."""

    @property
    def id(self) -> str:
        """The staff id."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A durable act, and the record each change of it was written to."""

    act: Act
    records: tuple[str, ...]


class Standing(Enum):
    """Whether the other side is known to hold what was done here to a record."""

    SAVED = "saved"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many own acts the other side is not known to hold, and since when the oldest waits."""

    count: int
    oldest: datetime | None


class Ledger:
    """A replicated ledger on a database.

    ``author`` is this installation as others see it; ``feeds`` is on at an office, whose commit
    order its stations read.
    """

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        rules: Rules,
        keys: NodeKeys,
        author: Author,
        clock: Clock,
        *,
        feeds: bool = False,
        office: int = 1,
    ) -> None:
        self.database = database
        self.catalogue = catalogue
        self.rules = rules
        self.keys = keys
        self.author = author
        self.clock = clock
        self.local = Local(database, office, clock)
        self.place = Place(author.node, office, database.dialect, Schema.of(catalogue), feeds)
        self._watchers: list[Callable[[Changed], None]] = []

    def adopt(self, keys: NodeKeys) -> None:
        """Go on under another node id (see renewal)."""
        self.keys = keys
        self.author = replace(self.author, node=keys.node)
        self.place = replace(self.place, node=keys.node)
        self.rules.adopt(keys.node)

    @property
    def node(self) -> str:
        """This installation's id."""
        return self.place.node

    @property
    def level(self) -> str:
        """This installation's level: "V", "T" or "X"."""
        return self.author.level

    # Writing

    def commit(
        self,
        actor: Person,
        action: str,
        changes: Sequence[Change] | Callable[[Tx], Sequence[Change]],
        *,
        note: str = "",
        forms: str = "",
    ) -> Committed:
        """Write one act, whole or not at all; it is durable when this returns.

        ``changes`` may be a function: it is called inside the transaction, sees nothing half done,
        and what it returns is written before anybody else writes. RuleFault when a rule says no.
        """
        with self.writing() as (connection, batch):
            tx = Tx(connection, batch, self.place)
            wanted = changes(tx) if callable(changes) else changes
            mark = nodes.mark_of(connection, self.place.office, self.node)
            header = (self.node, mark.seq + 1, self.clock.tick(), actor.id, action, note, forms)
            act, data = compose(header, wanted, batch)
            fault = self.rules.check(act, batch, self.author)
            if fault is not None:
                raise fault
            self.append(connection, batch, mark, act, data)
        return Committed(act, tuple(write.record for write in act.writes))

    def append(
        self, connection: Connection, batch: Batch, mark: Mark, act: Act, data: bytes
    ) -> Mark:
        """Put an act of this node at the end of its journal, inside a `writing` block."""
        new = Mark(act.seq, link(mark.hash, data))
        batch.put(act, data, new.hash, own=True)
        nodes.set_mark(connection, self.place.dialect, self.place.office, self.node, new)
        return new

    @contextmanager
    def writing(self, source: str = "local") -> Iterator[tuple[Connection, Batch]]:
        """A write transaction with an empty batch; flushed, committed and announced at its end."""
        with self.database.write() as connection:
            batch = Batch(connection, self.place, self.clock.now_ms())
            yield connection, batch
            changed = batch.flush()
        if changed.records:
            self._announce(replace(changed, source=source))

    def watch(self, callback: Callable[[Changed], None]) -> Callable[[], None]:
        """Be told of every change, after it is durable; call the result to stop."""
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    def _announce(self, changed: Changed) -> None:
        for callback in tuple(self._watchers):
            callback(changed)

    # Reading

    def record(self, record: str) -> Record | None:
        """One record by its id."""
        return next(iter(self.records([record])), None)

    def records(self, ids: Sequence[str]) -> list[Record]:
        """Records by id, in that order; those that are not there are left out."""
        with self.database.read() as connection:
            return query.by_ids(connection, self.place.office, list(ids))

    def find(self, asked: Query) -> Page:
        """A page of records by their fields."""
        with self.database.read() as connection:
            return query.find(connection, self.place.dialect, self.place.office, asked)

    def count(self, asked: Query) -> int:
        """How many records a query finds."""
        return self.find(replace(asked, limit=0)).total

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        """The records of a kind in which a field has exactly this value."""
        return self.find(Query(kind, where=((name, "eq", value),), limit=1000)).rows

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one, oldest first."""
        table = tables.record
        statement = rows.select(self.place.office).where(table.c.owner == owner)
        if kind is not None:
            statement = statement.where(table.c.kind == kind)
        with self.database.read() as connection:
            found = connection.execute(statement.order_by(table.c.time, table.c.id)).all()
        return [rows.to_record(row) for row in found]

    def search(self, typed: str, kind: str = "person", limit: int = 50) -> Page:
        """The records that a typed text finds."""
        title = self.place.schema.titles[kind]
        with self.database.read() as connection:
            return query.search_text(connection, self.place.office, kind, title, typed, limit)

    def conflicts(self, kind: str, limit: int = 100) -> list[Record]:
        """Records in which values stand against each other."""
        return self.find(Query(kind, where=(("conflicts", "filled", None),), limit=limit)).rows

    def versions(self, record: str) -> dict[str, tuple[Head, ...]]:
        """Every standing value of every field of a record, the newest first."""
        statement = rows.select(self.place.office).where(tables.record.c.id == record)
        with self.database.read() as connection:
            row = connection.execute(statement).first()
        if row is None:
            return {}
        heads = rows.state_of(row).heads
        return {
            field: tuple(sorted(items, key=lambda head: (-head.time, head.act)))
            for field, items in heads.items()
        }

    def history(self, record: str) -> list[history.Entry]:
        """Every act on a record, the newest first, with what each changed."""
        office = self.place.office
        with self.database.read() as connection:
            acts = history.changes_in_order(history.acts_on(connection, office, record))
            confirmed = self.confirmed_in(connection)
        names = self._names({act.actor for act, _, _ in acts})
        return [
            history.Entry(
                act,
                changes,
                received=act.node != self.node or act.seq <= confirmed,
                refused=refused,
                who=names.get(act.actor, act.actor),
                at=when(act.time),
            )
            for act, changes, refused in reversed(acts)
        ]

    def _names(self, actors: set[str]) -> dict[str, str]:
        staff = self.records(sorted(actor for actor in actors if actor))
        return {record.id: str(record.data.get("name") or "") for record in staff}

    # What the other side is known to hold

    def standing(self, record: Record) -> Standing:
        """Whether the other side holds everything that was done here to a record."""
        return Standing.RECEIVED if record.own_seq <= self.confirmed() else Standing.SAVED

    def confirmed(self) -> int:
        """The last act of this node that the other side is known to hold."""
        with self.database.read() as connection:
            return self.confirmed_in(connection)

    def confirmed_in(self, connection: Connection) -> int:
        """The same, inside somebody's transaction."""
        if self.place.feeds:
            return nodes.mark_of(connection, self.place.office, self.node).seq
        table = tables.receipt
        statement = sa.select(sa.func.max(table.c.seq)).where(table.c.office == self.place.office)
        return connection.execute(statement).scalar() or 0

    def unsent(self) -> Unsent:
        """How much waits to be sent, computed from the journal and the receipts alone."""
        with self.database.read() as connection:
            confirmed = self.confirmed_in(connection)
            mark = nodes.mark_of(connection, self.place.office, self.node)
            oldest = connection.execute(self._own(confirmed).limit(1)).first()
        return Unsent(mark.seq - confirmed, when(decode(oldest.bytes).time) if oldest else None)

    def unsent_acts(self, limit: int = 200) -> list[Act]:
        """The acts that wait to be sent, the oldest first."""
        with self.database.read() as connection:
            confirmed = self.confirmed_in(connection)
            found = connection.execute(self._own(confirmed).limit(limit)).all()
        return [decode(row.bytes) for row in found]

    def _own(self, after: int) -> sa.Select[tuple[int, bytes]]:
        table = tables.act
        return (
            sa.select(table.c.seq, table.c.bytes)
            .where(
                table.c.office == self.place.office, table.c.node == self.node, table.c.seq > after
            )
            .order_by(table.c.seq)
        )

    # Proof

    def digest(self) -> dict[str, dict[str, tuple[int, str]]]:
        """Per area and kind: how many records, and the digest over them (hex)."""
        found: dict[str, dict[str, tuple[int, str]]] = {}
        with self.database.read() as connection:
            for area, kind, count, total in verify.totals(connection, self.place.office):
                found.setdefault(area, {})[kind] = (count, total.hex())
        return found

    def verify(self) -> VerifyReport:
        """Replay the whole journal and compare it with the records, chains and digests."""
        with self.database.read() as connection:
            return verify.verify(connection, self.place)

    def acts(self) -> int:
        """How many acts are held here."""
        with self.database.read() as connection:
            counting = sa.select(sa.func.count()).select_from(tables.act)
            return connection.execute(counting).scalar_one()

    def new_epoch(self) -> str:
        """Begin a new history of the feed: after a restore, readers start from its beginning."""
        epoch = secrets.token_hex(8)
        with self.database.write() as connection:
            write_setting(connection, self.place.dialect, self.place.office, "feed.epoch", epoch)
        return epoch

    def epoch(self) -> str:
        """The present history of the feed."""
        with self.database.read() as connection:
            return self.epoch_in(connection)

    def epoch_in(self, connection: Connection) -> str:
        """The present history of the feed, inside somebody's transaction."""
        return str(read_setting(connection, self.place.office, "feed.epoch", ""))

    def close(self) -> None:
        """Close the database."""
        self.database.close()
