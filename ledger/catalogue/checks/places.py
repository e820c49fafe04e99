"""Checks of divisions, profiles, calendars and retirement ages."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ledger.catalogue.model import Catalogue
from ledger.catalogue.places import CalendarYear, Profile
from ledger.catalogue.problems import Problem
from ledger.catalogue.texts import placeholders

_DIGITS = {"province": 2, "prefecture": 4, "county": 6, "township": 12, "village": 12}
_TEMPLATES = {
    "office_name": {"town"},
    "station_name": {"village"},
    "document_no": {"town", "year", "serial"},
}


def check_places(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the faults of divisions, profiles, calendars and the retirement table."""
    for division in catalogue.divisions.values():
        key = f"divisions[{division.code}]"
        if len(division.code) != _DIGITS[division.level] or not division.code.isdigit():
            yield Problem("divisions.toml", key, f"is no code of a {division.level}")
        elif division.parent and division.parent not in catalogue.divisions:
            yield Problem("divisions.toml", key, f"{division.parent} above it is missing")
    for profile in catalogue.profiles.values():
        for name, fault in _profile_faults(profile):
            yield Problem(f"profiles/{profile.code}.toml", name, fault)
    for year in catalogue.calendar.years.values():
        for fault in _calendar_faults(year):
            yield Problem(f"calendars/{year.year}.toml", "", fault)
    yield from _retirement_faults(catalogue)


def _profile_faults(profile: Profile) -> Iterator[tuple[str, str]]:
    for name, wanted in _TEMPLATES.items():
        for lang in ("zh", "en"):
            found = placeholders(getattr(profile, f"{name}_{lang}"))
            if not found <= wanted:
                unknown = ", ".join(sorted(found - wanted))
                yield f"{name}_{lang}", f"does not know {unknown}"
    if not 0 < profile.lights.yellow_percent < 100:
        yield "lights.yellow_percent", "must be between 0 and 100"


def _calendar_faults(year: CalendarYear) -> Iterator[str]:
    days = sorted(year.days_off)
    length = sum((holiday.end - holiday.start).days + 1 for holiday in year.holidays)
    if length != len(days):
        yield "holidays overlap, or one ends before it starts"
    for day in (*days, *year.workdays):
        if day.year != year.year:
            yield f"{day} is in another year"
    for day in year.workdays:
        if day in year.days_off:
            yield f"{day} is both a day off and a working day"
        elif day.weekday() < 5:
            yield f"{day} is a working day anyhow"


def _retirement_faults(catalogue: Catalogue) -> Iterator[Problem]:
    """For each class the lines must follow one another without a gap."""
    ends: dict[str, datetime.date] = {}
    for rule in sorted(catalogue.retirement, key=lambda rule: (rule.who, rule.since)):
        before = ends.get(rule.who)
        if before is not None and rule.since - before != datetime.timedelta(days=1):
            yield Problem("retirement.toml", f"rules[{rule.who}]", f"gap or overlap at {before}")
        if (rule.first_birth is None) != (rule.step == 0) or (rule.step == 0) != (rule.most == 0):
            yield Problem("retirement.toml", f"rules[{rule.who}]", "the rise is declared by halves")
        ends[rule.who] = rule.until
