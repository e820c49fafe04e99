"""The journal of one record: who wrote what when, and working the record out anew from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import Act, ActId, Value, Write, decode
from ledger.core.merge import State, replay
from ledger.core.record import Later, Record
from ledger.store import rows, tables
from ledger.store.prepared import Prepared, given, one_of, selection
from ledger.store.slots import Place, Slot
from ledger.store.writing import Totals, erase_record, write_records

_act = tables.act.c
_BYTES = selection((_act.bytes,), _act.office, _act.node, _act.seq)
_SEQ = selection((_act.seq,), _act.office, _act.node, _act.seq)
_SEQS = Prepared(
    lambda dialect: sa.select(_act.seq).where(
        given(_act.office), given(_act.node), one_of(dialect, _act.seq, "seqs")
    ),
    "office",
    "node",
    "seqs",
)

_AFTER = Prepared.of(
    sa.select(_act.bytes).where(
        given(_act.office), given(_act.node), _act.seq > sa.bindparam("after")
    ),
    *("office", "node", "after"),
)

#: The code of an act that was said again after a restore and had arrived before (see renewal);
#: the act it stands for is in the history already.
REPEATED = "act.repeated"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the history of a record.

    ``changes`` lists (field, before, after); ``received`` says whether the other side is known to
    hold it; ``refused`` is the code with which the office refused it, or None.
    """

    act: Act
    changes: tuple[tuple[str, Value, Value], ...]
    received: bool
    refused: str | None
    who: str  # his name; "" where his staff record is not held here
    at: datetime


def acts_after(connection: Connection, office: int, node: str, seq: int) -> Iterator[Act]:
    """The acts of a node held here whose numbers are higher."""
    for (data,) in _AFTER.each(connection, office, node, seq):
        yield decode(data)


def acts_on(
    connection: Connection, office: int, record: str
) -> list[tuple[Act, tuple[Write, ...], str | None]]:
    """Every act that wrote a record, in the order of the clock, with its refusal code if any."""
    act, touch = tables.act, tables.touch
    query = (
        sa.select(act.c.bytes, act.c.refused)
        .join_from(
            touch,
            act,
            sa.and_(
                act.c.office == touch.c.office, act.c.node == touch.c.node, act.c.seq == touch.c.seq
            ),
        )
        .where(touch.c.office == office, touch.c.record == record)
        .order_by(act.c.time, act.c.node, act.c.seq)
    )
    found = []
    for row in connection.execute(query):
        decoded = decode(row.bytes)
        found.append((decoded, writes_to(decoded, record), row.refused))
    return found


def writes_to(act: Act, record: str) -> tuple[Write, ...]:
    """The writes of an act that concern one record."""
    return tuple(write for write in act.writes if write.record == record)


def changes_in_order(
    acts: Iterable[tuple[Act, tuple[Write, ...], str | None]],
) -> list[tuple[Act, tuple[tuple[str, Value, Value], ...], str | None]]:
    """For each act, the fields it changed: name, value before, value after."""
    standing: dict[str, Value] = {}
    found = []
    for act, writes, refused in acts:
        if refused == REPEATED:
            continue
        changes = tuple(
            (field, standing.get(field), value)
            for write in writes
            for field, value in write.set.items()
        )
        if refused is None:
            standing.update((field, after) for field, _, after in changes)
        found.append((act, changes, refused))
    return found


def find_act(connection: Connection, office: int, act_id: ActId) -> Act | None:
    """An act held here, or None."""
    data = _BYTES.value(connection, office, *act_id)
    return None if data is None else decode(data)


def holds(connection: Connection, office: int, act_id: ActId) -> bool:
    """Whether an act is held here."""
    return _SEQ.first(connection, office, *act_id) is not None


def held_of(connection: Connection, office: int, act_ids: Iterable[ActId]) -> set[ActId]:
    """Those of many acts that are held here."""
    by_node: dict[str, list[int]] = {}
    for node, seq in act_ids:
        by_node.setdefault(node, []).append(seq)
    return {
        ActId(node, seq)
        for node, numbers in by_node.items()
        for (seq,) in _SEQS.all(connection, office, node, rows.to_json(numbers))
    }


def worked_out(connection: Connection, office: int, record: str) -> tuple[State, str]:
    """State and kind of a record, from the journal alone; kind "" if every act was refused."""
    acts = acts_on(connection, office, record)
    return work_out(acts, lambda act_id: holds(connection, office, act_id))


def work_out(
    acts: Sequence[tuple[Act, tuple[Write, ...], str | None]], is_held: Callable[[ActId], bool]
) -> tuple[State, str]:
    """State and kind that the acts on one record amount to."""
    refused = {act.id for act, _, code in acts if code is not None}
    kind = next((writes[0].kind for act, writes, _ in acts if act.id not in refused), "")
    return replay([(act, writes) for act, writes, _ in acts], refused, is_held), kind


def replay_record(connection: Connection, place: Place, name: str, totals: Totals) -> None:
    """Put a record right after an act in it was refused."""
    before = rows.by_name(connection, place.office, [name]).get(name)
    state, kind = worked_out(connection, place.office, name)
    own_seq = before.own_seq if before is not None else 0
    slot = Slot(name, kind, before, own_seq, state)
    if kind:
        write_records(connection, place, [(slot, view(place, slot))], totals)
    elif before is not None:
        erase_record(connection, place, before, totals)


def view(place: Place, slot: Slot) -> Record:
    """What a record's state amounts to."""
    data, conflicts = slot.state.resolve(place.schema.rankings.get(slot.kind, {}))
    area, owner = str(data.get("area") or ""), str(data.get("owner") or "")
    state = slot.state
    return Record(
        slot.id, slot.kind, area, owner, data, conflicts, Later(state.acts), state.newest(),
        slot.own_seq,
    )  # fmt: skip
