"""The hybrid logical clock: orders acts for people to read, never decides anything.

A clock value is one integer: milliseconds since 1970 UTC, shifted left by 16, plus a counter. A
remote value far in the future is not folded in, so one PC in 2036 poisons nobody.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

COUNTER_BITS = 16
#: How far ahead of the best known time a remote clock may be before it is left out.
FOLD_BOUND_MS = 10 * 60 * 1000
#: China has one civil time, without daylight saving since 1991.
CHINA = timezone(timedelta(hours=8), "CST")


def wall_ms() -> int:
    """The machine's clock, in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def stamp(ms: int, counter: int = 0) -> int:
    """The clock value of a moment."""
    return (ms << COUNTER_BITS) + counter


def ms_of(value: int) -> int:
    """The milliseconds of a clock value."""
    return value >> COUNTER_BITS


def when(value: int) -> datetime:
    """The moment of a clock value, in Chinese civil time; clamped to what a calendar can show."""
    seconds = min(max(ms_of(value) / 1000, 0.0), 253_402_214_400.0)
    return datetime.fromtimestamp(seconds, UTC).astimezone(CHINA)


class Clock:
    """Gives every act of one installation a value larger than all it has seen.

    ``offset_ms`` is server time minus own time, as measured at the last contact; it bounds how far
    a remote value may pull this clock, and is shown to the operator.
    """

    def __init__(self, wall: Callable[[], int] = wall_ms) -> None:
        self._wall = wall
        self._last = 0
        self._lock = threading.Lock()
        self.offset_ms = 0

    def now_ms(self) -> int:
        """The machine's own idea of the time."""
        return self._wall()

    def now(self) -> datetime:
        """The machine's own idea of the time, in Chinese civil time."""
        return when(stamp(self._wall()))

    def known_ms(self) -> int:
        """The best known time: the machine's, put right by what the last contact measured."""
        return self._wall() + self.offset_ms

    def tick(self) -> int:
        """A new value, larger than every earlier one of this clock."""
        with self._lock:
            self._last = max(self._last + 1, stamp(self._wall()))
            return self._last

    def resume(self, last: int) -> None:
        """Go on after the last value this installation gave, whatever the machine's clock says."""
        with self._lock:
            self._last = max(self._last, last)

    def fold(self, remote: int) -> bool:
        """Take a remote value into account; False when it lies too far ahead and was left out."""
        bound = stamp(self._wall() + max(self.offset_ms, 0) + FOLD_BOUND_MS)
        if remote > bound:
            return False
        with self._lock:
            self._last = max(self._last, remote)
        return True

    def went_back(self, tolerance_ms: int = 60_000) -> bool:
        """Whether the machine's clock stands before the last act it stamped (V-28)."""
        return self._wall() + tolerance_ms < ms_of(self._last)
