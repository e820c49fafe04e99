"""Places and dates: divisions, region profile, working-day calendar, retirement ages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from ledger.catalogue.records import Declared, Labelled, Lang


class Division(Labelled, frozen=True, kw_only=True):
    """An administrative division (GB/T 2260, GB/T 10114).

    `code` has as many digits as the level needs: 2 province, 4 prefecture, 6 county, 12 township
    (ending in 000) and village.
    """

    code: str
    level: Literal["province", "prefecture", "county", "township", "village"]
    also: tuple[str, ...] = ()

    @property
    def parent(self) -> str:
        """Code of the division above; empty for a province."""
        if self.level == "village":
            return self.code[:9] + "000"
        return self.code[: {"township": 6, "county": 4, "prefecture": 2, "province": 0}[self.level]]


class Lights(Declared, frozen=True, kw_only=True):
    """Deadline lights: yellow when at most this share of the days is left, red when over."""

    yellow_percent: int


class Profile(Labelled, frozen=True, kw_only=True):
    """How one region runs its stations: names, levels, phones, limits.

    `office_name_*` and `station_name_*` carry ``{town}`` and ``{village}``; `document_no_*`
    carries ``{town}``, ``{year}`` and ``{serial}``.
    """

    code: str
    office_name_zh: str
    office_name_en: str
    station_name_zh: str
    station_name_en: str
    document_no_zh: str
    document_no_en: str
    levels: tuple[Literal["V", "T", "X"], ...]
    complaint_phone: str
    consult_phone: str
    query_zh: str
    query_en: str
    lights: Lights
    acceptance_days: int
    correction_days: int
    return_days: int
    pickup_days: int
    notices_per_case: int
    mobile_per_cards: int
    id_warning_days: int
    calendar_warning_days: int
    verify_months: int

    def office_name(self, town: str, lang: Lang) -> str:
        """Return the full name of a township's office."""
        return (self.office_name_zh if lang == "zh" else self.office_name_en).format(town=town)

    def station_name(self, town: str, village: str, lang: Lang) -> str:
        """Return the full name of a village's station."""
        template = self.station_name_zh if lang == "zh" else self.station_name_en
        return template.format(town=town, village=village)

    def document_no(self, town: str, year: int, serial: int, lang: Lang) -> str:
        """Return the number of an official document (domain 5.6)."""
        template = self.document_no_zh if lang == "zh" else self.document_no_en
        return template.format(town=town, year=year, serial=serial)


class Holiday(Labelled, frozen=True, kw_only=True):
    """Days off of one holiday, first and last day included."""

    start: datetime.date
    end: datetime.date


class CalendarYear(Declared, frozen=True, kw_only=True):
    """Holidays and make-up working days of one year."""

    year: int
    source: str
    holidays: tuple[Holiday, ...]
    workdays: tuple[datetime.date, ...]

    @cached_property
    def days_off(self) -> frozenset[datetime.date]:
        """Every day off that the holidays cover."""
        one = datetime.timedelta(days=1)
        return frozenset(
            holiday.start + one * n
            for holiday in self.holidays
            for n in range((holiday.end - holiday.start).days + 1)
        )


class Calendar(Declared, frozen=True, kw_only=True):
    """The years for which the working-day table is known."""

    years: Mapping[int, CalendarYear]


class RetirementRule(Declared, frozen=True, kw_only=True):
    """One line of the dated table of statutory retirement ages (V-23).

    Attributes:
        who: ``man``, ``woman-worker`` (base age 50) or ``woman-cadre`` (base age 55).
        since, until: first and last day of retirement to which the line applies.
        age: base age in full years.
        first_birth: first day of birth from which the age rises; none where it does not.
        step: months of birth that make one month of delay.
        most: most months of delay.
    """

    who: Literal["man", "woman-worker", "woman-cadre"]
    since: datetime.date
    until: datetime.date
    age: int
    first_birth: datetime.date | None = None
    step: int = 0
    most: int = 0
