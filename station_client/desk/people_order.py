"""People in the order of a column, instead of the best match first."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from ledger.store.query import Query
from station_client.desk import heads
from station_client.desk.heads import text_of
from station_client.desk.views import People

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.core.record import Record
    from station_client.desk.counter import Counter

Sort = tuple[tuple[str, bool], ...]

#: More than anybody looks through; the whole register is the ledger itself.
MOST_FOUND: Final = 5000
#: What a column is sorted by, and whether that runs the other way: who is young was born late.
_BY: Final = {
    "name": ("name", False),
    "sex_age": ("birth_date", True),
    "id_no": ("id_no", False),
    "address": ("live_address", False),
}


def fields_of(sort: Sort) -> list[tuple[str, bool]]:
    """The fields of the card that columns are sorted by, and whether descending."""
    known = [(_BY[key], descending) for key, descending in sort if key in _BY]
    return [(field, descending != turned) for (field, turned), descending in known]


def in_order(
    counter: Counter, text: str, ids: Sequence[str], sort: Sort, offset: int, limit: int
) -> People:
    """Some of the people with these ids, else of those a text finds, else of all, in this order.

    Whoever has nothing in the column comes last either way, but for the list of all.
    """
    started = time.perf_counter()
    order = fields_of(sort)
    if ids or text.strip():
        found = sorted_cards(counter, text, ids, sort)
        cards, total = found[offset : offset + limit], len(found)
    else:
        query = Query("person", order=tuple(order), limit=limit, offset=offset)
        page = counter.ledger.find(query)
        cards, total = page.rows, page.total
    rows = tuple(heads.person_row(counter, card) for card in cards)
    return People(rows, total, (time.perf_counter() - started) * 1000)


def sorted_cards(counter: Counter, text: str, ids: Sequence[str], sort: Sort) -> list[Record]:
    """The people with these ids, else those a text finds: in this order, else as they are found."""
    if ids:
        cards = counter.ledger.records(ids)
    else:
        cards = counter.ledger.search(text, kind="person", limit=MOST_FOUND).rows
    for field, descending in reversed(fields_of(sort)):
        cards.sort(key=lambda card, name=field: text_of(card.data, name), reverse=descending)  # type: ignore[misc]
        cards.sort(key=lambda card, name=field: not text_of(card.data, name))  # type: ignore[misc]
    return cards
