"""Writing what a batch worked out: acts, records, their history, search and digests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core import digest
from ledger.core.act import Value
from ledger.core.record import Record
from ledger.store import rows, tables
from ledger.store.prepared import (
    Prepared,
    Row,
    addition,
    changing,
    deletion,
    given,
    insertion,
    replacement,
    selection,
)
from ledger.store.schema import Schema
from ledger.store.search import tokens
from ledger.store.slots import Entry, Place, Slot

_digest = tables.digest.c
_OF_ROW = ("kind", "area", "owner", "conflicts")
_WHAT = ("data", "state", "digest", "time", "own_seq")
_ADD_ACT = insertion(tables.act)
_ADD_TOUCH = insertion(tables.touch)
_ADD_RECORD = insertion(tables.record)
_DROP_RECORD = deletion(tables.record)
_LAST = Prepared.of(
    sa.select(sa.func.max(tables.record.c.number)).where(given(tables.record.c.office)), "office"
)
_ADD_TOKEN = addition(tables.search)
_DROP_TOKEN = deletion(tables.search)
_TOTAL = selection((_digest.records, _digest.sum), _digest.office, _digest.area, _digest.kind)
_SET_TOTAL = replacement(tables.digest)
_MODULUS = 1 << (8 * digest.DIGEST_BYTES)

#: What a record is found by, and its number.
Token = tuple[str, int]
_TEXT = itemgetter(0)

#: Puts new rows of ``search`` where they belong.
AddTokens = Callable[[Connection, Place, str, list[Token]], None]


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

    def move_beside(self, before: Any, home: str, kind: str, now: bytes | None) -> None:
        """The same for the village that a record concerns besides its own, ``home`` now or ""."""
        was = rows.second_area(before) if before is not None and before.kind else ""
        if was:
            self._add(was, before.kind, -1, -int.from_bytes(before.digest, "big"))
        if now is not None and home:
            self._add(home, kind, 1, int.from_bytes(now, "big"))

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


def add_tokens(connection: Connection, place: Place, kind: str, found: list[Token]) -> None:
    """Put tokens of a kind into the search."""
    _ADD_TOKEN.many(connection, _rows(place, kind, found))


def _rows(place: Place, kind: str, found: list[Token]) -> list[Row]:
    """Rows of ``search``, sorted: neighbours lie on one page, which is then written once."""
    return [(place.office, kind, *token) for token in sorted(found, key=_TEXT)]


def write_records(
    connection: Connection,
    place: Place,
    seen: Iterable[tuple[Slot, Record | None]],
    totals: Totals,
    add: AddTokens = add_tokens,
) -> None:
    """Store the records of a batch, with what finds them; ``add`` takes their new tokens."""
    changes = _Changes(connection, place)
    for slot, record in seen:
        if record is not None:
            changes.put(slot, record, totals)
    changes.write(add)


def erase_record(connection: Connection, place: Place, row: rows.Row, totals: Totals) -> None:
    """Take a record out of the records, with what finds it; the journal keeps its acts."""
    totals.move(row, "", "", None)
    totals.move_beside(row, "", "", None)
    changes = _Changes(connection, place)
    changes.find_no_more(row)
    changes.write(add_tokens)
    _DROP_RECORD.run(connection, place.office, row.id)


class _Changes:
    """Rows and tokens of a batch, written in as few statements as there are kinds of change.

    A column that keeps its value is left out of the statement: SQLite writes every index on a
    column that is set, whatever it is set to.
    """

    def __init__(self, connection: Connection, place: Place) -> None:
        self._connection = connection
        self._place = place
        self._new: list[Row] = []
        self._changed: dict[tuple[str, ...], list[Row]] = {}
        self._gone: dict[str, list[Token]] = {}
        self._come: dict[str, list[Token]] = {}
        self._last: int | None = None

    def put(self, slot: Slot, record: Record, totals: Totals) -> None:
        """A record as it stands now."""
        office, before, mark = self._place.office, slot.before, slot.state.digest(slot.id)
        totals.move(before, record.area, record.kind, mark)
        if "home" in record.data or "home" in slot.old:
            home = str(record.data.get("home") or "")
            beside = home if home != record.area else ""
            totals.move_beside(before, beside, record.kind, mark)
        data = rows.to_json(record.data)
        state, conflicts = slot.state.to_bytes(), ",".join(record.conflicts)
        kind, area, owner = record.kind, record.area, record.owner
        if before is None:
            number = self._next_number()
            keys = self._place.schema.key_values(kind, record.data)
            self._new.append((
                office, record.id, number, kind, area, owner, data, state, conflicts, mark,
                record.time, slot.own_seq, *keys,
            ))  # fmt: skip
            self._find_by(kind, number, {}, record.data)
            return
        what = data, state, mark, record.time, slot.own_seq
        where = kind, area, owner, conflicts
        moved = _moved(self._place.schema, slot, record, where)
        self._changed.setdefault(tuple(moved), []).append(
            (*what, *moved.values(), office, record.id)
        )
        self._find_by(record.kind, before.number, slot.old, record.data, slot.written)

    def find_no_more(self, row: rows.Row) -> None:
        """A record that goes."""
        self._find_by(row.kind, row.number, rows.data_of(row), {})

    def _find_by(
        self,
        kind: str,
        number: int,
        old: Mapping[str, Value],
        new: Mapping[str, Value],
        written: Collection[str] | None = None,
    ) -> None:
        fields = self._place.schema.search.get(kind, {})
        if not old:
            self._note(self._come, kind, tokens(new, fields), number)
            return
        changed = {
            field: sort
            for field, sort in fields.items()
            if (written is None or field in written) and old.get(field) != new.get(field)
        }
        if not changed:
            return
        was, now = tokens(old, changed), tokens(new, changed)
        if was - now:
            # Another field may still be found by what this one was found by.
            self._note(self._gone, kind, was - tokens(new, fields), number)
        self._note(self._come, kind, now - was, number)

    def _note(
        self, by_kind: dict[str, list[Token]], kind: str, found: Iterable[str], number: int
    ) -> None:
        by_kind.setdefault(kind, []).extend(zip(found, repeat(number)))

    def _next_number(self) -> int:
        if self._last is None:
            self._last = _LAST.value(self._connection, self._place.office) or 0
        self._last += 1
        return self._last

    def write(self, add: AddTokens) -> None:
        """Write everything."""
        connection = self._connection
        if self._new:
            _ADD_RECORD.many(connection, self._new)
        for names, changed in self._changed.items():
            _change(names).many(connection, changed)
        for kind, found in self._gone.items():
            _DROP_TOKEN.many(connection, _rows(self._place, kind, found))
        for kind, found in self._come.items():
            add(connection, self._place, kind, found)


def _moved(schema: Schema, slot: Slot, record: Record, where: tuple[str, ...]) -> dict[str, Any]:
    """The columns that lists look at and that have a new value now, with it."""
    before, old, new = slot.before, slot.old, record.data
    moved: dict[str, Any] = {
        name: value
        for name, value in zip(_OF_ROW, where, strict=True)
        if value != getattr(before, name)
    }
    fields, written = schema.keys.get(record.kind, ()), slot.written
    if written is not None:
        fields = tuple(field for field in fields if field in written)
    if "kind" in moved or any(old.get(field) != new.get(field) for field in fields):
        was = schema.key_values(before.kind if before else "", old)
        now = schema.key_values(record.kind, new)
        keys = zip(tables.KEYS, was, now, strict=True)
        moved |= {name: value for name, value_was, value in keys if value != value_was}
    return moved


@lru_cache(maxsize=512)
def _change(names: tuple[str, ...]) -> Prepared:
    return changing(tables.record, *_WHAT, *names)
