"""The clock orders acts for people; it decides nothing and one bad PC spoils nobody's."""

from datetime import UTC, datetime

from ledger.core.clock import Clock, ms_of, stamp, when
from tests.helpers.fakes import FakeWall


def test_every_value_is_larger_than_the_one_before_even_when_time_stands_still(
    wall: FakeWall,
) -> None:
    clock = Clock(wall)
    values = [clock.tick() for _ in range(70_000)]
    assert values == sorted(set(values))


def test_a_clock_set_back_does_not_make_values_smaller(wall: FakeWall) -> None:
    clock = Clock(wall)
    before = clock.tick()
    wall.advance(days=-3)
    assert clock.tick() > before
    assert clock.went_back()


def test_a_pc_ten_years_ahead_does_not_pull_the_others_along(wall: FakeWall) -> None:
    clock = Clock(wall)
    far = stamp(wall() + 10 * 365 * 86_400_000)
    assert not clock.fold(far)
    assert clock.tick() < far


def test_a_pc_a_little_ahead_is_followed(wall: FakeWall) -> None:
    clock = Clock(wall)
    ahead = stamp(wall() + 5_000)
    assert clock.fold(ahead)
    assert clock.tick() > ahead


def test_after_a_restart_values_go_on_after_the_last(wall: FakeWall) -> None:
    first = Clock(wall)
    last = first.tick()
    wall.advance(hours=-1)
    second = Clock(wall)
    second.resume(last)
    assert second.tick() > last
    assert second.went_back()


def test_a_value_is_shown_in_chinese_civil_time() -> None:
    moment = datetime(2026, 11, 22, 1, 44, tzinfo=UTC)
    shown = when(stamp(int(moment.timestamp() * 1000)))
    assert shown.isoformat() == "2026-11-22T09:44:00+08:00"


def test_a_value_from_the_end_of_days_can_still_be_shown() -> None:
    assert when(stamp(1 << 60)).year == 9999
    assert ms_of(stamp(12, 3)) == 12
