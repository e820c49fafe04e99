"""The fields that a step of a case sets by itself: who, when, how often, until when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from ledger.catalogue.flows import Transition
from ledger.catalogue.items import Item
from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.rules.actor import Actor
from ledger.rules.days import WorkCalendar

_NAME: Final = "_name"


@dataclass(frozen=True)
class Making:
    """What a made field may come from: the case with what was given, who acts, and when."""

    catalogue: Catalogue
    item: Item
    transition: Transition
    case: Mapping[str, Value]
    actor: Actor
    now: datetime

    def days_on(self, days: int) -> str:
        """The day so many of the item's days (working or natural) after today."""
        calendar = WorkCalendar.of(self.catalogue.calendar)
        return calendar.due(self.today, days, self.item.unit).isoformat()

    @property
    def today(self) -> date:
        """The day of the step."""
        return self.now.date()

    def one_more(self, name: str) -> int:
        """A counter of the case, one higher."""
        count = self.case.get(name)
        return (count if isinstance(count, int) else 0) + 1


def is_made(catalogue: Catalogue, name: str) -> bool:
    """True if the step computes the field, so nobody may give it; False if it must be given."""
    if name in CONFIRMING:
        return False
    fields = catalogue.kinds["case"].fields
    declared = fields[name]
    return (
        name in _MAKERS
        or declared.type in ("datetime", "int")
        or (declared.type == "ref" and declared.ref == "staff")
        or (name.endswith(_NAME) and name.removesuffix(_NAME) in fields)
    )


def made(making: Making) -> dict[str, Value]:
    """The fields that a step records by itself."""
    return {
        name: _value(making, name)
        for name in making.transition.records
        if is_made(making.catalogue, name)
    }


def _value(making: Making, name: str) -> Value:
    maker = _MAKERS.get(name)
    if maker is not None:
        return maker(making)
    if name.endswith(_NAME):
        return making.actor.name
    kind = making.catalogue.kinds["case"].fields[name].type
    if kind == "datetime":
        return making.now.isoformat(timespec="seconds")
    return making.one_more(name) if kind == "int" else making.actor.id


DECISIONS: Final[Mapping[str, str]] = {
    "pass": "1",
    "fail": "2",
    "withdraw": "3",
    "lapse": "3",
    "refuse": "4",
}
"""CT-24 by the step that decides."""

CONFIRMING: Final = frozenset({"refuse_confirmed_by", "refuse_confirmed_by_name"})
"""Staff fields that name the second person of a step, not the one who takes it."""

_MAKERS: Final[Mapping[str, Callable[[Making], Value]]] = {
    "item": lambda m: m.item.code,
    "item_version": lambda m: m.item.version,
    "case_kind": lambda m: m.item.case_kind,
    "station": lambda m: m.actor.station,
    "days": lambda m: m.item.days,
    "due": lambda m: m.days_on(m.item.days),
    "first_ok": lambda m: m.transition.key == "first_pass",
    "decision": lambda m: DECISIONS[m.transition.key],
}

DEADLINES: Final[Mapping[str, Callable[[Making], Value]]] = {
    "correction_deadline": lambda m: m.days_on(m.catalogue.profile.correction_days),
    "return_deadline": lambda m: m.days_on(m.catalogue.profile.return_days),
}
"""Deadlines a person may set; without one the profile's number of days holds."""
