"""A journal's name is given up when the office was restored: nobody can say what stood behind it.

The office may have lost acts that neighbours still hold, and this PC may itself have been put back
behind them without knowing it, by a file copied by hand. Then it would give their names a second
time. So a station that hears of a restore hands over, under its old name, only what a receipt once
covered, which is what it surely sent; and says everything else under a new one (see renewal).
"""

from __future__ import annotations

from sqlalchemy.engine import Connection

from ledger.exchange import following, receipts
from ledger.exchange.payload import Payload
from ledger.store import nodes
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting
from ledger.store.renewal import RETIRING


def note(connection: Connection, ledger: Ledger, payload: Payload) -> None:
    """Note, before an answer is taken, how far the journal goes under its name if the office was
    restored: as far as its farthest receipt."""
    if not following.is_other_history(connection, ledger, payload):
        return
    office, reached = ledger.place.office, 0
    if not nodes.mark_of(connection, office, ledger.node).seq:
        return
    if payload.page is not None or payload.snapshot is not None:
        confirmed = receipts.confirmed(connection, ledger, payload.sender).seq
        reached = max(confirmed, until(connection, ledger) or 0)
    # To one who has read nothing it says no more than that: it takes nothing of him either.
    write_setting(connection, office, RETIRING, [ledger.node, reached])


def until(connection: Connection, ledger: Ledger) -> int | None:
    """The last act that still goes out under this name; None while all of them do."""
    kept = read_setting(connection, ledger.place.office, RETIRING)
    return int(kept[1]) if kept is not None and kept[0] == ledger.node else None


def is_due(connection: Connection, ledger: Ledger, peer: str) -> bool:
    """Whether the office has all of that again, so that the new name can be taken."""
    last = until(connection, ledger)
    return last is not None and receipts.confirmed(connection, ledger, peer).seq >= last
