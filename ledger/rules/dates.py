"""Checks of dates: order, bounds, not in the future (V-16)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from ledger.rules.findings import Finding, Look, Rule, day_in

FIRST: Final = date(1900, 1, 1)
LAST: Final = date(2999, 12, 31)

_STARTS: Final = (("_end", "_start"), ("_to", "_from"), ("_until", "_since"))
_NOT_BEFORE_BIRTH: Final = frozenset(
    {"move_in_date", "grad_date", "first_work_date", "emp_status_date", "contract_start"}
)
_PAST: Final = frozenset(
    {
        "emp_status_date",
        "unemp_date",
        "unemp_reg_date",
        "first_work_date",
        "move_in_date",
        "last_contact",
        "id_valid_from",
        "verify_at",
        "verified_at",
        "notice_at",
        "built_date",
        "reg_date",
    }
)
_FIRST_WORK_AGE: Final = 16


def partner(name: str) -> str | None:
    """The start field of an end field: contract_end -> contract_start."""
    for end, start in _STARTS:
        if name.endswith(end):
            return name.removesuffix(end) + start
    return None


def bounds(look: Look) -> Iterator[Finding]:
    """V-16, for every date: readable, 1900 to 2999; what lies behind us is not in the future."""
    day = day_in(look.value)
    if day is None:
        yield look.block("V-16", "check.date.unreadable", value=str(look.value))
        return
    if not FIRST <= day <= LAST:
        yield look.block("V-16", "check.date.bounds", day=day.isoformat())
    elif look.field.name in _PAST and day > look.today:
        yield look.block("V-16", "check.date.future", day=day.isoformat())
    yield from _since_birth(look, day)


def _since_birth(look: Look, day: date) -> Iterator[Finding]:
    name = look.field.name
    born = look.day("birth_date")
    if born is None or name not in _NOT_BEFORE_BIRTH:
        return
    if day < born:
        yield look.block("V-16", "check.date.before-birth", born=born.isoformat())
    elif name == "first_work_date" and day.year - born.year < _FIRST_WORK_AGE:
        yield look.warn("V-16", "check.date.young-worker", age=day.year - born.year)


def order(look: Look) -> Iterator[Finding]:
    """V-16: an end is not before its start."""
    end = day_in(look.value)
    start_name = partner(look.field.name)
    if start_name is None or end is None or "V-08" in look.field.rules:
        return
    start = look.day(start_name)
    if start is not None and end < start:
        yield look.block("V-16", "check.date.order", start=start.isoformat(), end=end.isoformat())


RULES: Final[Mapping[str, Rule]] = {"V-16": order}
