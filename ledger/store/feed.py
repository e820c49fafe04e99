"""The office's feed: accepted acts in commit order, one row per act and area.

Positions are given inside the one write transaction at a time, so position order is commit order.
Every row carries a running hash: a reader who comes from another history of this office (a server
restored from a backup) is noticed by the hash at his position, not by luck.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import ActId, Number, creator_of
from ledger.core.journal import link, origin
from ledger.store import rows, tables
from ledger.store.local import read_setting
from ledger.store.prepared import Prepared, given, insertion, selection
from ledger.store.query import having
from ledger.store.slots import Entry, Place

#: Setting of a station: how far it has read its office's feed, as a cursor.
CURSOR = "feed.cursor"

_feed, _act = tables.feed.c, tables.act.c
_ADD = insertion(tables.feed)
_HASH = selection((_feed.hash,), _feed.office, _feed.position)
_HEAD = Prepared.of(
    sa.select(_feed.position, _feed.hash)
    .where(given(_feed.office))
    .order_by(_feed.position.desc())
    .limit(1),
    "office",
)
_SAME_ACT = sa.and_(_act.office == _feed.office, _act.node == _feed.node, _act.seq == _feed.seq)
_AFTER = Prepared.of(
    sa.select(_feed.position, _feed.hash, _feed.node, _feed.seq, _act.bytes, _act.refused)
    .join_from(tables.feed, tables.act, _SAME_ACT)
    .where(given(_feed.office), given(_feed.area), _feed.position > sa.bindparam("position"))
    .order_by(_feed.position)
    .limit(rows.CHUNK),
    "office",
    "area",
    "position",
)


class _Line(NamedTuple):
    position: int
    hash: bytes
    node: str
    seq: int
    bytes: bytes
    refused: str | None


class Cursor(msgspec.Struct, array_like=True, frozen=True):
    """How far a reader has read: the feed's epoch, a position in it, and the running hash there.

    So it is also said in a bundle and kept in a setting.
    """

    epoch: str
    position: Number
    hash: bytes


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Acts after a cursor, in order; ``more`` when it was cut for size.

    ``authors`` gives the node of each act, and whether it was refused.
    """

    start: Cursor
    end: Cursor
    acts: list[bytes]
    authors: list[tuple[str, bool]]
    more: bool


def head(connection: Connection, office: int, epoch: str) -> Cursor:
    """The end of the feed."""
    row = _HEAD.first(connection, office)
    return Cursor(epoch, *row) if row else beginning(epoch)


def beginning(epoch: str) -> Cursor:
    """The cursor of somebody who has read nothing."""
    return Cursor(epoch, 0, origin(epoch).hash)


def append(
    connection: Connection,
    place: Place,
    entries: Iterable[Entry],
    moved: Iterable[tuple[str, str]],
) -> None:
    """Add the acts of a batch, and the whole past of records that came into another area.

    ``moved`` holds (record, area) of each.
    """
    last = head(connection, place.office, _epoch(connection, place.office))
    position, chain = last.position, last.hash
    new = []
    for area, node, seq in _lines(connection, place, entries, moved):
        position += 1
        chain = link(chain, f"{area}|{node}.{seq}".encode())
        new.append((place.office, position, area, node, seq, chain))
    _ADD.many(connection, new)


def _epoch(connection: Connection, office: int) -> str:
    return str(read_setting(connection, office, "feed.epoch", ""))


def _lines(
    connection: Connection,
    place: Place,
    entries: Iterable[Entry],
    moved: Iterable[tuple[str, str]],
) -> Iterator[tuple[str, str, int]]:
    for record, area in moved:
        for node, seq in _past(connection, place, record):
            yield area, node, seq
    # An act that was refused comes behind its refusal, so that nobody takes it for more.
    entries = sorted(entries, key=lambda entry: entry.refused is not None)
    here = {entry.act.id for entry in entries}
    for entry in entries:
        known: list[ActId] = []
        if entry.refused is not None:
            known = _refusals_of(connection, place, [str(entry.act.id)])
        for area in sorted(entry.areas):
            for node, seq in known:
                if (node, seq) not in here:
                    yield area, node, seq
            yield area, entry.act.node, entry.act.seq


def _past(connection: Connection, place: Place, record: str) -> Iterator[tuple[str, int]]:
    touch, act, office = tables.touch, tables.act, place.office
    owned = sa.select(tables.record.c.id).where(
        tables.record.c.office == office, rows.owned_by(sa.literal(record))
    )
    query = (
        sa.select(act.c.node, act.c.seq, act.c.refused)
        .join_from(
            touch,
            act,
            sa.and_(
                act.c.office == touch.c.office, act.c.node == touch.c.node, act.c.seq == touch.c.seq
            ),
        )
        .where(
            touch.c.office == office,
            sa.or_(touch.c.record == record, touch.c.record.in_(owned)),
        )
        .distinct()
        .order_by(act.c.time, act.c.node, act.c.seq)
    )
    past = connection.execute(query).all()
    refused = [f"{row.node}.{row.seq}" for row in past if row.refused is not None]
    yield from _refusals_of(connection, place, refused)
    for row in past:
        yield row.node, row.seq


def _refusals_of(connection: Connection, place: Place, refused: list[str]) -> list[ActId]:
    """The acts by which the office refused these."""
    found = set()
    for name in refused:
        for row in having(place, "refusal", "act").all(connection, place.office, name):
            found.add(creator_of(rows.Row._make(row).id))
    return sorted(found)


def areas_of(connection: Connection, office: int, act_id: ActId) -> set[str]:
    """The areas in whose feed an act is. Looks through the whole feed: for rare occasions."""
    query = sa.select(_feed.area).where(
        _feed.office == office, _feed.node == act_id.node, _feed.seq == act_id.seq
    )
    return set(connection.execute(query).scalars())


def known(connection: Connection, office: int, cursor: Cursor, epoch: str) -> bool:
    """Whether a reader's cursor is a place in this feed's own history."""
    if cursor.epoch != epoch:
        return False
    if cursor.position == 0:
        return cursor.hash == origin(epoch).hash
    return bool(_HASH.value(connection, office, cursor.position) == cursor.hash)


def lines_after(
    connection: Connection, office: int, cursor: Cursor, areas: Iterable[str], most: int
) -> int:
    """How many lines concern some areas after a cursor, counted up to a number."""
    lines = sa.select(_feed.position).where(
        _feed.office == office, _feed.area.in_(list(areas)), _feed.position > cursor.position
    )
    return len(connection.execute(lines.limit(most)).all())


def page(
    connection: Connection,
    office: int,
    cursor: Cursor,
    areas: Iterable[str],
    *,
    skip_node: str = "",
    limit_bytes: int,
) -> FeedPage:
    """The acts after a cursor that concern some areas, up to a size.

    Acts of ``skip_node`` are left out: its owner has them. A page that was not cut ends at the
    head of the feed, so acts of other areas are not looked at again.
    """
    epoch = cursor.epoch
    end = head(connection, office, epoch)
    found: list[bytes] = []
    authors: list[tuple[str, bool]] = []
    done: set[tuple[str, int]] = set()
    size, last = 0, cursor
    by_area = (_after(connection, office, area, cursor.position) for area in sorted(set(areas)))
    for row in heapq.merge(*by_area, key=attrgetter("position")):
        if size >= limit_bytes:
            return FeedPage(cursor, last, found, authors, more=True)
        last = Cursor(epoch, row.position, row.hash)
        if row.node != skip_node and (row.node, row.seq) not in done:
            done.add((row.node, row.seq))
            found.append(row.bytes)
            authors.append((row.node, row.refused is not None))
            size += len(row.bytes)
    return FeedPage(cursor, end, found, authors, more=False)


def _after(connection: Connection, office: int, area: str, position: int) -> Iterator[_Line]:
    """The lines of one area, read off its index a piece at a time."""
    while True:
        chunk = [_Line._make(row) for row in _AFTER.all(connection, office, area, position)]
        yield from chunk
        if len(chunk) < rows.CHUNK:
            return
        position = chunk[-1].position
