"""The people an operator dealt with last: what the list shows before anything is typed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from ledger.store.query import Query
from station_client.desk import heads
from station_client.desk.views import People

if TYPE_CHECKING:
    from ledger.core.record import Record
    from station_client.desk.counter import Counter

_KEPT: Final = 30


def remember(counter: Counter, person: str) -> None:
    """Put a person at the head of the operator's list, after a deed that concerned him."""
    known = _kept(counter)
    if known[:1] == [person]:
        return
    wanted = [person, *(each for each in known if each != person)]
    counter.ledger.local.settings.set(_key(counter), wanted[:_KEPT])


def recent_people(counter: Counter, limit: int) -> People:
    """The people dealt with last, then others by name; `total` counts all cards."""
    started = time.perf_counter()
    cards = [card for card in counter.ledger.records(_kept(counter)) if card.kind == "person"]
    found: dict[str, Record] = {card.id: card for card in cards[:limit]}
    page = counter.ledger.find(Query("person", order=(("name", False),), limit=limit))
    for card in page.rows:
        if len(found) < limit and not card.data.get("void") and is_ours(counter, card):
            found.setdefault(card.id, card)
    rows = tuple(heads.person_row(counter, card) for card in found.values())
    return People(rows, page.total, (time.perf_counter() - started) * 1000)


def is_ours(counter: Counter, card: Record) -> bool:
    """Whether somebody belongs to this village, or did before he was moved.

    Who was written down in one act with somebody that moved here came along with that act; he is
    nobody of ours.
    """
    area = counter.site.area
    if card.area == area or not card.id:
        return True
    history = counter.ledger.history(card.id)
    return any(
        ("area", area) == (name, after) for each in history for name, _, after in each.changes
    )


def _kept(counter: Counter) -> list[str]:
    kept = counter.ledger.local.settings.get(_key(counter), [])
    return [str(each) for each in kept]


def _key(counter: Counter) -> str:
    return f"desk.recent.{counter.operator.id}"
