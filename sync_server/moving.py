"""Moving people from one village to another: who, what comes along, and the act.

What is finished moves with its owner. A case that is still under way stays with the village that
accepted it, which promised it and hands the result out; the new village follows it (同城通办).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Protocol

from ledger.core.act import Trust
from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.rules import attachments, guests, numbers
from ledger.rules.admission import MOVING
from ledger.rules.masking import mask
from ledger.store.query import Query
from sync_server.faults import sentence
from sync_server.places import place_name, villages

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value
    from ledger.core.record import Record
    from ledger.rules.actor import Actor
    from ledger.store.compose import Tx
    from sync_server.office import Office

#: The permission of the declared posts by which people are moved.
PERMISSION: Final = "card.move"
MOST: Final = 30
FOUND_ROWS: Final = 20
REASON_LIMIT: Final = 100
_CASES_OF_ONE: Final = 200
#: Printed and scanned papers; everything else of a card is a row of some ledger.
_PAPERS: Final = frozenset({"slip", attachments.KIND})


class View(Protocol):
    """Where the records are read: the ledger, or the transaction that writes the move."""

    def record(self, record: str) -> Record | None:
        """A record by its id."""

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one."""

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        """The records of a kind in which a field has this value."""


@dataclass(frozen=True)
class Person:
    """Somebody who may be moved, in one line."""

    id: str
    name: str
    number: str
    village: str
    area: str
    household: int  # how many more of his household live in the same village


@dataclass(frozen=True)
class Along:
    """What happens to one person's records. `wrong`: why he cannot be moved, "" = he can."""

    person: Person
    cases: int
    staying: tuple[str, ...]
    rows: int
    papers: int
    wrong: str


@dataclass(frozen=True)
class Wanted:
    """A move as it was asked for."""

    people: tuple[str, ...]
    area: str = ""
    reason: str = ""
    day: str = ""


def allowed(office: Office, actor: Actor) -> None:
    """RuleFault ``office.not-your-post`` unless this person may move people."""
    if not actor.holds(*office.catalogue.permissions[PERMISSION].posts):
        raise RuleFault("office.not-your-post")


def search(office: Office, actor: Actor, say: Texts, text: str) -> list[Person]:
    """People of the office's villages by name, number, telephone or address; numbers covered."""
    allowed(office, actor)
    if not text.strip():
        return []
    found = office.ledger.search(text.strip(), kind="person", limit=FOUND_ROWS).rows
    return [_person(office, say, card) for card in found if guests.is_live(card)]


def household_of(office: Office, actor: Actor, person: str) -> list[str]:
    """This person and everybody of his household in the same village, by id."""
    allowed(office, actor)
    card = office.ledger.record(person)
    return [person, *(each.id for each in _family(office, card))] if card else []


def look(office: Office, actor: Actor, say: Texts, wanted: Wanted) -> list[Along]:
    """What would come along with each of these people."""
    allowed(office, actor)
    cards = (office.ledger.record(person) for person in wanted.people[:MOST])
    return [_along(office, say, card, wanted.area) for card in cards if card is not None]


def move(office: Office, actor: Actor, say: Texts, wanted: Wanted) -> list[str]:
    """Move them all in one act, or none; gives their names.

    RuleFault ``move.*`` when the village, the reason or the day is missing, or when somebody
    cannot be moved; the reason of the rules otherwise.
    """
    allowed(office, actor)
    _complete(office, say, wanted)
    people = list(dict.fromkeys(wanted.people))
    cases = {person: _guest_cases(office, person) for person in people}

    def write(tx: Tx) -> Sequence[Change]:
        changes: list[Change] = []
        for person in people:
            card = tx.record(person)
            if card is None or card.kind != "person":
                raise RuleFault("move.nobody")
            wrong = _obstacle(office, say, tx, card, wanted.area)
            if wrong is not None:
                raise wrong
            changes += _changes(office, actor, tx, card, cases[person], wanted)
        return changes

    done = office.ledger.commit(actor, MOVING, write, note=wanted.reason.strip())
    return [str(each.set["name"]) for each in done.act.writes if each.kind == "move"]


def _complete(office: Office, say: Texts, wanted: Wanted) -> None:
    if not wanted.people:
        raise RuleFault("move.nobody")
    if len(wanted.people) > MOST:
        raise RuleFault("move.too-many", most=MOST)
    if wanted.area not in {place.area for place in villages(office, say)}:
        raise RuleFault("move.no-village")
    reason = wanted.reason.strip()
    if not reason or len(reason) > REASON_LIMIT:
        raise RuleFault("move.no-reason", most=REASON_LIMIT)
    try:
        day = date.fromisoformat(wanted.day)
    except ValueError as error:
        raise RuleFault("move.no-day") from error
    if day > office.today():
        raise RuleFault("move.day-ahead", day=wanted.day)


def _obstacle(office: Office, say: Texts, view: View, card: Record, area: str) -> RuleFault | None:
    """Why somebody cannot be moved to a village, or None."""
    name, place = str(card.data.get("name") or ""), place_name(office, say, area)
    if not guests.is_live(card):
        return RuleFault("move.closed", name=name)
    if "area" in card.conflicts:
        return RuleFault("move.conflict", name=name)
    if card.area == area:
        return RuleFault("move.there-already", name=name, place=place)
    number, kind = card.data.get("id_no"), card.data.get("id_type")
    for other in view.lookup("person", "id_no", number) if number else ():
        same = other.id != card.id and other.area == area and other.data.get("id_type") == kind
        if same and guests.is_live(other):
            return RuleFault("move.twin", name=name, place=place)
    return None


@dataclass(frozen=True)
class _Moved:
    """The places that one person's records are given: record, what is set."""

    cases: list[Record]
    staying: list[Record]
    others: list[Record]


def _kept(view: View, office: Office, card: Record, guest_cases: Sequence[str]) -> _Moved:
    """What is kept of a person: finished cases, those under way, everything else of his."""
    owned = view.owned(card.id)
    cases = {each.id: each for each in owned if each.kind == "case"}
    for name in guest_cases:
        case = view.record(name)
        if case is not None:
            cases[name] = case
    ended = [each for each in cases.values() if _is_over(office, each) and each.area == card.area]
    staying = [each for each in cases.values() if each not in ended]
    others = [
        each for each in owned if each.kind not in ("case", "move") and each.area == card.area
    ]
    return _Moved(ended, staying, others)


def _changes(
    office: Office, actor: Actor, view: View, card: Record, guest_cases: Sequence[str],
    wanted: Wanted,
) -> Iterator[Change]:  # fmt: skip
    kept, target = _kept(view, office, card, guest_cases), wanted.area
    yield _change(card, {"area": target})
    for case in kept.cases:
        yield from _with_papers(view, case, {"area": target, "home": None})
    for case in kept.staying:
        home = target if case.area != target else None
        linked: dict[str, Value] = {"person": card.id, "owner": card.id}
        yield from _with_papers(view, case, {"home": home}, linked)
    for each in kept.others:
        yield _change(each, {"area": target})
    yield Change("move", _told(office, actor, card, kept, wanted), trust=Trust.OFFICE)


def _with_papers(
    view: View, case: Record, place: Mapping[str, Value], linked: Mapping[str, Value] | None = None
) -> Iterator[Change]:
    """A case and what belongs to it, put in a place; a case without its card is given it."""
    new = {**place, **(linked or {})}
    wanted = {name: value for name, value in new.items() if case.data.get(name) != value}
    if wanted:
        yield _change(case, wanted)
    for each in view.owned(case.id):
        differs = {name: value for name, value in place.items() if each.data.get(name) != value}
        if differs:
            yield _change(each, differs)


def _change(record: Record, values: Mapping[str, Value]) -> Change:
    return Change(record.kind, values, record.id, Trust.OFFICE)


def _told(
    office: Office, actor: Actor, card: Record, kept: _Moved, wanted: Wanted
) -> dict[str, Value]:
    """The record of the move: it lies with the village he leaves, and concerns the new one."""
    return {
        "area": card.area,
        "owner": card.id,
        "home": wanted.area,
        "name": card.data.get("name"),
        "id_no": card.data.get("id_no"),
        "moved_on": wanted.day,
        "reason": wanted.reason.strip(),
        "cases": len(kept.cases),
        "open_cases": len(kept.staying),
        "rows": sum(each.kind not in _PAPERS for each in kept.others),
        "moved_by": actor.id,
        "moved_by_name": actor.name,
    }


def _is_over(office: Office, case: Record) -> bool:
    item = office.catalogue.items.get(str(case.data.get("item") or ""))
    if item is None:
        return False
    state = office.catalogue.flows[item.flow].states.get(str(case.data.get("state") or ""))
    return state is not None and state.final


def _guest_cases(office: Office, person: str) -> list[str]:
    """The cases that were accepted for him elsewhere, without his card."""
    card = office.ledger.record(person)
    number = str(card.data.get("id_no") or "") if card is not None else ""
    if card is None or not number:
        return []
    found = office.ledger.search(number, kind="case", limit=_CASES_OF_ONE).rows
    return [
        case.id
        for case in found
        if case.data.get("id_no") == number
        and not case.data.get("person")
        and guests.village_of(case) == card.area
    ]


class _Now:
    """The ledger as it stands, asked as a transaction is."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def record(self, record: str) -> Record | None:
        return self._office.ledger.record(record)

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        return self._office.ledger.owned(owner, kind)

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        found = self._office.ledger.search(str(value), kind=kind).rows
        return [each for each in found if each.data.get(name) == value]


def _along(office: Office, say: Texts, card: Record, area: str) -> Along:
    view = _Now(office)
    kept = _kept(view, office, card, _guest_cases(office, card.id))
    wrong = _obstacle(office, say, view, card, area) if area else None
    papers = sum(len(view.owned(case.id)) for case in kept.cases)
    return Along(
        _person(office, say, card),
        len(kept.cases),
        tuple(_case_line(office, say, case) for case in kept.staying),
        sum(each.kind not in _PAPERS for each in kept.others),
        papers + sum(each.kind in _PAPERS for each in kept.others),
        sentence(say, wrong) if wrong is not None else "",
    )


def _case_line(office: Office, say: Texts, case: Record) -> str:
    item = office.catalogue.items.get(str(case.data.get("item") or ""))
    title = item.label(say.lang) if item else str(case.data.get("item") or "")
    return f"{title} · {numbers.spoken(str(case.data.get('case_no') or ''))}"


def _person(office: Office, say: Texts, card: Record) -> Person:
    number = str(card.data.get("id_no") or "")
    return Person(
        card.id,
        str(card.data.get("name") or ""),
        mask("id", number) if number else "",
        place_name(office, say, card.area),
        card.area,
        len(_family(office, card)),
    )


def _family(office: Office, card: Record) -> list[Record]:
    number = card.data.get("household_no")
    if not number:
        return []
    query = Query("person", where=(("household_no", "eq", number),), limit=MOST)
    found = office.ledger.find(query).rows
    return [
        each
        for each in found
        if each.id != card.id and each.area == card.area and guests.is_live(each)
    ]
