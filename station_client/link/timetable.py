"""When to try: soon after something was saved, now and then to hear what came, and every night.

Pure: given what is known, how long to wait. The agent does the waiting.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta

#: After something was saved, so that one deed of several saves goes in one bundle.
SETTLE_SECONDS = 2.0
#: How often the office is asked for news while there is a line.
LISTEN_SECONDS = 30.0
#: After failures the wait doubles from the first of these to the second.
FIRST_RETRY_SECONDS = 15.0
LAST_RETRY_SECONDS = 300.0
#: Waits are up to a quarter shorter or longer, so that those cut off together come back apart.
SPREAD = 0.25
#: By how much a clock is set in everyday life.
MOST_CLOCK_STEP = timedelta(hours=2)
#: Bounds on the nights' speed that make sense: below, nothing would ever get through.
LEAST_KBIT, MOST_KBIT = 16, 100_000
#: A clock that ran ahead of a wait by this much: the PC slept.
SLEPT_SECONDS = 60.0


@dataclass(frozen=True)
class NightWindow:
    """The hours in which a station uploads by itself (domain R5), for example 22:00 to 05:00."""

    start: time = time(22, 0)
    end: time = time(5, 0)

    def night_of(self, now: datetime) -> datetime | None:
        """The beginning of the window that ``now`` lies in, or None by day."""
        today = datetime.combine(now.date(), self.start, now.tzinfo)
        for opened in (today, today - timedelta(days=1)):
            if opened <= now < opened + self.length:
                return opened
        return None

    def last_opened(self, now: datetime) -> datetime:
        """The beginning of the newest window that has opened."""
        today = datetime.combine(now.date(), self.start, now.tzinfo)
        return today if today <= now else today - timedelta(days=1)

    @property
    def length(self) -> timedelta:
        """How long the window is open."""
        span = datetime.combine(datetime.min, self.end) - datetime.combine(datetime.min, self.start)
        return span if span > timedelta() else span + timedelta(days=1)

    def turn(self, node: str, opened: datetime) -> datetime:
        """This station's own moment in the window's first third: stations take turns by name."""
        share = zlib.crc32(node.encode()) % 1000 / 1000
        return opened + self.length / 3 * share


def night_due(
    window: NightWindow,
    node: str,
    now: datetime,
    last_run: datetime | None,
    *,
    in_turn: bool = True,
) -> bool:
    """Whether the night's run is due, or a missed one is to be caught up now.

    A run that lies in the future was noted while the clock was wrong, and counts for nothing.
    Without ``in_turn`` the window's opening is enough: somebody else spreads the stations.
    """
    opened = window.last_opened(now)
    if last_run is not None and opened <= last_run <= now + MOST_CLOCK_STEP:
        return False
    return not in_turn or now >= window.turn(node, opened)


def wait_seconds(
    *,
    linked: bool | None,
    dirty: bool,
    failures: int,
    retry: float = FIRST_RETRY_SECONDS,
    chance: float = 0.5,
) -> float:
    """How long until the next try; ``retry`` is the wait after a first failure.

    ``chance``, between 0 and 1, spreads the waits after failures.
    """
    if failures:
        wait = min(math.ldexp(retry, min(failures, 30) - 1), LAST_RETRY_SECONDS)
        return wait * (1 + SPREAD * (2 * chance - 1))
    if linked is None or dirty:
        return SETTLE_SECONDS
    return LISTEN_SECONDS


def slept(before: datetime, after: datetime, waited_seconds: float) -> bool:
    """Whether the PC slept during a wait: its clock went on and the program did not."""
    return (after - before).total_seconds() > waited_seconds + SLEPT_SECONDS
