"""Proof that what is shown follows from the journal: chains, records, digests, and files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import Act, ActId, Write, decode
from ledger.core.digest import add
from ledger.core.journal import Mark, link, origin
from ledger.core.merge import State
from ledger.store import file_checks, rows, tables
from ledger.store.history import work_out
from ledger.store.past import pending
from ledger.store.prepared import Prepared, given
from ledger.store.slots import Place

_digest, _act = tables.digest.c, tables.act.c
_CHAIN = Prepared.of(
    sa.select(_act.seq, _act.bytes, _act.hash)
    .where(given(_act.office), given(_act.node), _act.seq <= sa.bindparam("until"))
    .order_by(_act.seq),
    "office",
    "node",
    "until",
)
_TOTALS_OF = Prepared.of(
    sa.select(_digest.kind, _digest.records, _digest.sum).where(
        given(_digest.office), given(_digest.area), _digest.records > 0
    ),
    "office",
    "area",
)
_TOTALS = Prepared.of(
    sa.select(_digest.area, _digest.kind, _digest.records, _digest.sum)
    .where(given(_digest.office), _digest.records > 0)
    .order_by(_digest.area, _digest.kind),
    "office",
)


@dataclass(frozen=True)
class VerifyReport:
    """What was looked at and what is wrong: (text key, parameters) per fault.

    ``awaited`` records came with a first load, and the acts behind them are still arriving.
    """

    acts: int
    records: int
    faults: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    awaited: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def totals(connection: Connection, office: int) -> Iterator[tuple[str, str, int, bytes]]:
    """The kept digests: area, kind, number of records, digest."""
    yield from _TOTALS.all(connection, office)


def totals_of(connection: Connection, office: int, area: str) -> dict[str, tuple[int, bytes]]:
    """The kept digests of one area, by kind: number of records, digest."""
    found = _TOTALS_OF.all(connection, office, area)
    return {kind: (count, total) for kind, count, total in found}


def verify(connection: Connection, place: Place) -> VerifyReport:
    """Check everything that follows from the journal against the journal."""
    faults: list[tuple[str, dict[str, object]]] = []
    faults += _broken_chains(connection, place.office)
    count = 0
    sums: dict[tuple[str, str], list[bytes]] = {}
    journal = _Journal(connection, place.office)
    past, awaited = pending(connection, place.office), 0
    for row in _every(connection, rows.select(place.office)):
        count += 1
        for area in {row.area, rows.second_area(row) or row.area}:
            sums.setdefault((area, row.kind), []).append(row.digest)
        if past is not None and past.holds(row.id):
            awaited += 1
            state, kind = rows.state_of(row), row.kind
        else:
            state, kind = journal.work_out(row.id)
        if state.digest(row.id) != row.digest or kind != row.kind:
            faults.append(("verify.record-differs", {"kind": row.kind, "record": row.id}))
        elif state.resolve(place.schema.rankings.get(kind, {}))[0] != rows.data_of(row):
            faults.append(("verify.data-differs", {"kind": row.kind, "record": row.id}))
    expected = {key: (len(items), add(bytes(16), plus=items)) for key, items in sums.items()}
    kept = {(area, kind): (n, total) for area, kind, n, total in totals(connection, place.office)}
    for area, kind in sorted(expected.keys() | kept.keys()):
        if expected.get((area, kind)) != kept.get((area, kind)):
            faults.append(("verify.digest-differs", {"area": area, "kind": kind}))
    faults += file_checks.faults(connection, place)
    return VerifyReport(len(journal.held), count, faults, awaited)


class _Journal:
    """Every act held here, read once, by the records it writes."""

    def __init__(self, connection: Connection, office: int) -> None:
        self.held: set[ActId] = set()
        self._by_record: dict[str, list[tuple[Act, tuple[Write, ...], str | None]]] = {}
        table = tables.act
        query = sa.select(table.c.bytes, table.c.refused).where(table.c.office == office)
        for row in _every(connection, query.order_by(table.c.time, table.c.node, table.c.seq)):
            act = decode(row.bytes)
            self.held.add(act.id)
            by_record: dict[str, list[Write]] = {}
            for write in act.writes:
                by_record.setdefault(write.record, []).append(write)
            for record, writes in by_record.items():
                lines = self._by_record.setdefault(record, [])
                lines.append((act, tuple(writes), row.refused))

    def work_out(self, record: str) -> tuple[State, str]:
        """State and kind of a record, from the journal alone."""
        return work_out(self._by_record.get(record, ()), self.held.__contains__)


def _every(connection: Connection, query: sa.Select[Any]) -> Iterator[Any]:
    yield from connection.execution_options(yield_per=1000).execute(query)


def _broken_chains(connection: Connection, office: int) -> Iterator[tuple[str, dict[str, object]]]:
    table = tables.mark
    for row in connection.execute(sa.select(table).where(table.c.office == office)).all():
        reached = _follow(connection, office, row.node, row.seq)
        if reached != Mark(row.seq, row.hash):
            yield "verify.chain-broken", {"node": row.node, "seq": reached.seq + 1}


def _follow(connection: Connection, office: int, node: str, until: int) -> Mark:
    """The mark that a node's acts amount to, up to the first that does not fit."""
    mark = origin(node)
    for seq, data, chain in _CHAIN.each(connection, office, node, until):
        following = Mark(mark.seq + 1, link(mark.hash, data))
        if seq != following.seq or chain != following.hash:
            return mark
        mark = following
    return mark
