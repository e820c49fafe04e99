"""Days and moments as they are said, and stored values as they are shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts


def read_day(value: object) -> date | None:
    """The day of a stored ISO date or date and time; None when there is none."""
    if not isinstance(value, str) or len(value) < 10:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def read_moment(value: object) -> datetime | None:
    """The moment of a stored ISO date and time; None when there is none."""
    if not isinstance(value, str) or not value:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def say_day(say: Texts, day: date) -> str:
    """A day in a sentence: 11月22日."""
    return say("desk.when.day", month=day.month, day=day.day)


def say_full_day(say: Texts, day: date) -> str:
    """A day with its year: 2026年11月22日."""
    return say("desk.when.full-day", year=day.year, month=day.month, day=day.day)


def say_day_time(say: Texts, at: datetime) -> str:
    """A moment in a sentence: 11月20日 21:40."""
    return f"{say_day(say, at.date())} {at:%H:%M}"


def say_moment(say: Texts, at: datetime, today: date) -> str:
    """A moment in a list: 今天 09:44, 昨天 22:07, 11-20 21:40, 2025-11-20."""
    days = (today - at.date()).days
    if days == 0:
        return say("desk.when.today", time=f"{at:%H:%M}")
    if days == 1:
        return say("desk.when.yesterday", time=f"{at:%H:%M}")
    if at.year == today.year:
        return f"{at:%m-%d %H:%M}"
    return f"{at:%Y-%m-%d}"


def say_ago(say: Texts, at: datetime, now: datetime) -> str:
    """How long ago: 刚刚, 12 分钟前, 3 小时前, 2 天前."""
    seconds = max((now - at).total_seconds(), 0.0)
    if seconds < 60:
        return say("desk.when.just-now")
    if seconds < 3600:
        return say("desk.when.minutes-ago", n=int(seconds // 60))
    if seconds < 86400:
        return say("desk.when.hours-ago", n=int(seconds // 3600))
    return say("desk.when.days-ago", n=int(seconds // 86400))
