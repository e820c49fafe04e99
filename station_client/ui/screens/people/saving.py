"""Saving what was typed into a card: everything found first, then the commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.core.act import ActId, Value
    from station_client.desk.counter import Counter
    from station_client.desk.views import Notice, Saved
    from station_client.ui.screens.people.drafts import CardDrafts


@dataclass(frozen=True)
class Attempt:
    """What is to be saved; ``person`` is "" for a new card."""

    person: str
    values: Mapping[str, Value]
    seen: tuple[ActId, ...]
    reason: str = ""
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Saved, or what stands against it."""

    saved: Saved | None
    notices: Sequence[Notice]


def find_notices(counter: Counter, attempt: Attempt) -> list[Notice]:
    """Everything to tell about these values; a card without a name is nobody's."""
    from station_client.desk.cards import check_card
    from station_client.desk.views import Notice

    notices = check_card(counter, attempt.values, attempt.person or None)
    named = "name" in attempt.values if not attempt.person else True
    if not named or attempt.values.get("name", "?") is None:
        need = counter.say("ui.people.need_name")
        notices = [each for each in notices if each.field != "name"]
        notices.insert(0, Notice("name", "name:needed", "block", need))
    return notices


def save(counter: Counter, drafts: CardDrafts, number: int, attempt: Attempt) -> Outcome:
    """Save unless something blocks, or asks and was not confirmed; then the draft goes.

    Runs on a worker thread.  Faults as ``cards.create_card`` and ``cards.edit_card``.
    """
    from station_client.desk import cards
    from station_client.ui.screens.people.drafts import NEW

    notices = find_notices(counter, attempt)
    if any(stands_against(notice, attempt.confirmed) for notice in notices):
        return Outcome(None, notices)
    if attempt.person:
        saved = cards.edit_card(
            counter,
            attempt.person,
            attempt.values,
            attempt.seen,
            attempt.reason,
            attempt.confirmed,
        )
    else:
        saved = cards.create_card(counter, attempt.values, attempt.confirmed, attempt.reason)
    drafts.drop(number, attempt.person or NEW)
    return Outcome(saved, notices)


def stands_against(notice: Notice, confirmed: Sequence[str]) -> bool:
    """Whether a notice keeps the card from being saved."""
    return notice.level == "block" or (notice.level == "ask" and notice.key not in confirmed)
