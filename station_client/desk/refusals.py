"""Steps the office did not take over: what they were about, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ledger.catalogue.texts import placeholders
from ledger.core.act import ActId
from ledger.core.clock import when
from ledger.store.query import Query
from ledger.store.renewal import REPEATED
from station_client.desk.heads import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ledger.core.act import Value
    from ledger.core.record import Record
    from station_client.desk.counter import Counter

#: How long a refusal stays among what came back.
_DAYS: Final = timedelta(days=14)
_MOST: Final = 50
_MOST_EVER: Final = 5000
_PAPERS: Final = frozenset({"slip", "attachment"})


@dataclass(frozen=True)
class Refused:
    """One step of this station that the office did not take over."""

    record: Record
    deed: str
    why: str
    at: datetime


def refused_steps(counter: Counter, *, ever: bool = False) -> list[Refused]:
    """The refusals of the last two weeks (or all) on what this PC wrote, the newest first."""
    query = Query(
        "refusal",
        where=(("act", "prefix", f"{counter.ledger.node}."), ("code", "ne", REPEATED)),
        order=(("time", True),),
        limit=_MOST_EVER if ever else _MOST,
    )
    since = counter.now() - _DAYS
    found = []
    for refusal in counter.ledger.find(query).rows:
        at = when(refusal.time)
        record = _about(counter, refusal)
        if (at < since and not ever) or record is None:
            continue
        params = refusal.data.get("params")
        why = say_refusal(counter, text_of(refusal.data, "code"), params or {})
        found.append(Refused(record, say_deed(counter, text_of(refusal.data, "action")), why, at))
    return found


def _about(counter: Counter, refusal: Record) -> Record | None:
    """The record of a refused step; for what it was to make, and for papers, what that belongs to.

    A scan that was refused is not there: it is told on its case or card.
    """
    ledger = counter.ledger
    record, owner = ledger.record(text_of(refusal.data, "record")), ""
    if record is None:
        act = ledger.act(ActId.parse(text_of(refusal.data, "act")))
        made = (
            str(write.set["owner"]) for write in (act.writes if act else ()) if "owner" in write.set
        )
        owner = next(made, "")
    elif record.kind in _PAPERS:
        owner = record.owner
    return ledger.record(owner) if owner else record


def say_refusal(counter: Counter, code: str | None, params: Mapping[str, Value]) -> str:
    """Why the office left an act out, in words; "" when it did not."""
    if not code:
        return ""
    key = f"fault.{code}"
    if key in counter.say and placeholders(counter.say.entries[key]) <= params.keys():
        return counter.say(key, **params)
    return counter.say("desk.refused.other")


def say_deed(counter: Counter, action: str) -> str:
    """What an act did, in words: 改卡, 受理; the action itself where no word is declared."""
    key = f"desk.deed.{action}"
    return counter.say(key) if key in counter.say else action
