"""Mending: what follows from the journal is worked out anew where it differs from the journal.

For a ledger whose records, search or digests were damaged, by a disk or by a hand. The journal
itself is not touched: what is missing there comes back from the other side of the exchange, and so
does the content of an attachment that was damaged.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import decode
from ledger.core.digest import add
from ledger.store import rows, tables
from ledger.store.file_checks import put_right
from ledger.store.history import replay_record, worked_out
from ledger.store.ledger import Ledger
from ledger.store.past import pending
from ledger.store.slots import Changed, Place
from ledger.store.upsert import insert_new
from ledger.store.writing import Totals

#: Setting of a station that reads the whole feed again; no feed has an epoch of this name.
AGAIN = "again"


def mend(ledger: Ledger) -> list[str]:
    """Put right every record that does not follow from the journal, and ask again for damaged
    contents of attachments; gives the names of the records.

    Whole or not at all, and announced like any other change. Nothing while acts behind a first
    load are still arriving: the journal does not say all yet.
    """
    place = ledger.place
    with ledger.database.write() as connection:
        if pending(connection, place.office) is not None:
            return []
        names = _touch_again(connection, place)
        wrong = [name for name in names if not _follows(connection, place, name)]
        totals = Totals(connection, place)
        _erase(connection, place, wrong)
        for name in wrong:
            _write_again(connection, place, name, totals)
        _count_again(connection, place)
        wrong += put_right(connection, place)
    if wrong:
        ledger.announce(Changed(frozenset(place.schema.titles), frozenset(wrong), "exchange"))
    return wrong


def _touch_again(connection: Connection, place: Place) -> list[str]:
    """See that every act is known to the records it writes; gives the names of all records."""
    act, touch, record = tables.act, tables.touch, tables.record
    names: set[str] = set(
        connection.execute(sa.select(record.c.id).where(record.c.office == place.office)).scalars()
    )
    query = sa.select(act.c.bytes).where(act.c.office == place.office)
    found = []
    for data in connection.execute(query).scalars():
        one = decode(data)
        written = {write.record for write in one.writes}
        names |= written
        found += [
            {"office": place.office, "record": name, "node": one.node, "seq": one.seq}
            for name in written
        ]
    if found:
        connection.execute(insert_new(place.dialect, touch), found)
    return sorted(names)


def _follows(connection: Connection, place: Place, name: str) -> bool:
    """Whether a record is what its acts amount to."""
    row = rows.by_name(connection, place.office, [name]).get(name)
    state, kind = worked_out(connection, place.office, name)
    if row is None or not kind:
        return row is None and not kind
    try:
        data, kept = rows.data_of(row), rows.state_of(row).digest(name)
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError):
        return False
    values, conflicts = state.resolve(place.schema.rankings.get(kind, {}))
    area, owner = str(values.get("area") or ""), str(values.get("owner") or "")
    standing = (row.kind, row.area, row.owner, rows.conflicts_of(row), data, row.digest, kept)
    mark = state.digest(name)
    return standing == (kind, area, owner, conflicts, values, mark, mark)


def _erase(connection: Connection, place: Place, names: list[str]) -> None:
    """Take records out, with whatever still finds them or finds nothing."""
    record, search = tables.record, tables.search
    for name in names:
        connection.execute(
            sa.delete(record).where(record.c.office == place.office, record.c.id == name)
        )
    if names:
        there = sa.select(record.c.number).where(record.c.office == place.office)
        connection.execute(
            sa.delete(search).where(search.c.office == place.office, search.c.record.not_in(there))
        )


def _write_again(connection: Connection, place: Place, name: str, totals: Totals) -> None:
    record, touch = tables.record, tables.touch
    replay_record(connection, place, name, totals)
    own = sa.select(sa.func.max(touch.c.seq)).where(
        touch.c.office == place.office, touch.c.record == name, touch.c.node == place.node
    )
    connection.execute(
        sa.update(record)
        .where(record.c.office == place.office, record.c.id == name)
        .values(own_seq=connection.execute(own).scalar() or 0)
    )


def _count_again(connection: Connection, place: Place) -> None:
    record, digest = tables.record, tables.digest
    query = sa.select(record.c.area, record.c.kind, record.c.digest, record.c.data)
    sums: dict[tuple[str, str], list[bytes]] = {}
    for row in connection.execute(query.where(record.c.office == place.office)):
        for area in {row.area, rows.second_area(row) or row.area}:
            sums.setdefault((area, row.kind), []).append(row.digest)
    connection.execute(sa.delete(digest).where(digest.c.office == place.office))
    _insert_totals(connection, place.office, sums.items())


def _insert_totals(
    connection: Connection, office: int, sums: Iterable[tuple[tuple[str, str], list[bytes]]]
) -> None:
    new = [
        {
            "office": office,
            "area": area,
            "kind": kind,
            "records": len(marks),
            "sum": add(bytes(16), plus=marks),
        }
        for (area, kind), marks in sums
    ]
    if new:
        connection.execute(sa.insert(tables.digest), new)
