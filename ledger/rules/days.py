"""Working days, due dates and lights (domain 5.5). The day of acceptance is day 0."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ledger.catalogue.places import Calendar

WORKING: Final = "work"
_DAY: Final = timedelta(days=1)


class Colour(StrEnum):
    """The light of a deadline."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True)
class Light:
    """A deadline as it is shown: colour, days left (0 when overdue), days over (0 before that).

    `unit` says what the days are: "work" or "natural".
    """

    colour: Colour
    left: int
    over: int
    unit: str


@dataclass(frozen=True)
class WorkCalendar:
    """Counts days by the declared calendar.

    `holidays` and `makeup` are all declared days off and make-up working days (调休). In a year
    that is not among `years` Monday to Friday are worked, and `missing_year` says it is a guess.
    """

    years: frozenset[int]
    holidays: frozenset[date]
    makeup: frozenset[date]

    @classmethod
    def of(cls, calendar: Calendar) -> "WorkCalendar":
        """From the catalogue's calendar."""
        years = calendar.years.values()
        return cls(
            frozenset(calendar.years),
            frozenset(day for year in years for day in year.days_off),
            frozenset(day for year in years for day in year.workdays),
        )

    def is_worked(self, day: date) -> bool:
        """True on a working day or a make-up day."""
        return day in self.makeup or (day.weekday() < 5 and day not in self.holidays)

    def add_working(self, start: date, days: int) -> date:
        """The `days`-th working day after a day; with 0 days that day itself."""
        day = start
        while days > 0:
            day += _DAY
            days -= self.is_worked(day)
        return day

    def working_between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and with `end`; 0 if `end` is not after `start`."""
        if end <= start:
            return 0
        weeks, rest = divmod((end - start).days, 7)
        count = weeks * 5
        for offset in range(rest):
            count += (start + timedelta(days=weeks * 7 + offset + 1)).weekday() < 5
        count -= sum(start < day <= end and day.weekday() < 5 for day in self.holidays)
        count += sum(
            start < day <= end and (day.weekday() >= 5 or day in self.holidays)
            for day in self.makeup
        )
        return count

    def due(self, accepted: date, days: int, unit: str = WORKING) -> date:
        """The last day of a commitment of so many days ("work" or "natural")."""
        if unit == WORKING:
            return self.add_working(accepted, days)
        return accepted + timedelta(days=days)

    def between(self, start: date, end: date, unit: str = WORKING) -> int:
        """Days after `start`, up to and with `end`, in that unit; never negative."""
        if unit == WORKING:
            return self.working_between(start, end)
        return max(0, (end - start).days)

    def extended(self, due: date, stops: Iterable[tuple[date, date]], unit: str = WORKING) -> date:
        """A due date moved on by the days on which the clock stood, given as (from, to]."""
        return self.due(due, sum(self.between(start, end, unit) for start, end in stops), unit)

    def light(
        self,
        due: date,
        days: int,
        on: date,
        unit: str = WORKING,
        yellow_percent: int = 30,
    ) -> Light:
        """How a deadline stands on a day.

        `days` is the length of the whole commitment; more than `yellow_percent` of it left is
        green, the rest yellow, after the due date red. For a case whose clock has stopped pass the
        day on which it stopped.
        """
        if on > due:
            return Light(Colour.RED, 0, max(1, self.between(due, on, unit)), unit)
        left = self.between(on, due, unit)
        green = left * 100 > days * yellow_percent
        return Light(Colour.GREEN if green else Colour.YELLOW, left, 0, unit)

    def missing_year(self, today: date, before: int) -> int | None:
        """The first year that is not declared and has begun, or begins within ``before`` days."""
        for year in (today.year, (today + timedelta(days=before)).year):
            if year not in self.years:
                return year
        return None
