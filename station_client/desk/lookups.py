"""Asking for records by one exact value, in the way that an index answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.store.query import Query

if TYPE_CHECKING:
    from ledger.core.record import Record
    from ledger.store.query import Condition
    from station_client.desk.counter import Counter


def exactly(
    counter: Counter,
    kind: str,
    name: str,
    value: object,
    limit: int = 20,
    also: tuple[Condition, ...] = (),
) -> list[Record]:
    """The records of a kind in which an indexed field has exactly this value.

    Ordered by that field, which orders nothing among equals: it keeps SQLite from walking a whole
    kind by its ids in the hope of an early hit (measured at 50,000 cards: 123 ms against 0.1).
    """
    where = ((name, "eq", value), *also)
    query = Query(kind, where=where, order=((name, False),), limit=limit)
    return counter.ledger.find(query).rows
