"""Applying acts: the one path by which anything gets into the records, in one transaction.

A batch loads the records that its acts touch, merges in memory, and writes everything at once:
acts, records, history, search, digests and the feed. It is also the view that rules look through,
so a rule sees what earlier acts of the same batch did.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import Act, ActId, Value, Write
from ledger.core.merge import State
from ledger.core.record import Record
from ledger.store import feed, rows, tables
from ledger.store.history import find_act, holds, replay_record, view
from ledger.store.query import equals
from ledger.store.slots import Changed, Entry, Place, Slot
from ledger.store.writing import Totals, write_acts, write_records

#: The kind by which an office takes an act out of the ledger.
REFUSAL = "refusal"


class Batch:
    """Acts on their way into the records, inside one write transaction."""

    def __init__(self, connection: Connection, place: Place, arrived_ms: int) -> None:
        self._connection = connection
        self._place = place
        self._arrived = arrived_ms
        self._slots: dict[str, Slot] = {}
        self._entries: list[Entry] = []
        self._ids: set[ActId] = set()
        self._replays: set[str] = set()
        self._refused = _refused_acts(connection, place.office)
        self._marks: dict[str, int] | None = None

    def preload(self, records: Iterable[str]) -> None:
        """Fetch records that the coming acts touch, in few queries."""
        wanted = [name for name in dict.fromkeys(records) if name not in self._slots]
        for start in range(0, len(wanted), rows.CHUNK):
            chunk = wanted[start : start + rows.CHUNK]
            query = rows.select(self._place.office).where(tables.record.c.id.in_(chunk))
            for row in self._connection.execute(query):
                self._slots[row.id] = _slot_of(row)
        for name in wanted:
            self._slots.setdefault(name, Slot(name))

    def record(self, record: str) -> Record | None:
        """A record as it stands, earlier acts of this batch included."""
        self.preload([record])
        return self._see(self._slots[record])

    def _see(self, slot: Slot) -> Record | None:
        if not slot.kind:
            return None
        if slot.seen_as is None:
            slot.seen_as = view(self._place, slot)
        return slot.seen_as

    def act(self, act_id: ActId) -> Act | None:
        """An act held here, earlier ones of this batch included."""
        for entry in self._entries:
            if entry.act.id == act_id:
                return entry.act
        return find_act(self._connection, self._place.office, act_id)

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        """The records of a kind in which a field has this value."""
        condition = equals(self._place.dialect, kind, name, value)
        return self._matching(kind, condition, lambda seen: seen.data.get(name) == value)

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one."""
        condition = tables.record.c.owner == owner
        if kind is not None:
            condition = sa.and_(condition, tables.record.c.kind == kind)
        return self._matching(kind, condition, lambda seen: seen.owner == owner)

    def _matching(self, kind: str | None, condition: Any, fits: Any) -> list[Record]:
        query = rows.select(self._place.office).where(condition)
        found = {row.id: row for row in self._connection.execute(query)}
        for name, row in found.items():
            if name not in self._slots:
                self._slots[name] = _slot_of(row)
        dirty = [slot for slot in self._slots.values() if slot.dirty or slot.id in found]
        seen = [self._see(slot) for slot in dirty if kind is None or slot.kind == kind]
        return [record for record in seen if record is not None and fits(record)]

    def seen_by(
        self, record: str, fields: Mapping[str, Value], given: Sequence[ActId] | None
    ) -> tuple[ActId, ...]:
        """The acts that a write of these fields supersedes (``given``: what its writer saw)."""
        return seen_for(self._slots[record].state.heads, fields, given)

    def refuse(self, act: Act, data: bytes, chain: bytes | None, code: str) -> None:
        """Keep an act in the journal without letting it into the records."""
        self._entries.append(Entry(act, data, chain, refused=code))
        self._refused.add(act.id)
        self._ids.add(act.id)

    def put(self, act: Act, data: bytes, chain: bytes | None, *, own: bool = False) -> None:
        """Let an act into the records. ``own`` acts have seen only what is held here."""
        entry = Entry(act, data, chain)
        by_record: dict[str, list[Write]] = {}
        for write in act.writes:
            by_record.setdefault(write.record, []).append(write)
        self.preload(by_record)
        for name, writes in by_record.items():
            self._merge(entry, self._slots[name], writes, own)
        self._entries.append(entry)
        self._ids.add(act.id)

    def _merge(self, entry: Entry, slot: Slot, writes: list[Write], own: bool) -> None:
        act = entry.act
        entry.areas.update(_areas(slot.state))
        missing = () if own else self._missing(slot, writes)
        slot.state.apply(act, writes, missing)
        entry.areas.update(_areas(slot.state))
        slot.kind = writes[0].kind if not slot.kind else slot.kind
        slot.dirty = True
        slot.seen_as = None
        if act.node == self._place.node:
            slot.own_seq = max(slot.own_seq, act.seq)
        if self._refused and any(
            tuple(act_id) in self._refused for w in writes for act_id in w.seen
        ):
            self._replays.add(slot.id)

    def _missing(self, slot: Slot, writes: list[Write]) -> Collection[ActId]:
        named = {ActId(*act_id) for write in writes for act_id in write.seen}
        named.difference_update(self._ids)
        if named:
            named.difference_update(slot.state.acts())
        return {act_id for act_id in named if not self._holds(act_id)}

    def _holds(self, act_id: ActId) -> bool:
        if self._marks is None:
            query = sa.select(tables.mark.c.node, tables.mark.c.seq).where(
                tables.mark.c.office == self._place.office
            )
            self._marks = {row.node: row.seq for row in self._connection.execute(query)}
        if act_id.seq <= self._marks.get(act_id.node, 0):
            return True
        return holds(self._connection, self._place.office, act_id)

    def flush(self) -> Changed:
        """Write everything; the transaction's owner commits."""
        place, connection = self._place, self._connection
        dirty = [slot for slot in self._slots.values() if slot.dirty]
        seen = [(slot, self._see(slot)) for slot in dirty]
        totals = Totals(connection, place)
        write_acts(connection, place, self._entries, self._arrived)
        write_records(connection, place, seen, totals)
        if place.feeds:
            moved = [record for slot, record in seen if record and _moved(slot, record)]
            feed.append(connection, place, self._entries, moved)
        replayed = self._replay_refused()
        for name in replayed:
            replay_record(connection, place, name, totals)
        totals.write()
        touched = frozenset(slot.id for slot in dirty) | frozenset(replayed)
        return Changed(frozenset(slot.kind for slot in dirty), touched)

    def _replay_refused(self) -> set[str]:
        """Records that must be worked out anew, because an act in them was refused."""
        found = set(self._replays)
        table = tables.touch
        for entry in self._entries:
            for act_id, code in _refusals(entry):
                mark_refused(self._connection, self._place.office, act_id, code)
                query = sa.select(table.c.record).where(
                    table.c.office == self._place.office,
                    table.c.node == act_id.node,
                    table.c.seq == act_id.seq,
                )
                found.update(self._connection.execute(query).scalars())
        return found


def _slot_of(row: Any) -> Slot:
    return Slot(row.id, row.kind, rows.state_of(row), row, row.own_seq)


def _areas(state: State) -> Iterable[str]:
    return [str(head.value) for head in state.heads.get("area", ()) if head.value]


def _moved(slot: Slot, record: Record) -> bool:
    return bool(slot.before is not None and slot.before.area not in ("", record.area))


def _refusals(entry: Entry) -> list[tuple[ActId, str]]:
    if entry.refused is not None:
        return []
    return [
        (ActId.parse(str(write.set["act"])), str(write.set.get("code", "")))
        for write in entry.act.writes
        if write.kind == REFUSAL and "act" in write.set
    ]


def _refused_acts(connection: Connection, office: int) -> set[tuple[str, int]]:
    table = tables.act
    query = sa.select(table.c.node, table.c.seq).where(
        table.c.office == office, table.c.refused.is_not(None)
    )
    return {(row.node, row.seq) for row in connection.execute(query)}


def mark_refused(connection: Connection, office: int, act_id: ActId, code: str) -> None:
    """Note on an act that the office refused it, and why."""
    table = tables.act
    connection.execute(
        sa.update(table)
        .where(table.c.office == office, table.c.node == act_id.node, table.c.seq == act_id.seq)
        .values(refused=code)
    )


def seen_for(
    heads: Mapping[str, Sequence[Any]], fields: Mapping[str, Value], given: Sequence[ActId] | None
) -> tuple[ActId, ...]:
    """The acts a write supersedes: what its writer saw, less what concerns only other fields."""
    standing = {head.act for field in fields for head in heads.get(field, ())}
    if given is None:
        return tuple(sorted(standing))
    elsewhere = {head.act for items in heads.values() for head in items} - standing
    return tuple(sorted(act_id for act_id in set(given) if act_id not in elsewhere))
