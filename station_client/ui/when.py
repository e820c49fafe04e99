"""Dates and times as people say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts


def long_day(day: date, say: Texts) -> str:
    """2026年11月22日 周日."""
    return say(
        "ui.when.long_day",
        year=day.year,
        day=day.day,
        month_name=say(f"ui.when.month_{day.month}"),
        weekday=say(f"ui.when.weekday_{day.isoweekday()}"),
    )


def short_day(day: date, say: Texts) -> str:
    """11月22日, for sentences."""
    return say(
        "ui.when.short_day",
        day=day.day,
        month_name=say(f"ui.when.month_{day.month}"),
    )


def moment(at: datetime, now: datetime, say: Texts) -> str:
    """今天 09:44, 昨天 15:20, 11-20 21:52, 2025-11-20: for the right edge of a list."""
    clock = at.strftime("%H:%M")
    if at.date() == now.date():
        return say("ui.when.today_at", clock=clock)
    if at.date() == now.date() - timedelta(days=1):
        return say("ui.when.yesterday_at", clock=clock)
    if at.year == now.year:
        return at.strftime("%m-%d %H:%M")
    return at.strftime("%Y-%m-%d")


def ago(at: datetime, now: datetime, say: Texts) -> str:
    """刚才, 12 分钟前, 3 小时前, 2 天前."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return say("ui.when.just_now")
    if minutes < 60:
        return say("ui.when.minutes_ago", n=minutes)
    if minutes < 24 * 60:
        return say("ui.when.hours_ago", n=minutes // 60)
    return say("ui.when.days_ago", n=minutes // (24 * 60))
