"""The office's receipts as a station keeps them, and what waits behind them."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from ledger.core.journal import Mark
from ledger.store import nodes, tables
from ledger.store.ledger import Ledger
from ledger.store.prepared import selection

_act, _receipts = tables.act.c, tables.receipt.c
_TIME = selection((_act.time,), _act.office, _act.node, _act.seq)


class Receipt(NamedTuple):
    """How far the office said it holds this journal, and in which bundle of its own."""

    seq: int
    hash: bytes
    number: int


_RECEIPT = selection(
    (_receipts[name] for name in Receipt._fields), _receipts.office, _receipts.peer
)


def receipt_of(connection: Connection, office: int, peer: str) -> Receipt | None:
    """The newest receipt of an office, or None before its first."""
    row = _RECEIPT.first(connection, office, peer)
    return None if row is None else Receipt._make(row)


def report_of(connection: Connection, ledger: Ledger, version: str, after: Mark) -> dict[str, Any]:
    """What a station says of itself: its program, how much waits behind a mark, and since when."""
    place = ledger.place
    mark = nodes.mark_of(connection, place.office, ledger.node)
    report = {"version": version, "unsent": mark.seq - after.seq}
    oldest = _TIME.value(connection, place.office, ledger.node, after.seq + 1)
    return report if oldest is None else {**report, "oldest": int(oldest) >> 16}
