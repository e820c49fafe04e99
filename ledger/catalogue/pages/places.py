"""The page of divisions, the region profile, calendars and retirement ages."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ledger.catalogue.model import Catalogue
from ledger.catalogue.pages.markdown import table


def places_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield the blocks of the page."""
    yield "## 行政区划 Divisions"
    yield ""
    divisions = [(d.code, d.zh, d.en, d.level) for d in catalogue.divisions.values()]
    yield from table(["Code", "中文", "English", "Level"], divisions)
    for profile in catalogue.profiles.values():
        yield f"## 地区设置 Profile `{profile.code}` {profile.zh} {profile.en}"
        yield ""
        rows = [(f"`{key}`", value) for key, value in msgspec.to_builtins(profile).items()]
        yield from table(["Setting", "Value"], rows)
    for year in catalogue.calendar.years.values():
        yield f"## {year.year}"
        yield ""
        yield f"{year.source}。调休上班 Make-up days: {', '.join(map(str, year.workdays))}."
        yield ""
        days = [(one.zh, one.en, one.start, one.end) for one in year.holidays]
        yield from table(["中文", "English", "From", "To"], days)
    yield "## 退休年龄 Retirement ages"
    yield ""
    ages = [
        (rule.who, rule.since, rule.until, rule.age, rule.first_birth or "", rule.step, rule.most)
        for rule in catalogue.retirement
    ]
    heads = ["Who", "Since", "Until", "Age", "Rises for births from", "Months per month", "At most"]
    yield from table(heads, ages)
