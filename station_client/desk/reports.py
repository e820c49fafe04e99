"""Statistical reports: declared counts over the ledgers, asked anew each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from ledger.core.faults import RuleFault
from ledger.store.query import Query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.catalogue.outputs import ReportLine, Where
    from ledger.store.query import Condition
    from station_client.desk.counter import Counter


@dataclass(frozen=True)
class ReportRow:
    """One counted line; `deeper` lines divide the one above them."""

    key: str
    label: str
    value: int
    deeper: bool = False


@dataclass(frozen=True)
class Report:
    """A draft: counted now, from what is here now.

    `balance` says that opening + in - out = closing does not hold; "" when it does.
    """

    code: str  # RP-03
    title: str
    period: str  # 2026年四季度（草稿）
    start: date
    end: date
    rows: tuple[ReportRow, ...]
    balance: str


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the quarter."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, _month_end(date(first.year, first.month + 2, 1))


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month."""
    first = day.replace(day=1)
    return first, _month_end(first)


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def report(counter: Counter, code: str, start: date, end: date) -> Report:
    """A report over a period. RuleFault `report.not-found`."""
    declared = counter.catalogue.reports.get(code)
    if declared is None:
        raise RuleFault("report.not-found", report=code)
    days = _days(start, end)
    rows: list[ReportRow] = []
    totals: dict[str, int] = {}
    for line in declared.lines:
        totals[line.key] = _count(counter, line, days)
        rows.append(ReportRow(line.key, line.label(counter.say.lang), totals[line.key]))
        if line.by:
            rows += _divided(counter, line, line.by, days)
    uneven = ""
    balance = declared.balance
    if balance is not None:
        should = totals[balance.opening] + sum(totals[key] for key in balance.into)
        should -= sum(totals[key] for key in balance.out)
        if should != totals[balance.closing]:
            uneven = counter.say("desk.report.uneven", should=should, found=totals[balance.closing])
    title = declared.label(counter.say.lang)
    return Report(code, title, say_period(counter, start, end), start, end, tuple(rows), uneven)


def say_period(counter: Counter, start: date, end: date) -> str:
    """A month or a quarter in words; other periods by their days."""
    say = counter.say
    if (start, end) == quarter_of(start):
        return say("desk.report.quarter", year=start.year, n=(start.month + 2) // 3)
    if (start, end) == month_of(start):
        return say("desk.report.month", year=start.year, n=start.month)
    return say("desk.report.days", start=start.isoformat(), end=end.isoformat())


def _divided(
    counter: Counter, line: ReportLine, by: str, days: Mapping[str, str]
) -> list[ReportRow]:
    """The counts per value of a code field, those that are not nought."""
    field = counter.catalogue.kinds[line.kind].fields[by]
    rows = []
    for item in counter.catalogue.codes[field.codes or ""].items:
        value = _count(counter, line, days, ((by, "eq", item.code),))
        if value:
            label = item.label(counter.say.lang)
            rows.append(ReportRow(f"{line.key}.{item.code}", label, value, deeper=True))
    return rows


def _count(
    counter: Counter,
    line: ReportLine,
    days: Mapping[str, str],
    more: tuple[Condition, ...] = (),
) -> int:
    """The records that meet all of `where` and none of `unless`, by inclusion and exclusion."""
    own = ("area", "eq", counter.site.area)
    where = (own, ("void", "empty", None), *(_condition(each, days) for each in line.where), *more)
    total = 0
    for size in range(len(line.unless) + 1):
        for chosen in combinations(line.unless, size):
            met = (*where, *(_condition(each, days) for each in chosen))
            total += (-1) ** size * counter.ledger.count(Query(line.kind, where=met))
    return total


def _condition(each: Where, days: Mapping[str, str]) -> Condition:
    value = list(each.among) if each.among else each.value
    return each.field, each.op, days.get(str(value), value)


def _days(start: date, end: date) -> dict[str, str]:
    """What the declared words for days stand for in a period."""
    return {
        "$from": start.isoformat(),
        "$to": end.isoformat(),
        "$year_before": _year_before(end).isoformat(),
    }


def _year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28) if leap else day.replace(year=day.year - 1)
