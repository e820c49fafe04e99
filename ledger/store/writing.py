"""Writing what a batch worked out: acts, records, their history, search and digests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core import digest
from ledger.core.record import Record
from ledger.store import rows, tables
from ledger.store.search import tokens
from ledger.store.slots import Entry, Place, Slot
from ledger.store.upsert import insert_new, upsert

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
        table = tables.digest
        office = self._place.office
        changes = {key: change for key, change in self._changes.items() if any(change)}
        if not changes:
            return
        query = sa.select(table).where(
            table.c.office == office, table.c.area.in_({area for area, _ in changes})
        )
        standing = {(row.area, row.kind): row for row in self._connection.execute(query)}
        new = []
        for (area, kind), (count, amount) in changes.items():
            row = standing.get((area, kind))
            total = int.from_bytes(row.sum, "big") if row else 0
            value = ((total + amount) % _MODULUS).to_bytes(digest.DIGEST_BYTES, "big")
            records = (row.records if row else 0) + count
            new.append(
                {"office": office, "area": area, "kind": kind, "records": records, "sum": value}
            )
        self._connection.execute(upsert(self._place.dialect, table), new)
        self._changes.clear()


def write_acts(
    connection: Connection, place: Place, entries: Sequence[Entry], arrived_ms: int
) -> None:
    """Store the acts of a batch and which records each of them touches."""
    if not entries:
        return
    office = place.office
    connection.execute(
        sa.insert(tables.act),
        [
            {
                "office": office,
                "node": entry.act.node,
                "seq": entry.act.seq,
                "time": entry.act.time,
                "bytes": entry.data,
                "hash": entry.hash,
                "arrived": arrived_ms,
                "refused": entry.refused,
            }
            for entry in entries
        ],
    )
    touched = [
        {"office": office, "record": name, "node": entry.act.node, "seq": entry.act.seq}
        for entry in entries
        for name in {write.record for write in entry.act.writes}
    ]
    if touched:
        connection.execute(sa.insert(tables.touch), touched)


def write_records(
    connection: Connection,
    place: Place,
    seen: Iterable[tuple[Slot, Record | None]],
    totals: Totals,
) -> None:
    """Store the records of a batch, with what finds them."""
    new_rows = []
    gone: list[dict[str, Any]] = []
    come: list[dict[str, Any]] = []
    for slot, record in seen:
        if record is None:
            continue
        mark = slot.state.digest(slot.id)
        new_rows.append(_row(place.office, slot, record, mark))
        totals.move(slot.before, record.area, record.kind, mark)
        _index(place, slot, record, gone, come)
    if not new_rows:
        return
    connection.execute(upsert(place.dialect, tables.record), new_rows)
    _write_tokens(connection, place.dialect, gone, come)


def _row(office: int, slot: Slot, record: Record, mark: bytes) -> dict[str, Any]:
    return {
        "office": office,
        "id": record.id,
        "kind": record.kind,
        "area": record.area,
        "owner": record.owner,
        "data": rows.to_json(dict(record.data)),
        "state": slot.state.to_bytes(),
        "conflicts": ",".join(record.conflicts),
        "digest": mark,
        "time": record.time,
        "own_seq": slot.own_seq,
    }


def _index(
    place: Place,
    slot: Slot,
    record: Record,
    gone: list[dict[str, Any]],
    come: list[dict[str, Any]],
) -> None:
    fields = place.schema.search.get(record.kind)
    if not fields:
        return
    before = rows.data_of(slot.before) if slot.before is not None and slot.before.kind else {}
    if all(before.get(field) == record.data.get(field) for field in fields):
        return
    old, new = tokens(before, fields), tokens(record.data, fields)
    key = {"office": place.office, "kind": record.kind, "record": record.id}
    gone.extend({**key, "token": token} for token in old - new)
    come.extend({**key, "token": token} for token in new - old)


def _write_tokens(
    connection: Connection, dialect: str, gone: list[dict[str, Any]], come: list[dict[str, Any]]
) -> None:
    table = tables.search
    if gone:
        statement = sa.delete(table).where(
            table.c.office == sa.bindparam("office"),
            table.c.kind == sa.bindparam("kind"),
            table.c.token == sa.bindparam("token"),
            table.c.record == sa.bindparam("record"),
        )
        connection.execute(statement, gone)
    if come:
        come.sort(key=lambda row: (row["kind"], row["token"], row["record"]))
        connection.execute(insert_new(dialect, table), come)
