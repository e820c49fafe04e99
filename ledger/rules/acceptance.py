"""Whether an application may be accepted: its declared conditions (V-21)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.catalogue.items import Item, Requirement
from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.rules import people
from ledger.rules.findings import Finding, Severity, day_in, is_blank
from ledger.rules.retirement import retirement_days

_BLOCK: Final[Severity] = "block"
_ASK: Final[Severity] = "ask"


@dataclass(frozen=True)
class Obstacle:
    """A condition of the item that does not hold: its declaration, and what to tell the operator.

    `requirement.reason` is the CT-26 code that a refusal for this cause carries.
    """

    requirement: Requirement
    finding: Finding


def obstacles(
    catalogue: Catalogue,
    item: Item,
    form: Mapping[str, Value],
    person: Mapping[str, Value],
    today: date,
) -> list[Obstacle]:
    """The declared conditions of an item that do not hold for an applicant."""
    found = []
    for requirement in item.requirements:
        values = form if requirement.of == "form" else person
        finding = _test(catalogue, requirement, values, person, today)
        if finding is not None:
            found.append(Obstacle(requirement, finding))
    return found


def open_on(item: Item, today: date) -> bool:
    """True if the item is published and in force on a day."""
    ended = item.valid_to is not None and today > item.valid_to
    return item.status == "published" and item.valid_from <= today and not ended


def _test(
    catalogue: Catalogue,
    requirement: Requirement,
    values: Mapping[str, Value],
    person: Mapping[str, Value],
    today: date,
) -> Finding | None:
    value = values.get(requirement.field)
    if is_blank(value):
        return None  # an empty field is told as missing, not as a condition that fails
    if requirement.test == "age_at_least":
        born = day_in(value)
        fails = born is not None and people.age_on(born, today) < _number(requirement.value)
    elif requirement.test == "below_retirement":
        return _retirement(catalogue, requirement, day_in(value), person, today)
    elif requirement.test == "equals":
        fails = value != requirement.value
    else:
        fails = (value in requirement.among) != (requirement.test == "among")
    return _unmet(requirement) if fails else None


def _retirement(
    catalogue: Catalogue,
    requirement: Requirement,
    born: date | None,
    person: Mapping[str, Value],
    today: date,
) -> Finding | None:
    sex = str(person.get("sex") or "")
    days = retirement_days(catalogue.retirement, sex, born) if born else None
    if days is None or today < days.earliest:
        return None
    if today >= days.latest:
        key, level, day = "check.unemployed.old", _BLOCK, days.latest
    else:
        key, level, day = "check.unemployed.perhaps-old", _ASK, days.earliest
    return Finding(requirement.field, requirement.rule, level, key, {"day": day.isoformat()})


def _unmet(requirement: Requirement) -> Finding:
    labels = {"zh": requirement.zh, "en": requirement.en}
    return Finding(
        requirement.field, requirement.rule, _BLOCK, "check.requirement", {"labels": labels}
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
