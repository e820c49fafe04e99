"""Routine work with its progress: counted in SQL, never by loading a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.store.query import Query
from station_client.desk.heads import CLOSED_CARD, UNVERIFIED_CARD

if TYPE_CHECKING:
    from ledger.store.query import Condition
    from station_client.desk.counter import Counter

_LIVE: Final = tuple(sorted({"1", UNVERIFIED_CARD} - CLOSED_CARD))
_SHOWN_PEOPLE: Final = 20


@dataclass(frozen=True)
class Routine:
    """A piece of routine work: `done` of `total`, and the first people still to do.

    `key`: monthly_contact, unverified, no_phone.
    """

    key: str
    title: str
    done: int
    total: int
    text: str  # 16 / 20
    people: tuple[str, ...]


def routine_work(counter: Counter) -> tuple[Routine, ...]:
    """What comes again every month, and what is unfinished in the cards; only what there is."""
    live: tuple[Condition, ...] = (("card_status", "in", _LIVE),)
    cards = counter.ledger.count(Query("person", where=live))
    found = (
        _monthly_contact(counter),
        _cards(counter, "unverified", cards, (("card_status", "eq", UNVERIFIED_CARD),)),
        _cards(counter, "no_phone", cards, (*live, ("mobile", "empty", None))),
    )
    return tuple(routine for routine in found if routine.total)


def people_of(counter: Counter, key: str, limit: int = 100, offset: int = 0) -> list[str]:
    """The people still to do for a piece of routine work, by id, a page at a time."""
    if key == "monthly_contact":
        rows = counter.ledger.find(_not_contacted(counter, limit, offset)).rows
        return [row.owner for row in rows]
    wanted: tuple[Condition, ...] = (("card_status", "eq", UNVERIFIED_CARD),)
    if key == "no_phone":
        wanted = (("card_status", "in", _LIVE), ("mobile", "empty", None))
    query = Query("person", where=wanted, limit=limit, offset=offset)
    return [card.id for card in counter.ledger.find(query).rows]


def _monthly_contact(counter: Counter) -> Routine:
    """Everybody registered as unemployed is spoken to once a month."""
    active: tuple[Condition, ...] = (("void", "empty", None), ("cancel_date", "empty", None))
    total = counter.ledger.count(Query("tz05", where=active))
    waiting = counter.ledger.find(_not_contacted(counter, _SHOWN_PEOPLE, 0))
    people = tuple(row.owner for row in waiting.rows)
    return _routine(counter, "monthly_contact", total - waiting.total, total, people)


def _not_contacted(counter: Counter, limit: int, offset: int) -> Query:
    first = counter.today().replace(day=1).isoformat()
    return Query(
        "tz05",
        where=(
            ("void", "empty", None),
            ("cancel_date", "empty", None),
            ("last_contact", "lt", first),
        ),
        order=(("last_contact", False),),
        limit=limit,
        offset=offset,
    )


def _cards(counter: Counter, key: str, total: int, where: tuple[Condition, ...]) -> Routine:
    waiting = counter.ledger.find(Query("person", where=where, limit=_SHOWN_PEOPLE))
    people = tuple(card.id for card in waiting.rows)
    return _routine(counter, key, total - waiting.total, total, people)


def _routine(counter: Counter, key: str, done: int, total: int, people: tuple[str, ...]) -> Routine:
    title = counter.say(f"desk.routine.{key.replace('_', '-')}")
    return Routine(key, title, done, total, f"{done:,} / {total:,}", people)
