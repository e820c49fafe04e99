"""Handing back: after a restore of the office, its stations return what it held and lost.

An office that finds a reader who comes from another history of its feed says how far it holds
every journal; the station returns what it holds beyond that, with the office's seals (see seals).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import ActId, decode
from ledger.exchange import columns, seals
from ledger.exchange.payload import MarkOf, Returned
from ledger.exchange.segments import MAX_ACTS, NewAct
from ledger.store import nodes, tables
from ledger.store.formers import RECALL
from ledger.store.history import held_of
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting
from ledger.store.nodes import KnownNode


def every_mark(connection: Connection, office: int) -> tuple[MarkOf, ...]:
    """How far the office holds every journal it knows."""
    table = tables.mark
    query = sa.select(table.c.node, table.c.seq, table.c.hash).where(table.c.office == office)
    return tuple(MarkOf(*row) for row in connection.execute(query.order_by(table.c.node)))


# The station's side


@dataclass(frozen=True)
class Handback:
    """What goes back in one bundle, and whether more has to before own acts may go."""

    returned: Returned | None = None
    more: bool = False


def recalled(connection: Connection, ledger: Ledger, marks: Iterable[MarkOf]) -> None:
    """Note, inside the transaction that takes the office's answer, what it holds, if anything is to
    be handed back: to look for that takes as long as there are acts."""
    place = ledger.place
    recall = [{mark.node: mark.seq for mark in marks}, None]
    lacks = cut_back(connection, ledger, recall, 1).returned
    write_setting(connection, place.office, RECALL, recall if lacks else None)


def arrived(connection: Connection, ledger: Ledger, end: tuple[int, str, int]) -> None:
    """The office has taken in what was handed back, up to here."""
    place = ledger.place
    recall = read_setting(connection, place.office, RECALL)
    if recall is None or (recall[1] is not None and tuple(recall[1]) >= tuple(end)):
        return
    still = cut_back(connection, ledger, [recall[0], end], 1).returned
    value = [recall[0], end] if still else None
    write_setting(connection, place.office, RECALL, value)


def to_return(connection: Connection, ledger: Ledger, limit_bytes: int) -> Handback:
    """The next acts to hand back, the oldest first."""
    recall = read_setting(connection, ledger.place.office, RECALL)
    return Handback() if recall is None else cut_back(connection, ledger, recall, limit_bytes)


def cut_back(
    connection: Connection, ledger: Ledger, recall: Sequence[Any], limit_bytes: int
) -> Handback:
    """Acts of others beyond what the office holds, after those handed back, up to a size."""
    held, after = recall
    found: list[bytes] = []
    kept: list[bytes] = []
    size, end, more = 0, None, False
    for row in _others(connection, ledger, after):
        if row.seq <= held.get(row.node, 0):
            continue
        if found and (size >= limit_bytes or len(found) == MAX_ACTS):
            more = True
            break
        kept.append(_seal_of(connection, ledger, row))
        found.append(row.bytes)
        size += len(row.bytes)
        end = (row.time, row.node, row.seq)
    if end is None:
        return Handback()
    return Handback(Returned(columns.pack(found), b"".join(kept), end), more)


def _seal_of(connection: Connection, ledger: Ledger, row: Any) -> bytes:
    """The seal of an act of the feed stands with it, that of one written here under a former name
    with its receipt."""
    if row.hash is not None and len(row.hash) == seals.SEAL_BYTES:
        return bytes(row.hash)
    return seals.own(connection, ledger, row.node, row.seq, 1) or seals.NONE


def _others(connection: Connection, ledger: Ledger, after: Any) -> Iterable[Any]:
    table = tables.act
    query = (
        sa.select(table.c.time, table.c.node, table.c.seq, table.c.bytes, table.c.hash)
        .where(table.c.office == ledger.place.office, table.c.node != ledger.node)
        .order_by(table.c.time, table.c.node, table.c.seq)
    )
    if after is not None:
        query = query.where(sa.tuple_(table.c.time, table.c.node, table.c.seq) > sa.tuple_(*after))
    return connection.execute(query)


# The office's side


def taken_back(
    connection: Connection, ledger: Ledger, returned: Returned | None, sender: KnownNode
) -> list[NewAct]:
    """The acts of others that a station hands back and that are not held here.

    Believed are acts that carry this office's seal, and acts of another PC of the same station,
    which are judged anew (a renewed PC hands back what it wrote under its former name). Others are
    passed over: who wrote them will bring them.
    """
    if returned is None or not ledger.place.restored:
        return []  # this office was never restored: nobody has anything of it to hand back
    found = {}
    for place, data in enumerate(columns.unpack(returned.acts, MAX_ACTS)):
        act = decode(data)
        was = seals.was(ledger, data, seals.at(returned.seals, place))
        if was is not None or _is_neighbour(connection, ledger, act.node, sender):
            found[act.id] = NewAct(act, data, None, was)
    held = held_of(connection, ledger.place.office, found)
    return [item for act_id, item in found.items() if act_id not in held]


def _is_neighbour(connection: Connection, ledger: Ledger, node: str, sender: KnownNode) -> bool:
    known = nodes.get(connection, ledger.place.office, node)
    return known is not None and known.station == sender.station and known.area == sender.area


def in_order(acts: Iterable[NewAct]) -> list[NewAct]:
    """Acts of several journals, each behind those its author had seen, else by the clock."""
    by_time = sorted(acts, key=lambda item: (item.act.time, item.act.id))
    waiting = {item.act.id: item for item in by_time}
    before = _predecessors(waiting)
    ordered: list[NewAct] = []
    for item in by_time:
        stack = [item.act.id]
        while stack:
            act_id = stack[-1]
            if act_id not in waiting:
                stack.pop()
                continue
            lacking = [name for name in before.pop(act_id, ()) if name in waiting]
            if lacking:
                stack += lacking
            else:
                ordered.append(waiting.pop(act_id))
    return ordered


def _predecessors(acts: Mapping[ActId, NewAct]) -> dict[ActId, list[ActId]]:
    """For each act, the one before it in its journal, and those its author had seen."""
    last: dict[str, ActId] = {}
    found: dict[ActId, list[ActId]] = {}
    for act_id in sorted(acts):
        seen = {ActId(*name) for write in acts[act_id].act.writes for name in write.seen}
        if act_id.node in last:
            seen.add(last[act_id.node])
        last[act_id.node] = act_id
        found[act_id] = sorted(name for name in seen if name in acts and name != act_id)
    return found
