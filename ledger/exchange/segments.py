"""A node's own acts on their way out, and the check of somebody else's on their way in."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import Act, decode
from ledger.core.faults import ForgedInput
from ledger.core.journal import Mark, extend
from ledger.core.keys import PublicKeys
from ledger.exchange import columns, seals
from ledger.exchange.payload import MarkOf, Segment
from ledger.exchange.seals import Was
from ledger.store import nodes, tables
from ledger.store.ledger import Ledger
from ledger.store.prepared import Prepared, given

#: Most acts in one segment.
MAX_ACTS = 20_000
SIGNED = b"czt-head-1"

_act = tables.act.c
_ACTS = Prepared.of(
    sa.select(_act.bytes, _act.hash)
    .where(given(_act.office), given(_act.node), _act.seq > sa.bindparam("after"))
    .order_by(_act.seq)
    .limit(MAX_ACTS),
    "office",
    "node",
    "after",
)


@dataclass(frozen=True)
class Cut:
    """A part of the own journal: the segment (None if there is nothing), and what it reaches."""

    segment: Segment | None
    acts: int
    more: bool


@dataclass(frozen=True)
class NewAct:
    """An act that was not held here, checked: its bytes and the chain hash after it (None for one
    that somebody else handed back); ``was`` what it was here before this office lost it."""

    act: Act
    data: bytes
    hash: bytes | None
    was: Was | None = None


def cut(
    connection: Connection,
    ledger: Ledger,
    after: Mark,
    limit_bytes: int,
    until: int | None = None,
) -> Cut:
    """The own acts after a mark, up to a size, and none behind the act numbered ``until``; with
    them the office's seals on acts that it has had before."""
    acts: list[bytes] = []
    size, last, more = 0, after.hash, False
    for data, chain in _ACTS.each(connection, ledger.place.office, ledger.node, after.seq):
        if until is not None and after.seq + len(acts) >= until:
            break
        if acts and size >= limit_bytes:
            more = True
            break
        acts.append(data)
        size += len(data)
        last = chain
    if not acts:
        return Cut(None, 0, more=False)
    signature = ledger.keys.sign(SIGNED + last)
    first = after.seq + 1
    kept = seals.own(connection, ledger, ledger.node, first, len(acts))
    segment = Segment(ledger.node, first, after.hash, columns.pack(acts), signature, kept)
    return Cut(segment, len(acts), more or len(acts) == MAX_ACTS)


def check(
    connection: Connection, ledger: Ledger, segment: Segment, author: PublicKeys
) -> list[NewAct]:
    """The acts of a segment that are new here.

    A segment that begins behind what is held is a gap: it is left out, and the receipt says where
    to go on. ForgedInput ``node.forked`` when it contradicts what is held (a cloned disk or a
    restored backup), and for whatever else does not fit together.
    """
    held = nodes.mark_of(connection, ledger.place.office, segment.node)
    if segment.first > held.seq + 1:
        return []
    if segment.first < 1:
        raise ForgedInput("bundle.unreadable", detail="first")
    before = nodes.hash_at(connection, ledger.place.office, segment.node, segment.first - 1)
    if before != segment.before:
        raise ForgedInput("node.forked", node=segment.node, seq=segment.first - 1)
    acts = columns.unpack(segment.acts, MAX_ACTS)
    hashes = extend(Mark(segment.first - 1, before), acts)
    if not acts:
        return []
    author.check(SIGNED + hashes[-1], segment.signature)
    known = held.seq - segment.first + 1
    if known > 0:
        last = min(known, len(hashes))
        seq = segment.first + last - 1
        if hashes[last - 1] != nodes.hash_at(connection, ledger.place.office, segment.node, seq):
            raise ForgedInput("node.forked", node=segment.node, seq=seq)
    return [
        _named(ledger, segment, place, data, chain)
        for place, (data, chain) in enumerate(zip(acts, hashes, strict=True))
        if place >= known
    ]


def in_common(connection: Connection, ledger: Ledger, segment: Segment) -> list[MarkOf]:
    """Where a node's journal, as it was sent, and as it is held here, are the same last, and the
    first place where they differ; none when that cannot be said."""
    office, node = ledger.place.office, segment.node
    held = nodes.mark_of(connection, office, node)
    if nodes.hash_at(connection, office, node, segment.first - 1) != segment.before:
        return []
    acts = columns.unpack(segment.acts, MAX_ACTS)[: max(held.seq - segment.first + 1, 0)]
    hashes = [segment.before, *extend(Mark(segment.first - 1, segment.before), acts)]

    def here(place: int) -> bytes | None:
        return nodes.hash_at(connection, office, node, segment.first - 1 + place)

    low, high = 0, len(hashes) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if here(middle) == hashes[middle] else (low, middle - 1)
    found = [MarkOf(node, segment.first - 1 + low, hashes[low])]
    other = here(low + 1) if low + 1 < len(hashes) else None
    return [*found, MarkOf(node, segment.first + low, other)] if other else found


def _named(ledger: Ledger, segment: Segment, place: int, data: bytes, chain: bytes) -> NewAct:
    act, seq = decode(data), segment.first + place
    if act.node != segment.node or act.seq != seq:
        raise ForgedInput("bundle.wrong-author", node=segment.node, seq=seq)
    was = seals.was(ledger, data, seals.at(segment.seals, place))
    return NewAct(act, data, chain, was)
