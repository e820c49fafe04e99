"""Writing what a batch worked out: acts, records, their history, search and digests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core import digest
from ledger.core.record import Record
from ledger.store import rows, tables
from ledger.store.prepared import (
    Prepared,
    Row,
    addition,
    changing,
    deletion,
    insertion,
    replacement,
    selection,
)
from ledger.store.search import tokens
from ledger.store.slots import Entry, Place, Slot

_digest = tables.digest.c
_WHERE = ("kind", "area", "owner", "conflicts")
_WHAT = ("data", "state", "digest", "time", "own_seq")
_ADD_ACT = insertion(tables.act)
_ADD_TOUCH = insertion(tables.touch)
_ADD_RECORD = Prepared.of(sa.insert(tables.record), *_WHERE, *_WHAT, "office", "id")
_CHANGE_RECORD = changing(tables.record, *_WHAT)
_MOVE_RECORD = changing(tables.record, *_WHERE, *_WHAT)
_ADD_TOKEN = addition(tables.search)
_DROP_TOKEN = deletion(tables.search)
_TOTAL = selection((_digest.records, _digest.sum), _digest.office, _digest.area, _digest.kind)
_SET_TOTAL = replacement(tables.digest)
_MODULUS = 1 << (8 * digest.DIGEST_BYTES)


class Totals:
    """The digests by area and kind, kept up to date as records come and go."""

    def __init__(self, connection: Connection, place: Place) -> None:
        self._connection = connection
        self._place = place
        self._changes: dict[tuple[str, str], list[int]] = {}

    def move(self, before: Any, area: str, kind: str, now: bytes | None) -> None:
        """A record changed: ``before`` its old row or None, ``now`` its new digest or None."""
        if before is not None and before.kind:
            self._add(before.area, before.kind, -1, -int.from_bytes(before.digest, "big"))
        if now is not None and kind:
            self._add(area, kind, 1, int.from_bytes(now, "big"))

    def _add(self, area: str, kind: str, count: int, amount: int) -> None:
        change = self._changes.setdefault((area, kind), [0, 0])
        change[0] += count
        change[1] += amount

    def write(self) -> None:
        """Put the new totals into the database."""
        office = self._place.office
        new = []
        for (area, kind), (count, amount) in self._changes.items():
            if count or amount:
                standing = _TOTAL.first(self._connection, office, area, kind)
                records, total = standing or (0, digest.EMPTY)
                value = (int.from_bytes(total, "big") + amount) % _MODULUS
                total = value.to_bytes(digest.DIGEST_BYTES, "big")
                new.append((office, area, kind, records + count, total))
        _SET_TOTAL.many(self._connection, new)
        self._changes.clear()


def write_acts(
    connection: Connection, place: Place, entries: Iterable[Entry], arrived_ms: int
) -> None:
    """Store the acts of a batch and which records each of them touches."""
    office = place.office
    acts, touched = [], []
    for entry in entries:
        act = entry.act
        acts.append(
            (office, act.node, act.seq, act.time, entry.data, entry.hash, arrived_ms, entry.refused)
        )
        names = dict.fromkeys(write.record for write in act.writes)
        touched += [(office, name, act.node, act.seq) for name in names]
    _ADD_ACT.many(connection, acts)
    _ADD_TOUCH.many(connection, sorted(touched))


def write_records(
    connection: Connection,
    place: Place,
    seen: Iterable[tuple[Slot, Record | None]],
    totals: Totals,
) -> None:
    """Store the records of a batch, with what finds them."""
    new: list[Row] = []
    same_place: list[Row] = []
    moved: list[Row] = []
    tokens = _Tokens(place)
    for slot, record in seen:
        if record is None:
            continue
        before, mark = slot.before, slot.state.digest(slot.id)
        totals.move(before, record.area, record.kind, mark)
        tokens.move(before, record)
        conflicts = ",".join(record.conflicts)
        where = record.kind, record.area, record.owner, conflicts
        data = rows.to_json(record.data)
        what = data, slot.state.to_bytes(), mark, record.time, slot.own_seq
        if before is None:
            new.append((*where, *what, place.office, record.id))
        elif where == (before.kind, before.area, before.owner, before.conflicts):
            same_place.append((*what, place.office, record.id))
        else:
            moved.append((*where, *what, place.office, record.id))
    _ADD_RECORD.many(connection, new)
    _CHANGE_RECORD.many(connection, same_place)
    _MOVE_RECORD.many(connection, moved)
    tokens.write(connection)


class _Tokens:
    """What finds the records of a batch: tokens that go and tokens that come."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._gone: list[Row] = []
        self._come: list[Row] = []

    def move(self, before: Any, record: Record) -> None:
        """A record changed: ``before`` is its old row or None."""
        fields = self._place.schema.search.get(record.kind)
        if not fields:
            return
        old = rows.data_of(before) if before is not None and before.kind else {}
        if all(old.get(field) == record.data.get(field) for field in fields):
            return
        was, now = tokens(old, fields), tokens(record.data, fields)
        office, kind, name = self._place.office, record.kind, record.id
        self._gone += [(office, kind, token, name) for token in was - now]
        self._come += [(office, kind, token, name) for token in now - was]

    def write(self, connection: Connection) -> None:
        """Sorted, for neighbours lie on one page: a batch then writes each page once."""
        _DROP_TOKEN.many(connection, sorted(self._gone))
        _ADD_TOKEN.many(connection, sorted(self._come))
