"""Retirement days before and after the reform of 2025-01-01 (V-23)."""

from datetime import date
from typing import Literal

import pytest

from ledger.catalogue.places import RetirementRule
from ledger.rules.people import FEMALE, MALE
from ledger.rules.retirement import RetirementDays, retirement_day, retirement_days

BEFORE = (date(1978, 6, 2), date(2024, 12, 31))
AFTER = (date(2025, 1, 1), date(2999, 12, 31))


def row(
    who: Literal["man", "woman-worker", "woman-cadre"],
    dates: tuple[date, date],
    age: int,
    first: date | None,
    step: int,
    most: int,
) -> RetirementRule:
    return RetirementRule(
        who=who,
        since=dates[0],
        until=dates[1],
        age=age,
        first_birth=first,
        step=step,
        most=most,
    )


TABLE = (
    row("man", BEFORE, 60, None, 0, 0),
    row("woman-cadre", BEFORE, 55, None, 0, 0),
    row("woman-worker", BEFORE, 50, None, 0, 0),
    row("man", AFTER, 60, date(1965, 1, 1), 4, 36),
    row("woman-cadre", AFTER, 55, date(1970, 1, 1), 4, 36),
    row("woman-worker", AFTER, 50, date(1975, 1, 1), 2, 60),
)


@pytest.mark.parametrize(
    ("who", "birth", "day"),
    [
        ("man", date(1964, 12, 31), date(2024, 12, 31)),
        ("man", date(1965, 1, 1), date(2025, 2, 1)),
        ("man", date(1965, 4, 30), date(2025, 5, 30)),
        ("man", date(1965, 5, 1), date(2025, 7, 1)),
        ("man", date(1976, 9, 15), date(2039, 9, 15)),
        ("man", date(1990, 1, 1), date(2053, 1, 1)),
        ("woman-cadre", date(1981, 9, 1), date(2039, 9, 1)),
        ("woman-worker", date(1975, 1, 10), date(2025, 2, 10)),
        ("woman-worker", date(1984, 11, 1), date(2039, 11, 1)),
        ("woman-worker", date(1970, 5, 1), date(2020, 5, 1)),
    ],
)
def test_the_day_of_retirement_follows_the_table(who: str, birth: date, day: date) -> None:
    assert retirement_day(TABLE, who, birth) == day


def test_a_woman_has_an_earliest_and_a_latest_day() -> None:
    birth = date(1990, 1, 1)
    assert retirement_days(TABLE, FEMALE, birth) == RetirementDays(
        date(2045, 1, 1), date(2048, 1, 1)
    )
    assert retirement_days(TABLE, MALE, birth) == RetirementDays(date(2053, 1, 1), date(2053, 1, 1))


def test_an_unknown_sex_has_no_day_and_an_unknown_group_is_an_error() -> None:
    assert retirement_days(TABLE, "9", date(1990, 1, 1)) is None
    with pytest.raises(KeyError):
        retirement_day(TABLE, "robots", date(1990, 1, 1))
