"""同城通办: residents of other villages at this counter, and this village's at other counters.

The counter looks nothing up about a guest: it knows what he tells and shows, as the case keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.core.faults import RuleFault
from ledger.core.record import Record
from ledger.rules import flow, guests
from ledger.rules.findings import Finding, is_blank
from ledger.rules.rehoming import WRONG, is_told_in_vain
from station_client.desk import card_checks
from station_client.desk.heads import text_of
from station_client.desk.lookups import exactly
from station_client.desk.wording import read_moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.catalogue.items import Item
    from ledger.core.act import Value
    from ledger.store.query import Condition
    from station_client.desk.counter import Counter
    from station_client.desk.views import Notice

#: What is asked of a guest before the form: everything else the form asks for.
ASKED: Final = ("name", "id_no")
HOME: Final = "home"
_TOWN_DIGITS: Final = 9
_RESIDENT: Final = "01"
_MOST: Final = 50


@dataclass(frozen=True)
class Told:
    """What a guest said at the counter, read and checked. `notices`: what is wrong with it."""

    card: Mapping[str, Value]
    home: str
    notices: tuple[Notice, ...]


def villages(counter: Counter) -> tuple[tuple[str, str], ...]:
    """The other villages of the town: division and name."""
    town, own = counter.site.area[:_TOWN_DIGITS], counter.site.area
    return tuple(
        (code, division.label(counter.say.lang))
        for code, division in counter.catalogue.divisions.items()
        if division.level == "village" and code.startswith(town) and code != own
    )


def listen(counter: Counter, typed: Mapping[str, Value]) -> Told:
    """Read what a guest tells: `name`, `id_no`, `home`. RuleFault `guest.lives-here`."""
    asked: dict[str, Value] = {name: typed.get(name) for name in ASKED}
    wanted = {**asked, "id_type": _RESIDENT, "birth_date": "", "sex": ""}
    card = card_checks.tidy(counter, wanted)
    for twin in exactly(counter, "person", "id_no", card.get("id_no")) if card["id_no"] else ():
        if twin.area == counter.site.area and card_checks.is_twin(twin, card, None):
            raise RuleFault("guest.lives-here", record=twin.id, name=text_of(twin.data, "name"))
    found = card_checks.check(counter, wanted, {}, None)
    notices = [each for each in found if each.level == "block" and not each.existing]
    home = str(typed.get(HOME) or "")
    empty = [name for name in ASKED if is_blank(card.get(name))]
    empty += [] if home in dict(villages(counter)) else [HOME]
    notices += [
        card_checks.told(counter, None, Finding(name, "V-25", "block", "check.required"))
        for name in empty
    ]
    known = {name: value for name, value in card.items() if not is_blank(value)}
    return Told(known, home, tuple(notices))


def is_elsewhere(counter: Counter, case: Record) -> bool:
    """Whether a case is in the hands of another village: here it is only read."""
    return case.area != counter.site.area


def not_elsewhere(counter: Counter) -> tuple[Condition, ...]:
    """The conditions that pick the cases this station works on."""
    return ((HOME, "ne", counter.site.area), not_mistaken(counter))


def not_mistaken(counter: Counter) -> Condition:
    """The condition that leaves out what was told to this village by mistake."""
    return (WRONG, "ne", counter.site.area)


def mistaken(counter: Counter) -> tuple[Condition, ...]:
    """The conditions that pick what was told to this village by mistake; see `is_mistaken`."""
    own = counter.site.area
    return ((WRONG, "eq", own), ("area", "ne", own), (HOME, "ne", own))


def is_mistaken(counter: Counter, case: Record) -> bool:
    """Whether a case was told to this village by mistake: what is known of it here is old."""
    return is_told_in_vain(case.area, case.data, counter.site.area)


def say_place(counter: Counter, case: Record) -> str:
    """In whose hands, or whose resident: 在柳河村办理, 北沟村居民; "" for an ordinary case."""
    if is_mistaken(counter, case):
        return counter.say("desk.guest.mistaken")
    if is_elsewhere(counter, case):
        moved = guests.home_of(case.area, case.data) != counter.site.area
        key = "desk.guest.moved" if moved else "desk.guest.elsewhere"
        return counter.say(key, place=say_village(counter, case.area))
    return say_home(counter, guests.home_of(case.area, case.data))


def say_home(counter: Counter, home: str) -> str:
    """Which other village somebody belongs to: 北沟村居民; "" for none."""
    return counter.say("desk.guest.resident-of", place=say_village(counter, home)) if home else ""


def say_why_closed(counter: Counter, case: Record) -> str:
    """Why nothing can be done with a case here, as a sentence; "" when it can."""
    if not is_elsewhere(counter, case):
        return ""
    home = guests.village_of(case)
    key = "desk.guest.read-only"
    if is_mistaken(counter, case):
        key = "desk.guest.mistaken-read-only"
    elif home != counter.site.area:
        key = "desk.guest.moved-read-only"
    return counter.say(
        key,
        place=say_village(counter, case.area),
        name=text_of(case.data, "name"),
        home=say_village(counter, home),
    )


def say_turn(counter: Counter, case: Record) -> str:
    """Whose turn it is with a case that another village works on."""
    return counter.say("desk.guest.turn", place=say_village(counter, case.area))


def cases_of_number(counter: Counter, number: str) -> list[Record]:
    """The cases that were accepted for a number without its card, at whatever counter; not what
    this village was told by mistake."""
    if not number:
        return []
    found = counter.ledger.search(number, kind="case", limit=_MOST).rows
    return [
        case
        for case in found
        if text_of(case.data, "id_no") == number
        and not text_of(case.data, "person")
        and not text_of(case.data, "void")
        and not is_mistaken(counter, case)
    ]


def card_of(counter: Counter, case: Record) -> Record:
    """The applicant's card as far as this counter knows him: his card, or what he told."""
    person = text_of(case.data, "person")
    card = counter.ledger.record(person) if person else None
    if card is None and not person:
        number = text_of(case.data, "id_no")
        cards = exactly(counter, "person", "id_no", number) if number else []
        card = next((each for each in cards if each.area == counter.site.area), None)
    if card is not None:
        return card
    return Record("", "person", guests.village_of(case), "", guests.applicant(case.data))


def granted_to(counter: Counter, item: Item, case: Record) -> tuple[Record, Record]:
    """Card and TZ-05 row of a guest whose case was closed here, for the certificate.

    The records themselves are made by the office and lie in his village; what they say follows
    from the case.
    """
    closed = read_moment(case.data.get("closed_at")) or counter.now()
    found = flow.effects_on_close(item, {**case.data, "person": ""}, case.id, closed)
    told = guests.applicant(case.data)
    granted = {
        name: value for each in found if each.record is not None for name, value in each.set.items()
    }
    row = next((each.set for each in found if each.kind == "tz05"), {})
    home = guests.village_of(case)
    return Record("", "person", home, "", {**told, **granted}), Record("", "tz05", home, "", row)


def say_village(counter: Counter, area: str) -> str:
    """What a village is called."""
    village = counter.catalogue.divisions.get(area)
    return village.label(counter.say.lang) if village else counter.say("desk.place.elsewhere")
