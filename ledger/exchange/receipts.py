"""What the office says of this station's journal: how far it holds it, and whether there are two.

What waits to be sent is the journal beyond the newest receipt; nothing else is kept about sending.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.engine import Connection

from ledger.core.faults import ForgedInput
from ledger.core.journal import Mark, origin
from ledger.exchange.payload import MarkOf, Payload
from ledger.store import nodes, renewal, tables
from ledger.store.ledger import Ledger
from ledger.store.local import write_setting
from ledger.store.prepared import replacement, selection

#: What an answer shows of a PC that was copied, or restored from a backup.
COPIED = ("node.forked", "node.restored")

_receipts = tables.receipt.c
_KEEP = replacement(tables.receipt)


class Receipt(NamedTuple):
    """How far the office said it holds this journal, and in which bundle of its own."""

    seq: int
    hash: bytes
    number: int


_RECEIPT = selection(
    (_receipts[name] for name in Receipt._fields), _receipts.office, _receipts.peer
)


def newest(connection: Connection, office: int, peer: str) -> Receipt | None:
    """The newest receipt of an office, or None before its first."""
    row = _RECEIPT.first(connection, office, peer)
    return None if row is None else Receipt._make(row)


def confirmed(connection: Connection, ledger: Ledger, peer: str) -> Mark:
    """How far the office is known to hold this station's journal."""
    receipt = newest(connection, ledger.place.office, peer)
    return Mark(receipt.seq, receipt.hash) if receipt else origin(ledger.node)


def of_this_journal(ledger: Ledger, payload: Payload) -> MarkOf | None:
    """How far the office holds this journal: the farthest of its marks."""
    marks = [mark for mark in payload.marks if mark.node == ledger.node]
    return max(marks, key=lambda mark: mark.seq, default=None)


def take(
    connection: Connection, ledger: Ledger, payload: Payload, own: MarkOf, *, other_history: bool
) -> int:
    """Keep the office's word on how far it holds this journal, if it is its newest word.

    Gives how many acts more (or fewer) that is than its word before. An older number with more
    acts comes from an office whose clock was set back, and so may one of another history.
    ForgedInput ``node.restored`` or ``node.forked`` when it is not this journal that it holds.
    """
    office = ledger.place.office
    before = newest(connection, office, payload.sender)
    late = before and payload.number <= before.number and own.seq <= before.seq
    if late and not other_history:
        return 0
    held = nodes.hash_at(connection, office, ledger.node, own.seq)
    if held != own.hash:
        code = "node.restored" if held is None else "node.forked"
        raise ForgedInput(code, node=ledger.node, seq=own.seq)
    _KEEP.run(connection, office, payload.sender, own.seq, own.hash, payload.number, b"")
    return own.seq - (before.seq if before else 0)


def compare(ledger: Ledger, payload: Payload) -> bool:
    """This journal is not the only one of its name: note where the two part (see renewal).

    False when the office has not said that yet; the next bundle then shows it more.
    """
    office = ledger.place.office
    marks = sorted((mark.seq, mark.hash) for mark in payload.marks if mark.node == ledger.node)
    with ledger.database.write() as connection:
        before = newest(connection, office, payload.sender)
        end = nodes.mark_of(connection, office, ledger.node).seq
        here = {seq: nodes.hash_at(connection, office, ledger.node, seq) for seq, _ in marks}
        same = [(seq, hash_) for seq, hash_ in marks if here[seq] == hash_]
        seq, hash_ = same[-1] if same else (0, origin(ledger.node).hash)
        parted = any(here[other] is not None and other == seq + 1 for other, _ in marks)
        known = bool(same) and (parted or seq == end)
        if not same and before is not None and before.seq == end < marks[-1][0]:
            return True  # a restored PC that has written nothing since
        _KEEP.run(connection, office, payload.sender, seq, hash_, payload.number, b"")
        write_setting(connection, office, renewal.CONTESTED, known or None)
    return known
