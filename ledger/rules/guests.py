"""Cases of another village's residents (同城通办), and what closing one leaves to the office.

A guest's case lies in the area of the station that accepted it; ``home`` names the village he
belongs to, which sees it too and may not change it. The station never sees his card: the case
carries what he told of himself at the counter. No station writes a card of another village, so the
office writes what closing grants, once, to the card in his own village.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from ledger.catalogue.items import Item
from ledger.catalogue.model import Catalogue
from ledger.core.act import Act, Trust, Value
from ledger.core.record import Change, New, Record
from ledger.rules import flow
from ledger.rules.findings import is_blank

#: CT-21: accepted at another station of the town.
CHANNEL: Final = "10"
#: CT-21: at the counter of his own village.
AT_WINDOW: Final = "01"
#: CT-43: nobody of his village has looked at the card yet.
UNVERIFIED: Final = "6"
#: CT-43: cancelled and merged; such a card no longer holds its number.
NOT_LIVE: Final = frozenset({"4", "5"})
#: A case and what is known with it in his village.
SHARED: Final = frozenset({"case", "paper", "notice", "slip", "attachment"})
#: Records that the office makes for a case are named after the case, numbered from here on: the
#: same names whenever and however often they are worked out.
_FROM: Final = 900_000


class View(Protocol):
    """What is looked at: the ledger as it stands."""

    def record(self, record: str) -> Record | None:
        """A record by its id."""

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        """The records of a kind in which a field has this value."""

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one."""


def home_of(area: object, data: Mapping[str, Value]) -> str:
    """The other village that a record concerns, "" if none does."""
    home = data.get("home")
    return str(home) if home and home != area else ""


def is_told_of_guest(kind: str, told: Mapping[str, Value]) -> bool:
    """Whether this begins a case of somebody whose card lies in another village, unknown here."""
    home = home_of(told.get("area"), told)
    return bool(kind == "case" and home and told.get("name") and told.get("id_no"))


def is_guest(case: Record) -> bool:
    """Whether the applicant belongs to another village than the one that accepted."""
    return home_of(case.area, case.data) != ""


def is_told(case: Record) -> bool:
    """Whether the counter knows the applicant by what he told: a guest, or somebody of its own
    village who was taken for one."""
    return is_guest(case) or bool(case.data.get("applicant") and not case.data.get("person"))


def village_of(case: Record) -> str:
    """The village that the applicant belongs to."""
    return home_of(case.area, case.data) or case.area


def applicant(case: Mapping[str, Value]) -> dict[str, Value]:
    """What a guest told of himself, as a card has it."""
    told = case.get("applicant")
    named = {"name": case.get("name"), "id_no": case.get("id_no"), "mobile": case.get("phone")}
    return {**named, **(told if isinstance(told, dict) else {})}


def is_live(card: Record) -> bool:
    """Whether a card still holds its number."""
    return not card.data.get("void") and card.data.get("card_status") not in NOT_LIVE


def card_of(case: Record, view: View) -> Record | None:
    """The card of the applicant: the one the case names, else that with his number at his home."""
    named = str(case.data.get("person") or "")
    if named:
        return view.record(named)
    number, kind = case.data.get("id_no"), applicant(case.data).get("id_type") or "01"
    if is_blank(number):
        return None
    village = village_of(case)
    found = [
        card
        for card in view.lookup("person", "id_no", number)
        if card.area == village and is_live(card) and (card.data.get("id_type") or "01") == kind
    ]
    return min(found, key=lambda card: card.id, default=None)


def effects(item: Item, case: Record, view: View) -> list[Change]:
    """What closing the case of somebody who was not looked up writes in his village; nothing if it
    stands there already.

    Without a card there, one is made of what he told, to be verified.
    """
    closed = datetime.fromisoformat(str(case.data["closed_at"]))
    card = card_of(case, view)
    person = card.id if card is not None else _name(case, 0)
    area = card.area if card is not None else village_of(case)
    found = flow.effects_on_close(item, {**case.data, "person": person}, case.id, closed)
    new = [each for each in found if each.record is None]
    names = {id(each): _name(case, number) for number, each in enumerate(new, start=1)}
    standing = [_standing(case, person, each, names[id(each)], view) for each in new]
    if new and None not in standing:
        # Made by the village that closed the case before it had heard that he moved away.
        strayed = [row for row in standing if row is not None and row.area != area]
        return [Change(row.kind, {"area": area}, row.id, Trust.OFFICE) for row in strayed]
    changes = [
        Change(each.kind, {"area": area, **each.set}, names[id(each)], Trust.OFFICE) for each in new
    ]
    granted = {name: value for each in found if each.record for name, value in each.set.items()}
    if card is None and found:
        told = {name: value for name, value in applicant(case.data).items() if value is not None}
        made = {"area": area, "card_status": UNVERIFIED, "built_date": closed.date().isoformat()}
        return [Change("person", {**made, **told, **granted}, person, Trust.OFFICE), *changes]
    if card is not None and any(card.data.get(name) != value for name, value in granted.items()):
        changes.insert(0, Change("person", granted, person, Trust.OFFICE))
    return changes


def left_to_office(catalogue: Catalogue, act: Act, view: View) -> list[Change]:
    """What the office writes by itself after a station closed cases of people it knew by what they
    told."""
    changes: list[Change] = []
    for write in act.writes:
        case = view.record(write.record) if write.kind == "case" else None
        item = catalogue.items.get(str(case.data.get("item"))) if case is not None else None
        if case is not None and item is not None and is_told(case):
            changes += effects(item, case, view)
    return changes


def as_new(changes: Sequence[Change], view: View, place: int) -> list[Change]:
    """The same in an act of a person, whose new records are named after the act itself.

    ``place``: the number that the first of these changes has in the act.
    """
    fresh = {
        change.record: New(place + number)
        for number, change in enumerate(changes)
        if change.record is not None and view.record(change.record) is None
    }

    def renamed(change: Change) -> Change:
        values: dict[str, Any] = {
            name: fresh.get(value, value) if isinstance(value, str) else value
            for name, value in change.set.items()
        }
        record = None if change.record in fresh else change.record
        return Change(change.kind, values, record, change.trust)

    return [renamed(change) for change in changes]


def _standing(
    case: Record, person: str, effect: flow.EffectWrite, name: str, view: View
) -> Record | None:
    """The record by which a new one of closing a case stands there already."""
    known = view.record(name)
    if known is not None:
        return known
    mine = (each for each in view.owned(person, effect.kind) if each.data.get("case") == case.id)
    return next(mine, None)


def _name(case: Record, number: int) -> str:
    creator = case.id.rpartition(".")[0]
    return f"{creator}.{_FROM + number}"
