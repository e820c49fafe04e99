"""The last seven nights as pictures, and last night in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from station_client.desk.exchange_view import OK, TOPIC, USB, say_tried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.store.journal import Unsent
    from ledger.store.local import DiaryEntry
    from station_client.desk.counter import Counter

#: Setting under which the agent keeps its window: from, to, as "HH:MM".
WINDOW: Final = "link.night"
_USUAL: Final = ("22:00", "05:00")
_SHOWN: Final = 7
_MOST_ENTRIES: Final = 400
_DAY: Final = timedelta(days=1)
#: A night's exchanges are looked for from noon to noon: a PC switched on late catches up then.
_NOON: Final = time(12)


@dataclass(frozen=True)
class Night:
    """`result`: ok, usb, failed, nothing, tonight."""

    day: date
    label: str  # 16 / 今晚
    result: str
    text: str


@dataclass(frozen=True)
class Nights:
    """The nights with the sentence about the last one. `tone`: amber, green, grey."""

    nights: tuple[Night, ...]
    window: str  # 22:00—05:00
    text: str
    tone: str


def nights(counter: Counter, unsent: Unsent) -> Nights:
    """The last six nights, as far as the station was in use then, and tonight."""
    say, today = counter.say, counter.today()
    entries = counter.ledger.local.diary.recent(TOPIC, _MOST_ENTRIES)
    began = _began(today, entries, unsent)
    start, end = counter.ledger.local.settings.get(WINDOW, _USUAL)
    shown = []
    for back in range(min(_SHOWN - 1, (today - began).days), 0, -1):
        day = today - back * _DAY
        found = _of_night(counter, entries, day)
        result = _result(found)
        shown.append(Night(day, str(day.day), result, say(f"desk.night.{result}")))
    tonight = Night(today, say("desk.night.tonight-label"), "tonight", say("desk.night.tonight"))
    if shown:
        found = _of_night(counter, entries, shown[-1].day)
        text, tone = _say_last(counter, shown[-1], found, unsent.count)
    else:
        text, tone = say("desk.night.said-first") + _kept(counter, unsent.count), "grey"
        text += say("desk.night.first-night", start=start)
    return Nights((*shown, tonight), f"{start}—{end}", text, tone)


def _began(today: date, entries: Sequence[DiaryEntry], unsent: Unsent) -> date:
    """The first day the station is known to have been in use; long ago where the diary is full."""
    if len(entries) == _MOST_ENTRIES:
        return today - _SHOWN * _DAY
    known = [entry.at.date() for entry in entries]
    if unsent.oldest is not None:
        known.append(unsent.oldest.date())
    return min(known, default=today)


def _noon(counter: Counter, day: date) -> datetime:
    return datetime.combine(day, _NOON, counter.now().tzinfo)


def _of_night(counter: Counter, entries: Sequence[DiaryEntry], day: date) -> list[DiaryEntry]:
    start, end = _noon(counter, day), _noon(counter, day + _DAY)
    return [entry for entry in entries if start <= entry.at < end]


def _result(entries: Sequence[DiaryEntry]) -> str:
    fine = [entry for entry in entries if entry.data.get("result") == OK]
    if any(entry.data.get("carrier") != USB for entry in fine):
        return "ok"
    if fine:
        return "usb"
    return "failed" if entries else "nothing"


def _say_last(
    counter: Counter, last: Night, entries: Sequence[DiaryEntry], unsent: int
) -> tuple[str, str]:
    """What became of last night, what is kept, and what happens next."""
    say = counter.say
    kept = _kept(counter, unsent)
    if last.result == "failed":
        tried = say_tried(counter, _tried_of(entries))
        text = say("desk.night.said-failed", tried=tried) + kept
        return text + say("desk.night.again"), "amber"
    if last.result == "nothing":
        if not unsent:
            return say("desk.night.said-nothing-waiting"), "grey"
        return say("desk.night.said-nothing") + kept + say("desk.night.again"), "amber"
    if unsent:
        return say(f"desk.night.said-{last.result}") + say("desk.night.since", n=unsent), "green"
    return say(f"desk.night.said-{last.result}"), "green"


def _kept(counter: Counter, unsent: int) -> str:
    return counter.say("desk.night.kept", n=unsent) if unsent else ""


def _tried_of(entries: Sequence[DiaryEntry]) -> dict[str, object]:
    """All the ways that were tried in one night."""
    return {"tried": [each for entry in reversed(entries) for each in entry.data.get("tried", [])]}
