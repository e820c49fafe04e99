"""A snapshot: the records of some areas as they stand, for a PC that begins with nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import ActId
from ledger.core.faults import ForgedInput
from ledger.core.merge import State
from ledger.core.record import Record
from ledger.rules.attachments import KIND
from ledger.store import feed, files, nodes, rows, tables
from ledger.store.feed import Cursor
from ledger.store.heap import found_afterwards
from ledger.store.history import acts_on, view
from ledger.store.past import Past, keep
from ledger.store.slots import Changed, Place, Slot
from ledger.store.writing import Totals, erase_record, write_records

_from_json = msgspec.json.Decoder(dict[str, Any]).decode
_record, _feed, _digest = tables.record.c, tables.feed.c, tables.digest.c


class RecordLine(NamedTuple):
    """One record: its values as JSON text, and who wrote them (see State.to_bytes)."""

    id: str
    kind: str
    data: str
    state: bytes


@dataclass(frozen=True)
class Snapshot:
    """Every record of some areas at one place of the feed; the rest as in `Past`.

    ``lines`` are read as they are asked for, once, inside the transaction.
    """

    at: Cursor
    lines: Iterator[RecordLine]
    reach: dict[str, int]
    beside: list[ActId]


def size_of(connection: Connection, office: int, areas: Sequence[str]) -> int:
    """How many records there are in some areas."""
    return sum(count for _, count in _kinds(connection, office, areas))


def has_more_than(connection: Connection, office: int, records: int) -> bool:
    """Whether there are more than so many records here."""
    query = sa.select(_record.id).where(_record.office == office).limit(records + 1)
    return len(connection.execute(query).all()) > records


def _kinds(connection: Connection, office: int, areas: Sequence[str]) -> list[tuple[str, int]]:
    """The kinds of records in some areas, and how many of each."""
    query = sa.select(_digest.kind, sa.func.sum(_digest.records)).where(
        _digest.office == office, _digest.area.in_(areas)
    )
    return [(kind, count) for kind, count in connection.execute(query.group_by(_digest.kind))]


def take(
    connection: Connection,
    office: int,
    epoch: str,
    areas: Sequence[str],
    first_names: Mapping[ActId, Sequence[ActId]],
) -> Snapshot:
    """The records of some areas, inside one reading transaction of the office.

    ``first_names``: of acts that were said again, what they were called before; their records are
    called by that, though no act of that name may ever have come.
    """
    columns = (_record[name] for name in RecordLine._fields)
    # With the kinds named, the index on kind and area finds them among all villages' records.
    kinds = [kind for kind, _ in _kinds(connection, office, areas)]
    query = sa.select(*columns).where(
        _record.office == office, _record.kind.in_(kinds), _record.area.in_(areas)
    )
    lines = map(RecordLine._make, connection.execute(query.order_by(_record.number)))
    fed = sa.select(_feed.node, _feed.seq).where(_feed.office == office, _feed.area.in_(areas))
    acts = {ActId(*row) for row in connection.execute(fed)}
    held = ((node, nodes.mark_of(connection, office, node).seq) for node in {a.node for a in acts})
    reach = {node: seq for node, seq in held if seq}
    acts |= {first for act in acts for first in first_names.get(act, ())}
    beside = sorted(act for act in acts if act.seq > reach.get(act.node, 0))
    return Snapshot(feed.head(connection, office, epoch), lines, reach, beside)


def load(connection: Connection, place: Place, lines: Sequence[RecordLine], past: Past) -> Changed:
    """Begin with an office's records; what was written here before comes on top of them.

    ForgedInput ``bundle.unreadable`` when they are not records.
    """
    totals = Totals(connection, place)
    before = _standing(connection, place)
    with found_afterwards(connection, place) as add_tokens:
        # Not all at once: what is still in the processor's own memory is written twice as fast.
        for start in range(0, len(lines), rows.CHUNK):
            piece = lines[start : start + rows.CHUNK]
            seen = _seen(connection, place, piece, before, past)
            write_records(connection, place, seen, totals, add_tokens)
    _forget_pieces(connection, place, before, {line.id for line in lines}, past, totals)
    totals.write()
    files.follow(connection, place, {line.id for line in lines if line.kind == KIND})
    keep(connection, place, past)
    kinds, names = (frozenset(getattr(line, name) for line in lines) for name in ("kind", "id"))
    return Changed(kinds, names, "exchange")


def _seen(
    connection: Connection,
    place: Place,
    lines: Iterable[RecordLine],
    before: dict[str, rows.Row],
    past: Past,
) -> Iterator[tuple[Slot, Record]]:
    """The records that some lines amount to, with what this PC wrote."""
    try:
        for line in lines:
            slot = _slot(connection, place, line, before, past)
            yield slot, view(place, slot)
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError) as error:
        raise ForgedInput("bundle.unreadable", detail=str(error)) from error


def _standing(connection: Connection, place: Place) -> dict[str, rows.Row]:
    """The records that this PC made before its first exchange."""
    found = connection.execute(rows.select(place.office)).all()
    return {row.id: rows.Row._make(row) for row in found}


def _forget_pieces(
    connection: Connection,
    place: Place,
    before: Mapping[str, rows.Row],
    brought: Collection[str],
    past: Past,
    totals: Totals,
) -> None:
    """A page that came before the snapshot may have left a piece of a record which lies elsewhere
    by now: the past brings the whole of it (see `past.close`)."""
    for name, row in before.items():
        if name not in brought and not row.own_seq and past.holds(name):
            erase_record(connection, place, row, totals)


def _slot(
    connection: Connection, place: Place, line: RecordLine, before: dict[str, rows.Row], past: Past
) -> Slot:
    state = State.from_bytes(line.state, _from_json(line.data))
    row = before.get(line.id)
    if row is None:
        return Slot(line.id, line.kind, made=state)
    for act, writes, refused in acts_on(connection, place.office, line.id):
        if refused is None and not past.covers(act.id):
            state.apply(act, writes)
    return Slot(line.id, line.kind, row, row.own_seq, state)
