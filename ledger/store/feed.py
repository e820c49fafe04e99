"""The office's feed: accepted acts in commit order, one row per act and area.

Positions are given inside the one write transaction at a time, so position order is commit order.
Every row carries a running hash: a reader who comes from another history of this office (a server
restored from a backup) is noticed by the hash at his position, not by luck.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.journal import link, origin
from ledger.core.record import Record
from ledger.store import rows, tables
from ledger.store.local import read_setting
from ledger.store.slots import Entry, Place


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader has read: the feed's epoch, a position in it, and the running hash there."""

    epoch: str
    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Acts after a cursor, in order, and the node of each; ``more`` when it was cut for size."""

    start: Cursor
    end: Cursor
    acts: list[bytes]
    authors: list[str]
    more: bool


def head(connection: Connection, office: int, epoch: str) -> Cursor:
    """The end of the feed."""
    table = tables.feed
    query = (
        sa.select(table.c.position, table.c.hash)
        .where(table.c.office == office)
        .order_by(table.c.position.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return Cursor(epoch, row.position, row.hash) if row else beginning(epoch)


def beginning(epoch: str) -> Cursor:
    """The cursor of somebody who has read nothing."""
    return Cursor(epoch, 0, origin(epoch).hash)


def append(
    connection: Connection,
    place: Place,
    entries: Iterable[Entry],
    moved: Iterable[Record],
) -> None:
    """Add the acts of a batch, and the whole past of records that came into another area."""
    last = head(connection, place.office, _epoch(connection, place.office))
    position, chain = last.position, last.hash
    new = []
    for area, node, seq in _lines(connection, place.office, entries, moved):
        position += 1
        chain = link(chain, f"{area}|{node}.{seq}".encode())
        new.append(
            {"office": place.office, "position": position, "area": area, "node": node, "seq": seq,
             "hash": chain}
        )  # fmt: skip
    if new:
        connection.execute(sa.insert(tables.feed), new)


def _epoch(connection: Connection, office: int) -> str:
    return str(read_setting(connection, office, "feed.epoch", ""))


def _lines(
    connection: Connection,
    office: int,
    entries: Iterable[Entry],
    moved: Iterable[Record],
) -> Iterator[tuple[str, str, int]]:
    for record in moved:
        yield from _past(connection, office, record)
    for entry in entries:
        if entry.refused is None:
            for area in sorted(entry.areas):
                yield area, entry.act.node, entry.act.seq


def _past(connection: Connection, office: int, record: Record) -> Iterator[tuple[str, str, int]]:
    touch, act = tables.touch, tables.act
    owned = sa.select(tables.record.c.id).where(
        tables.record.c.office == office, tables.record.c.owner == record.id
    )
    query = (
        sa.select(act.c.node, act.c.seq)
        .join_from(
            touch,
            act,
            sa.and_(
                act.c.office == touch.c.office, act.c.node == touch.c.node, act.c.seq == touch.c.seq
            ),
        )
        .where(
            touch.c.office == office,
            act.c.refused.is_(None),
            sa.or_(touch.c.record == record.id, touch.c.record.in_(owned)),
        )
        .distinct()
        .order_by(act.c.time, act.c.node, act.c.seq)
    )
    for row in connection.execute(query).all():
        yield record.area, row.node, row.seq


def known(connection: Connection, office: int, cursor: Cursor, epoch: str) -> bool:
    """Whether a reader's cursor is a place in this feed's own history."""
    if cursor.epoch != epoch:
        return False
    if cursor.position == 0:
        return cursor.hash == origin(epoch).hash
    table = tables.feed
    query = sa.select(table.c.hash).where(
        table.c.office == office, table.c.position == cursor.position
    )
    return bool(connection.execute(query).scalar() == cursor.hash)


def page(
    connection: Connection,
    office: int,
    cursor: Cursor,
    areas: Iterable[str],
    *,
    skip_node: str = "",
    limit_bytes: int = 1 << 20,
) -> FeedPage:
    """The acts after a cursor that concern some areas, up to a size.

    Acts of ``skip_node`` are left out: its owner has them. A page that was not cut ends at the
    head of the feed, so acts of other areas are not looked at again.
    """
    epoch = cursor.epoch
    end = head(connection, office, epoch)
    found: list[bytes] = []
    authors: list[str] = []
    done: set[tuple[str, int]] = set()
    size, last = 0, cursor
    for row in _after(connection, office, cursor.position, sorted(set(areas))):
        if size >= limit_bytes:
            return FeedPage(cursor, last, found, authors, more=True)
        last = Cursor(epoch, row.position, row.hash)
        if row.node != skip_node and (row.node, row.seq) not in done:
            done.add((row.node, row.seq))
            found.append(row.bytes)
            authors.append(row.node)
            size += len(row.bytes)
    return FeedPage(cursor, end, found, authors, more=False)


def _after(connection: Connection, office: int, position: int, areas: list[str]) -> Iterator[Any]:
    table, act = tables.feed, tables.act
    while True:
        query = (
            sa.select(table.c.position, table.c.hash, table.c.node, table.c.seq, act.c.bytes)
            .join_from(
                table,
                act,
                sa.and_(
                    act.c.office == table.c.office,
                    act.c.node == table.c.node,
                    act.c.seq == table.c.seq,
                ),
            )
            .where(table.c.office == office, table.c.area.in_(areas), table.c.position > position)
            .order_by(table.c.position)
            .limit(rows.CHUNK)
        )
        chunk = connection.execute(query).all()
        yield from chunk
        if len(chunk) < rows.CHUNK:
            return
        position = chunk[-1].position
