"""Due dates and lights as the operator sees them (domain 5.5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.catalogue.places import Calendar, CalendarYear, Holiday
from ledger.rules.days import Colour, WorkCalendar

CALENDAR = WorkCalendar.of(
    Calendar(
        years={
            2026: CalendarYear(
                year=2026,
                source="a test",
                holidays=(
                    Holiday(
                        zh="国庆节",
                        en="National Day",
                        start=date(2026, 10, 1),
                        end=date(2026, 10, 7),
                    ),
                ),
                workdays=(date(2026, 9, 20), date(2026, 10, 10)),
            )
        }
    )
)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_weekends_and_holidays_are_not_counted_and_make_up_days_are() -> None:
    assert not CALENDAR.is_worked(date(2026, 10, 1))
    assert CALENDAR.is_worked(date(2026, 10, 10))
    assert CALENDAR.due(date(2026, 9, 30), 3, "work") == date(2026, 10, 10)


def test_acceptance_day_is_day_0() -> None:
    assert CALENDAR.due(date(2026, 11, 23), 10, "work") == date(2026, 12, 7)
    assert CALENDAR.due(date(2026, 11, 23), 10, "natural") == date(2026, 12, 3)
    assert CALENDAR.due(date(2026, 11, 22), 0, "work") == date(2026, 11, 22)


@given(days, st.integers(1, 60))
def test_so_many_working_days_lie_before_a_due_date(start: date, count: int) -> None:
    due = CALENDAR.add_working(start, count)
    assert CALENDAR.is_worked(due)
    assert CALENDAR.working_between(start, due) == count


@given(days, days)
def test_counting_agrees_with_the_calendar_on_the_wall(start: date, end: date) -> None:
    each = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert CALENDAR.working_between(start, end) == sum(map(CALENDAR.is_worked, each))


@pytest.mark.parametrize(
    ("on", "colour", "left", "over"),
    [
        (date(2026, 11, 23), Colour.GREEN, 10, 0),
        (date(2026, 12, 1), Colour.GREEN, 4, 0),
        (date(2026, 12, 2), Colour.YELLOW, 3, 0),
        (date(2026, 12, 7), Colour.YELLOW, 0, 0),
        (date(2026, 12, 8), Colour.RED, 0, 1),
        (date(2026, 12, 10), Colour.RED, 0, 3),
    ],
)
def test_the_light_is_green_above_a_third_then_yellow_then_red(
    on: date, colour: Colour, left: int, over: int
) -> None:
    light = CALENDAR.light(date(2026, 12, 7), 10, on)
    assert (light.colour, light.left, light.over) == (colour, left, over)


def test_a_saturday_after_the_due_friday_is_overdue_by_a_day() -> None:
    light = CALENDAR.light(date(2026, 12, 4), 10, date(2026, 12, 5))
    assert (light.colour, light.over) == (Colour.RED, 1)


def test_days_on_which_the_clock_stood_move_the_due_date() -> None:
    stops = [(date(2026, 11, 24), date(2026, 11, 27)), (date(2026, 12, 1), date(2026, 12, 2))]
    assert CALENDAR.extended(date(2026, 12, 7), stops, "work") == date(2026, 12, 11)


def test_a_missing_calendar_year_is_told_60_days_before() -> None:
    assert CALENDAR.missing_year(date(2026, 11, 1), 60) is None
    assert CALENDAR.missing_year(date(2026, 11, 2), 60) == 2027
    assert CALENDAR.missing_year(date(2027, 5, 1), 60) == 2027
