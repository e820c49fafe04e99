"""When an answer that still comes counts as stuck, on a clock that nobody waits for."""

from __future__ import annotations

import pytest

from station_client.link.moving import Moving
from tests.station_client.link.carrying import FakeTime


def test_fault_38_a_byte_every_39_seconds_is_given_up_within_minutes() -> None:
    clock = FakeTime()
    moving = Moving(clock)
    moving.begin(80, 4096)
    with pytest.raises(TimeoutError):
        for _ in range(10):
            moving.came(1)
            clock.pause(39)
    assert clock.now == 100 + 3 * 39


def test_fault_39_a_thin_line_is_waited_for_as_long_as_it_takes() -> None:
    """32 kbit/s, of which a tenth is left, with a stall of 39 s in every two minutes."""
    clock = FakeTime()
    moving = Moving(clock)
    moving.begin(80, 4096)
    for second in range(3600):
        clock.pause(39 if second % 81 == 0 else 1)
        moving.came(400)
    assert clock.now > 3600


def test_an_office_that_thinks_long_has_all_its_time_for_the_answer() -> None:
    clock = FakeTime()
    moving = Moving(clock)
    moving.begin(80, 4096)
    clock.pause(300)
    for _ in range(79):
        moving.came(1)
        clock.pause(1)
    clock.pause(1)
    with pytest.raises(TimeoutError):
        moving.came(1)


def test_each_answer_is_counted_for_itself() -> None:
    clock = FakeTime()
    moving = Moving(clock)
    for _ in range(10):
        moving.begin(80, 4096)
        moving.came(300)
        clock.pause(60)
    with pytest.raises(TimeoutError):
        for _ in range(2):
            clock.pause(60)
            moving.came(300)
