"""Looking things up: records by id, by field, by what was typed, and their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from ledger.core.act import Act, ActId
from ledger.core.clock import when
from ledger.core.record import Head, Record
from ledger.store import history, query, rows, tables
from ledger.store.finding import search_text
from ledger.store.journal import Journal
from ledger.store.past import pending
from ledger.store.query import Page, Query


class Reading(Journal):
    """What can be read; part of `Ledger`."""

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
            return query.find(connection, self.place, asked)

    def count(self, asked: Query) -> int:
        """How many records a query finds."""
        return self.find(replace(asked, limit=0)).total

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        """The records of a kind in which a field has exactly this value."""
        return self.find(Query(kind, where=((name, "eq", value),), limit=1000)).rows

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one, oldest first."""
        table = tables.record
        statement = rows.select(self.place.office).where(rows.owned_by(sa.literal(owner)))
        if kind is not None:
            statement = statement.where(table.c.kind == kind)
        with self.database.read() as connection:
            found = connection.execute(statement.order_by(table.c.time, table.c.id)).all()
        return [rows.to_record(row) for row in found]

    def search(self, typed: str, kind: str = "person", limit: int = 50) -> Page:
        """The records that a typed text finds."""
        with self.database.read() as connection:
            return search_text(connection, self.place, kind, typed, limit)

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
                who=names.get(act.actor, ""),
                at=when(act.time),
            )
            for act, changes, refused in reversed(acts)
        ]

    def act(self, act_id: ActId) -> Act | None:
        """An act by its name, refused ones too."""
        with self.database.read() as connection:
            return history.find_act(connection, self.place.office, act_id)

    def awaits_past(self, record: str) -> bool:
        """Whether older acts on a record are still arriving behind a first load."""
        with self.database.read() as connection:
            past = pending(connection, self.place.office)
        return past is not None and past.holds(record)

    def _names(self, actors: set[str]) -> dict[str, str]:
        staff = self.records(sorted(actor for actor in actors if actor))
        return {record.id: str(record.data.get("name") or "") for record in staff}
