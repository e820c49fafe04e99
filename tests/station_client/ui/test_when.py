"""Days and moments as they are said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ledger.catalogue.texts import Texts
from station_client.ui.when import ago, long_day, moment, short_day
from tests.station_client.ui.fakes import NOW


def test_today_is_written_out_at_the_top_of_the_window(say: Texts) -> None:
    assert long_day(NOW.date(), say) == "2026年11月22日 周日"
    assert short_day(NOW.date(), say) == "11月22日"


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(minutes=1), "今天 09:44"),
        (timedelta(hours=18, minutes=25), "昨天 15:20"),
        (timedelta(days=1, hours=11, minutes=53), "11-20 21:52"),
        (timedelta(days=400), "2025-10-18"),
    ],
)
def test_moments_are_relative_within_two_days(back: timedelta, said: str, say: Texts) -> None:
    assert moment(NOW - back, NOW, say) == said


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(seconds=20), "刚才"),
        (timedelta(minutes=12), "12 分钟前"),
        (timedelta(hours=3), "3 小时前"),
        (timedelta(days=2, hours=1), "2 天前"),
    ],
)
def test_ages_are_rounded_down(back: timedelta, said: str, say: Texts) -> None:
    assert ago(NOW - back, NOW, say) == said
