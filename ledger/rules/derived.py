"""Values that are computed when shown and never stored: age, flags, completeness, next check."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.rules import people, work
from ledger.rules.findings import day_in, is_blank
from ledger.rules.retirement import retirement_days

_LONG_TERM_YEARS: Final = 1
_MINOR: Final = 14


def completeness(catalogue: Catalogue, kind: str, data: Mapping[str, Value]) -> int:
    """Per cent of the required fields that are filled (V-25), 100 when none is required."""
    needed = [
        field
        for field in catalogue.kinds[kind].stored.values()
        if field.needed(data) and field not in catalogue.kinds[kind].system
    ]
    if not needed:
        return 100
    filled = sum(not is_blank(data.get(field.name)) for field in needed)
    return filled * 100 // len(needed)


def age(data: Mapping[str, Value], today: date) -> int | None:
    """Full years today, None without a birth date."""
    born = day_in(data.get("birth_date"))
    return people.age_on(born, today) if born is not None and born <= today else None


def labour_age(catalogue: Catalogue, data: Mapping[str, Value], today: date) -> bool | None:
    """16 to the statutory retirement day (the latest one); None where that is not known."""
    born = day_in(data.get("birth_date"))
    if born is None:
        return None
    if people.age_on(born, today) < work.WORKING_AGE:
        return False
    days = retirement_days(catalogue.retirement, str(data.get("sex") or ""), born)
    return None if days is None else today < days.latest


def long_term(data: Mapping[str, Value], today: date) -> bool:
    """Unemployed for a year or longer, and still so."""
    since = day_in(data.get("unemp_date"))
    ended = "emp_status" in data and data["emp_status"] not in work.UNEMPLOYED
    if since is None or ended or not is_blank(data.get("cancel_date")):
        return False
    return today >= people.day_of_age(since, _LONG_TERM_YEARS)


def verify_due(catalogue: Catalogue, data: Mapping[str, Value], today: date) -> date | None:
    """The day by which a card is to be checked again.

    People of working age: the end of the quarter after the last check. Others: so many months
    after it as the region's profile says. None if the card was never checked.
    """
    last = day_in(data.get("verified_at"))
    if last is None:
        return None
    if labour_age(catalogue, data, today):
        return _quarter_end(_quarter_end(last), after=1)
    return people.day_of_age(last, 0, catalogue.profile.verify_months)


def _quarter_end(day: date, after: int = 0) -> date:
    first = day.year * 12 + (day.month - 1) // 3 * 3 + 3 * (after + 1)
    return date.fromordinal(date(first // 12, first % 12 + 1, 1).toordinal() - 1)


def minor(data: Mapping[str, Value], today: date) -> bool:
    """Under 14: every field is sensitive (PIPL 31)."""
    years = age(data, today)
    return years is not None and years < _MINOR


def derive(
    catalogue: Catalogue, kind: str, data: Mapping[str, Value], today: date
) -> dict[str, Value]:
    """All derived fields that the kind declares and that can be computed from the record itself."""
    makers: Mapping[str, Callable[[], Value]] = {
        "age": lambda: age(data, today),
        "labour_age_flag": lambda: labour_age(catalogue, data, today),
        "labour_age": lambda: labour_age(catalogue, data, today),
        "long_term_flag": lambda: long_term(data, today),
        "long_term": lambda: long_term(data, today),
        "minor_flag": lambda: minor(data, today),
        "completeness": lambda: completeness(catalogue, kind, data),
        "verify_due": lambda: _iso(verify_due(catalogue, data, today)),
    }
    declared = catalogue.kinds[kind].fields
    return {
        name: make() for name, make in makers.items() if name in declared and declared[name].derived
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
