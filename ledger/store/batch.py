"""Applying acts: the one path by which anything gets into the records, in one transaction.

A batch loads the records that its acts touch, merges in memory, and writes everything at once:
acts, records, history, search, digests and the feed. It is also the view that rules look through,
so a rule sees what earlier acts of the same batch did.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import Act, ActId, Write, creator_of
from ledger.core.record import Head, Record
from ledger.rules.attachments import KIND
from ledger.store import feed, files, past, rows
from ledger.store.history import find_act, held_of, replay_record, view
from ledger.store.prepared import Prepared
from ledger.store.query import having
from ledger.store.refusals import REFUSAL, Refusals, named_by
from ledger.store.rows import to_record
from ledger.store.slots import Changed, Entry, Place, Slot
from ledger.store.writing import Totals, write_acts, write_records

_OWNED = Prepared.of(rows.picked(rows.owned_by(sa.bindparam("owner"))), "office", "owner")


class Batch:
    """Acts on their way into the records, inside one write transaction."""

    def __init__(self, connection: Connection, place: Place, arrived_ms: int) -> None:
        self._connection = connection
        self._place = place
        self._arrived = arrived_ms
        self._slots: dict[str, Slot] = {}
        self._dirty: dict[str, Slot] = {}
        self._entries: dict[ActId, Entry] = {}
        self._replays: set[str] = set()
        self.refusals = Refusals(connection, place.office)
        self._marks: dict[str, int] = {}
        #: The areas that records came into, which need the records' whole past.
        self._moved: dict[str, set[str]] = {}

    def preload(self, records: Iterable[str]) -> None:
        """Fetch records that the coming acts touch, in few queries."""
        wanted = [name for name in dict.fromkeys(records) if name not in self._slots]
        found = rows.by_name(self._connection, self._place.office, wanted)
        for name in wanted:
            row = found.get(name)
            self._slots[name] = Slot(name) if row is None else Slot.of(row)

    def record(self, record: str) -> Record | None:
        """A record as it stands, earlier acts of this batch included."""
        if record not in self._slots:
            self.preload([record])
        return self._see(self._slots[record])

    def _see(self, slot: Slot) -> Record | None:
        if not slot.kind:
            return None
        if slot.seen_as is None:
            untouched = slot.before if slot.id not in self._dirty else None
            slot.seen_as = (
                view(self._place, slot) if untouched is None else to_record(untouched, slot.old)
            )
        return slot.seen_as

    def act(self, act_id: ActId) -> Act | None:
        """An act held here, earlier ones of this batch included."""
        entry = self._entries.get(act_id)
        return entry.act if entry else find_act(self._connection, self._place.office, act_id)

    def __contains__(self, act_id: ActId) -> bool:
        return act_id in self._entries

    def refusal_of(self, act_id: ActId) -> str | None:
        """The code with which an act held here was refused; None for one that counts."""
        entry = self._entries.get(act_id)
        return entry.refused if entry is not None else self.refusals.code_of(act_id)

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        """The records of a kind in which a field has this value."""
        found = having(self._place, kind, name).all(self._connection, self._place.office, value)
        return self._matching(kind, found, lambda seen: seen.data.get(name) == value)

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one."""
        found = _OWNED.all(self._connection, self._place.office, owner)
        return self._matching(kind, found, lambda seen: seen.owner == owner)

    def _matching(
        self, kind: str | None, found: Iterable[Any], fits: Callable[[Record], bool]
    ) -> list[Record]:
        """Of the rows found and of what this batch has changed, the records that fit."""
        candidates = dict(self._dirty)
        for row in map(rows.Row._make, found):
            candidates[row.id] = self._slots.setdefault(row.id, Slot.of(row))
        seen = [
            self._see(slot) for slot in candidates.values() if kind is None or slot.kind == kind
        ]
        return [record for record in seen if record is not None and fits(record)]

    def heads(self, record: str) -> Mapping[str, Sequence[Head]]:
        """Every standing value of a record that was fetched, by field."""
        return self._slots[record].state.heads

    def refuse(self, act: Act, data: bytes, chain: bytes | None, code: str, area: str = "") -> None:
        """Keep an act in the journal without letting it into the records.

        Others learn of it in ``area``, and in the other areas of records that lie there: what is
        built on it can only be worked out with it. After a restore of the office they do wherever
        its records lie, for they may hold the act as one that was let in before.
        """
        areas, far = {area} if area else set(), self._place.restored
        for write in act.writes:
            slot = self._slots.get(write.record)
            if slot is not None and slot.kind and (far or area in slot.areas):
                areas |= slot.areas
        self._entries[act.id] = Entry(act, data, chain, refused=code, areas=areas)
        self.refusals.add(act.id)

    def put(
        self, act: Act, data: bytes, chain: bytes | None, *, own: bool = False, area: str = ""
    ) -> None:
        """Let an act into the records, unless its refusal came before it (``area``: see `refuse`).

        ``own`` acts have seen only what is held here.
        """
        code = self.refusals.take(act.id)
        if code is not None:
            self.refuse(act, data, chain, code, area)
            return
        entry = Entry(act, data, chain)
        by_record: dict[str, list[Write]] = {}
        for write in act.writes:
            by_record.setdefault(write.record, []).append(write)
        if not by_record.keys() <= self._slots.keys():
            self.preload(by_record)
        for name, writes in by_record.items():
            self._merge(entry, self._slots[name], writes, own)
        self._entries[act.id] = entry

    def file(self, act: Act, data: bytes, chain: bytes | None) -> None:
        """Put an act into the journal that the records hold already (see past)."""
        code = self.refusals.take(act.id)
        self._entries[act.id] = Entry(act, data, chain, refused=code, past=True)

    def _merge(self, entry: Entry, slot: Slot, writes: list[Write], own: bool) -> None:
        act, before = entry.act, slot.areas
        slot.write(act, writes, () if own else self._missing(slot, writes))
        after = slot.areas
        entry.areas |= before | after
        if slot.kind and not after <= before:
            self._moved.setdefault(slot.id, set()).update(after - before)
        slot.kind = writes[0].kind if not slot.kind else slot.kind
        self._dirty[slot.id] = slot
        if act.node == self._place.node:
            slot.own_seq = max(slot.own_seq, act.seq)
        if self.refusals and any(
            act_id in self.refusals for write in writes for act_id in write.seen
        ):
            self._replays.add(slot.id)

    def _missing(self, slot: Slot, writes: list[Write]) -> Collection[ActId]:
        """The acts that these writes have seen and that have not arrived here yet."""
        named = {act_id for write in writes for act_id in write.seen}
        unsure = {act_id for act_id in named if not self._reached(act_id)}
        if unsure:
            unsure.difference_update(self._entries, slot.state.acts())
        return unsure and unsure - held_of(self._connection, self._place.office, unsure)

    def _reached(self, act_id: ActId) -> bool:
        """Whether an act lies within what is held of its journal without a gap."""
        node = act_id.node
        if node not in self._marks:
            self._marks[node] = past.reached(self._connection, self._place, node)
        return act_id.seq <= self._marks[node]

    def flush(self) -> Changed:
        """Write everything; the transaction's owner commits."""
        place, connection = self._place, self._connection
        dirty = list(self._dirty.values())
        seen = [(slot, self._see(slot)) for slot in dirty]
        totals = Totals(connection, place)
        write_acts(connection, place, self._entries.values(), self._arrived)
        write_records(connection, place, seen, totals)
        replayed = self._replays | self._take_refusals()
        if replayed and (awaited := past.pending(connection, place.office)):
            replayed = {name for name in replayed if not awaited.holds(name)}
        if place.feeds:
            self._follow_owners(dirty)
            moved = [(name, area) for name in self._moved for area in sorted(self._moved[name])]
            feed.append(connection, place, self._entries.values(), moved)
        for name in replayed:
            replay_record(connection, place, name, totals)
        attached = [slot.id for slot in dirty if slot.kind == KIND]
        if attached or replayed:
            files.follow(connection, place, {*attached, *replayed})
        totals.write()
        self.refusals.save()
        touched = frozenset(slot.id for slot in dirty) | frozenset(replayed)
        return Changed(frozenset(slot.kind for slot in dirty), touched)

    def _follow_owners(self, dirty: Iterable[Slot]) -> None:
        """What belongs to a record is known wherever that is known: a scan that was added, or
        declared void, where nobody had heard yet that the case concerns another village."""
        heads = ((slot, slot.state.heads_of("owner")) for slot in dirty)
        owned = [(slot, str(found[0].value)) for slot, found in heads if found and found[0].value]
        self.preload(name for _, name in owned)
        for slot, name in owned:
            owner = self._slots.get(name)
            beyond = owner.areas - slot.areas if owner else frozenset()
            if beyond:
                self._moved.setdefault(slot.id, set()).update(beyond)

    def _take_refusals(self) -> set[str]:
        """Mark what this batch refuses; gives the records that must be worked out anew."""
        found: set[str] = set()
        connection, office = self._connection, self._place.office
        for entry in self._entries.values():
            refusals = named_by(entry.act) if entry.refused is None else []
            held = held_of(connection, office, [act_id for act_id, _ in refusals])
            for act_id, code in refusals:
                if act_id in held:
                    self.refusals.mark(act_id, code)
                    act = find_act(connection, office, act_id)
                    found |= _records(act) if not entry.past else set()
                    found |= _lift(connection, self._place, self.refusals, act, entry)
                    about = self._entries.get(act_id)
                    if about is not None:
                        about.refused = code
                        entry.areas |= about.areas
                    elif self._place.feeds:
                        # Whoever has heard of the act must hear that it is refused.
                        entry.areas |= feed.areas_of(connection, office, act_id)
                else:
                    self.refusals.expect(act_id, code)
        return found


def _lift(
    connection: Connection, place: Place, refusals: Refusals, refusal: Act | None, by: Entry
) -> set[str]:
    """What counts again because its refusal is refused; gives the records to be worked out anew.
    Whoever has heard of it must hear of that."""
    found: set[str] = set()
    if refusal is None:
        return found
    for act_id, _ in named_by(refusal):
        said = having(place, REFUSAL, "act").all(connection, place.office, str(act_id))
        if {creator_of(row[0]) for row in said} != {refusal.id}:
            continue  # somebody else refuses it too, or this one never did
        refusals.lift(act_id)
        found |= _records(find_act(connection, place.office, act_id))
        by.areas |= feed.areas_of(connection, place.office, act_id) if place.feeds else set()
    return found


def _records(act: Act | None) -> set[str]:
    return {write.record for write in act.writes} if act is not None else set()
