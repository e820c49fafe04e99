"""Routine work with its progress: counted in SQL, never by loading a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ledger.core.clock import stamp
from ledger.store.query import Condition, Query
from station_client.desk.heads import CLOSED_CARD, UNVERIFIED_CARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.core.record import Record
    from station_client.desk.counter import Counter

_LIVE: Final = tuple(sorted({"1", UNVERIFIED_CARD} - CLOSED_CARD))
_SHOWN_PEOPLE: Final = 20
_FEW: Final = 2000
#: How long it is told that somebody came from another village.
_NEWS: Final = timedelta(days=14)
_UNVERIFIED: Final[tuple[Condition, ...]] = (("card_status", "eq", UNVERIFIED_CARD),)
#: A number that was never given, and one that was taken away.
_NO_PHONE: Final[tuple[Condition, ...]] = (("mobile", "eq", None), ("mobile", "eq", ""))


@dataclass(frozen=True)
class Routine:
    """A piece of routine work: `done` of `total`, and the first people still to do.

    `key`: moved_here, monthly_contact, unverified, no_phone.
    """

    key: str
    title: str
    done: int
    total: int
    text: str  # 16 / 20
    people: tuple[str, ...]


def routine_work(counter: Counter) -> tuple[Routine, ...]:
    """Who came from other villages, what comes again every month, and what is unfinished in the
    cards; only what is to do."""
    cards = counter.ledger.count(Query("person", where=(("card_status", "in", _LIVE),)))
    found = (
        *_moved_here(counter),
        _monthly_contact(counter),
        _unverified(counter, cards),
        _no_phone(counter, cards),
    )
    return tuple(routine for routine in found if routine.done < routine.total)


def _moved_here(counter: Counter) -> Iterator[Routine]:
    """Who was moved here of late, by village; done is whose card was looked over since."""
    since = stamp(int((counter.now() - _NEWS).timestamp() * 1000))
    query = Query(
        "move",
        where=(("home", "eq", counter.site.area), ("void", "empty", None), ("time", "gt", since)),
        order=(("time", True),),
        limit=_FEW,
    )
    by_village: dict[str, dict[str, int]] = {}
    for move in counter.ledger.find(query).rows:
        by_village.setdefault(move.area, {}).setdefault(move.owner, move.time)
    for area, moved in by_village.items():
        cards = {card.id: card for card in counter.ledger.records(list(moved))}
        here = {name: card for name, card in cards.items() if card.area == counter.site.area}
        waiting = [name for name, card in here.items() if card.time <= moved[name]]
        place = counter.catalogue.division_name(area, counter.say.lang)
        title = counter.say("desk.routine.moved-here", place=place, n=len(here))
        done, total = len(here) - len(waiting), len(here)
        shown = tuple(waiting[:_SHOWN_PEOPLE])
        yield Routine("moved_here", title, done, total, f"{done:,} / {total:,}", shown)


def _monthly_contact(counter: Counter) -> Routine:
    """Everybody registered as unemployed is spoken to once a month."""
    active: tuple[Condition, ...] = (("void", "empty", None), ("cancel_date", "empty", None))
    total = counter.ledger.count(Query("tz05", where=active))
    waiting = counter.ledger.find(_not_contacted(counter))
    people = tuple(row.owner for row in waiting.rows)
    return _routine(counter, "monthly_contact", total - waiting.total, total, people)


def _not_contacted(counter: Counter) -> Query:
    first = counter.today().replace(day=1).isoformat()
    return Query(
        "tz05",
        where=(
            ("void", "empty", None),
            ("cancel_date", "empty", None),
            ("last_contact", "lt", first),
        ),
        order=(("last_contact", False),),
        limit=_SHOWN_PEOPLE,
    )


def _unverified(counter: Counter, cards: int) -> Routine:
    waiting = counter.ledger.count(Query("person", where=_UNVERIFIED))
    people = tuple(card.id for card in _to_verify(counter, waiting))
    return _routine(counter, "unverified", cards - waiting, cards, people)


def _to_verify(counter: Counter, waiting: int) -> list[Record]:
    """Cards to verify. Few are picked by their index; many are met soon by walking the cards."""
    order = (("card_status", False),) if waiting < _FEW else ()
    query = Query("person", _UNVERIFIED, order, _SHOWN_PEOPLE)
    return counter.ledger.find(query).rows


def _no_phone(counter: Counter, cards: int) -> Routine:
    """Live cards without a mobile number.

    Asked as sums of counts that one index answers each; the same in one question reads every card.
    """
    count = counter.ledger.count
    closed: Condition = ("card_status", "in", tuple(sorted(CLOSED_CARD)))
    waiting = sum(
        count(Query("person", where=(none,))) - count(Query("person", where=(closed, none)))
        for none in _NO_PHONE
    )
    people = tuple(card.id for card in _without_phone(counter))
    return _routine(counter, "no_phone", cards - waiting, cards, people)


def _without_phone(counter: Counter) -> list[Record]:
    found: list[Record] = []
    for none in _NO_PHONE:
        query = Query("person", (none,), (("mobile", False),), _SHOWN_PEOPLE)
        found += counter.ledger.find(query).rows
    live = [card for card in found if card.data.get("card_status") not in CLOSED_CARD]
    return live[:_SHOWN_PEOPLE]


def _routine(counter: Counter, key: str, done: int, total: int, people: tuple[str, ...]) -> Routine:
    title = counter.say(f"desk.routine.{key.replace('_', '-')}")
    return Routine(key, title, done, total, f"{done:,} / {total:,}", people)
