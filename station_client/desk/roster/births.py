"""Birth dates in the writings that rosters have: 1975-09-01, 1975.09, 1975年9月, a date cell …"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from station_client.desk.roster.cells import Cell, is_blank, squeeze, text_of

_WRITTEN: Final = re.compile(
    r"(\d{4})[-./年,、](\d{1,2})(?:[-./月,、](\d{1,2})日?|月)?(?:0{1,2}:00(?::00)?)?", re.ASCII
)
_RUN: Final = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
_YEAR: Final = re.compile(r"(\d{4})年?", re.ASCII)
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = range(3_653, 73_051)  # 1910 to 2099 as Excel counts days

#: Year, month, day of one reading; 0 = not said.
Parts = tuple[int, int, int]


@dataclass(frozen=True)
class Birth:
    """A birth date as far as it was written. Several readings: 1990.1 may be January or October.

    ``plain``: already written as it is stored; ``from_day``: a date cell, not text.
    """

    text: str
    readings: tuple[Parts, ...] = ()
    plain: bool = False
    from_day: bool = False

    @property
    def given(self) -> bool:
        """Whether anything was written."""
        return bool(self.text)

    @property
    def readable(self) -> bool:
        """Whether it can be read as a date or part of one."""
        return bool(self.readings)

    @property
    def day(self) -> date | None:
        """The day, when there is one reading and it is complete."""
        if len(self.readings) != 1 or 0 in self.readings[0]:
            return None
        return date(*self.readings[0])

    def fits(self, born: date) -> bool:
        """Whether some reading agrees with a day, as far as it goes."""
        exact = (born.year, born.month, born.day)
        return any(
            all(part in (0, whole) for part, whole in zip(reading, exact, strict=True))
            for reading in self.readings
        )


def read_birth(cell: Cell) -> Birth:
    """Read a cell; what is no date at all comes back without readings."""
    if is_blank(cell):
        return Birth("")
    if isinstance(cell, date):
        return _of_day(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _of_number(float(cell))
    text = squeeze(unicodedata.normalize("NFKC", text_of(cell))).lstrip("'‘’")
    match = _WRITTEN.fullmatch(text) or _RUN.fullmatch(text) or _YEAR.fullmatch(text)
    if match is None:
        return Birth(text[:40])
    birth = _birth(text, [_parts(match)])
    return Birth(birth.text, birth.readings, plain=birth.day is not None and cell == _iso(birth))


def _iso(birth: Birth) -> str:
    return birth.day.isoformat() if birth.day else ""


def _of_number(value: float) -> Birth:
    """A number cell: 19750901, 197509, 1975.09, 1990.1 (the zero of 10 is lost), or a serial."""
    text = text_of(value)
    if not value.is_integer():
        year, _, month = text.partition(".")
        if not (year.isdigit() and month.isdigit() and len(month) <= 2):
            return Birth(text[:40])
        months = [int(month), 10] if month == "1" else [int(month)]
        return _birth(text, [(int(year), one, 0) for one in months])
    if int(value) in _SERIALS:
        day = _SERIAL_ZERO + timedelta(days=int(value))
        return _of_day(day)
    match = _RUN.fullmatch(text) or _YEAR.fullmatch(text)
    return _birth(text, [_parts(match)]) if match else Birth(text[:40])


def _of_day(day: date) -> Birth:
    parts = (day.year, day.month, day.day)
    return replace(_birth(f"{day:%Y-%m-%d}", [parts]), from_day=True)


def _parts(match: re.Match[str]) -> Parts:
    numbers = [int(part) if part else 0 for part in match.groups()]
    year, month, day = [*numbers, 0, 0][:3]
    return year, month, day


def _birth(text: str, readings: list[Parts]) -> Birth:
    """Only what the calendar has: month 13 and 30 February are no readings."""
    possible = tuple(reading for reading in readings if _exists(reading))
    return Birth(text[:40], possible)


def _exists(parts: Parts) -> bool:
    year, month, day = parts
    if not 1850 <= year <= 2200 or month > 12:
        return False
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return True
