"""Statutory retirement days from the dated table in resources/retirement.toml (V-23).

A man has one day. A woman's depends on the post she retires from (worker or cadre), which a card
does not know; so she has an earliest and a latest one, and what lies between is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.catalogue.places import RetirementRule
from ledger.rules.people import FEMALE, MALE, day_of_age

_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    MALE: ("man",),
    FEMALE: ("woman-worker", "woman-cadre"),
}


@dataclass(frozen=True)
class RetirementDays:
    """The earliest and the latest day on which somebody reaches the statutory age."""

    earliest: date
    latest: date


def retirement_day(rules: Iterable[RetirementRule], who: str, birth: date) -> date:
    """The day of retirement of a man, woman-worker or woman-cadre.

    The row in force on the very day it gives decides; a birth for which no row gives such a day
    goes by the newest. Raises KeyError for a class that the table does not have.
    """
    rows = sorted((rule for rule in rules if rule.who == who), key=lambda rule: rule.since)
    if not rows:
        raise KeyError(who)
    for row in rows:
        day = _by_row(row, birth)
        if row.since <= day <= row.until:
            return day
    return _by_row(rows[-1], birth)


def retirement_days(
    rules: Sequence[RetirementRule], sex: str, birth: date
) -> RetirementDays | None:
    """The days for a sex (GB/T 2261.1), or None for a sex that is not known."""
    days = [retirement_day(rules, who, birth) for who in _GROUPS.get(sex, ())]
    return RetirementDays(min(days), max(days)) if days else None


def _by_row(row: RetirementRule, birth: date) -> date:
    later = 0
    if row.first_birth is not None and row.step and birth >= row.first_birth:
        first = row.first_birth
        months = (birth.year - first.year) * 12 + birth.month - first.month
        later = min(row.most, months // row.step + 1)
    return day_of_age(birth, row.age, later)
