"""The agent: one background thread that keeps station and office in step while the window is open.

It asks the server itself whether there is a line, sends within seconds of a save when there is,
tries again with growing waits when there is not, stays away as long as a busy office asks, and
runs the night's upload, a missed one as soon as the PC is awake. One exchange at a time, whoever
asked for it.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledger.core.faults import EnvironmentFault, Fault, RuleFault
from ledger.store.ledger import Ledger
from ledger.store.slots import Changed
from station_client.link.answers import Busy
from station_client.link.attempt import Attempt
from station_client.link.courier import Courier, Progress
from station_client.link.nights import Nights
from station_client.link.timetable import (
    FIRST_RETRY_SECONDS,
    SPREAD,
    NightWindow,
    slept,
    wait_seconds,
)

#: How often a long wait is interrupted to see whether the PC slept meanwhile.
LOOK_SECONDS = 20.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LinkNews:
    """What the agent knows of the line: None before the first try; ``busy`` while exchanging."""

    linked: bool | None
    busy: bool
    last: Attempt | None = None


class Agent:
    """Runs exchanges. `watch` tells screens; `send_now`, `to_stick`, `from_stick` are theirs."""

    def __init__(
        self,
        ledger: Ledger,
        courier: Courier,
        now: Callable[[], datetime],
        window: Callable[[], NightWindow],
        *,
        retry: float = FIRST_RETRY_SECONDS,
        look: float = LOOK_SECONDS,
    ) -> None:
        """``retry``: seconds until the next try after a first failure; ``look``: how often the
        clock is looked at during a wait."""
        self._ledger = ledger
        self._courier = courier
        self._now = now
        self._nights = Nights(ledger, window)
        self._retry = retry
        self._look = look
        self._chance = random.Random()
        #: Not before this moment (monotonic): a busy office asked to stay away.
        self._not_before = 0.0
        self._lane = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._unwatch: Callable[[], None] = lambda: None
        self._watchers: list[Callable[[LinkNews], None]] = []
        self._dirty = True
        self._failures = 0
        self.news = LinkNews(None, busy=False)

    def start(self) -> None:
        """Begin to work in the background."""
        self._unwatch = self._ledger.watch(self._noticed)
        self._thread = threading.Thread(target=self._work, name="link-agent", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop, after the round trip that is under way: what is left to go may take hours."""
        self._unwatch()
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def watch(self, callback: Callable[[LinkNews], None]) -> Callable[[], None]:
        """Be told, on the agent's thread, when the line comes, goes, or has carried something."""
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    def send_now(
        self,
        progress: Progress = lambda attempt: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Attempt:
        """Exchange at once, on the caller's thread; RuleFault ``link.under-way`` if one is."""
        with self._alone():
            return self._exchange(quiet=False, night=False, progress=progress, cancelled=cancelled)

    def to_stick(
        self,
        folder: Path,
        progress: Progress = lambda attempt: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Attempt:
        """Write what waits onto a stick."""
        with self._alone():
            return self._courier.to_stick(folder, self._now(), progress, cancelled)

    def from_stick(
        self,
        folder: Path,
        progress: Progress = lambda attempt: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Attempt:
        """Read the office's answers from a stick."""
        with self._alone():
            return self._courier.from_stick(folder, progress, cancelled)

    def _alone(self) -> _Lane:
        return _Lane(self._lane)

    def _noticed(self, changed: Changed) -> None:
        if changed.source == "local":
            self._dirty = True
            if self.news.linked and not self._failures and time.monotonic() >= self._not_before:
                self._wake.set()

    def _work(self) -> None:
        while not self._stop.is_set():
            waited = self._wait()
            if waited and not self._stop.is_set():
                self._wake.clear()
                self._stop.wait(wait_seconds(linked=True, dirty=True, failures=0))
            if not self._stop.is_set() and self._lane.acquire(blocking=False):
                try:
                    self._turn_whatever_comes()
                finally:
                    self._lane.release()

    def _wait(self) -> bool:
        """Wait until the next try is due; True when woken by a save, which has to settle first."""
        until = time.monotonic() + wait_seconds(
            linked=self.news.linked,
            dirty=self._dirty,
            failures=self._failures,
            retry=self._retry,
            chance=self._chance.random(),
        )
        until = max(until, self._not_before)
        # From look to look without a gap: a sleep may begin at any moment.
        before, begun = self._now(), time.monotonic()
        while (left := until - begun) > 0:
            if self._wake.wait(min(left, self._look)):
                return True
            now, reached = self._now(), time.monotonic()
            if slept(before, now, reached - begun):
                self._failures = 0
                return False
            before, begun = now, reached
        return False

    def _turn_whatever_comes(self) -> None:
        try:
            self._turn()
        except Exception:
            # A bug must not end all exchanges until somebody restarts the program.
            log.exception("the exchange stopped for a reason nobody foresaw; it is tried again")
            self._failures += 1
            self._dirty = True
            self._tell(LinkNews(None, busy=False, last=self.news.last))

    def _turn(self) -> None:
        night = self._nights.begin_if_due()
        if not night and self.news.linked is False and not self._line_is_back():
            self._failures += 1
            return
        try:
            self._exchange(quiet=not night, night=night)
        except Fault:
            # Written into the diary by the courier, and shown from there; here it only means
            # trying again later.
            return

    def _line_is_back(self) -> bool:
        """Look quietly: a day without a line is one state of things, not a hundred failures."""
        return self._courier.reachable()

    def _exchange(
        self,
        *,
        quiet: bool,
        night: bool,
        progress: Progress = lambda attempt: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Attempt:
        self._tell(LinkNews(self.news.linked, busy=True, last=self.news.last))
        self._dirty = False
        try:
            attempt = self._courier.by_line(
                night=night,
                quiet=quiet,
                progress=progress,
                cancelled=lambda: cancelled() or self._stop.is_set(),
            )
        except Fault as fault:
            self._failures += 1
            if isinstance(fault, Busy):
                self._failures = 0
                away = fault.seconds * (1 + SPREAD * self._chance.random())
                self._not_before = time.monotonic() + away
            self._dirty = True
            self._tell(LinkNews(self._linked_after(fault), busy=False, last=self.news.last))
            raise
        self._failures = 0
        self._not_before = 0.0
        self._tell(LinkNews(True, busy=False, last=attempt))
        return attempt

    def _linked_after(self, fault: Fault) -> bool | None:
        """Whether the office was reached all the same; as before, where nobody tried."""
        if isinstance(fault, RuleFault):
            return self.news.linked
        return not isinstance(fault, EnvironmentFault) or isinstance(fault, Busy)

    def _tell(self, news: LinkNews) -> None:
        self.news = news
        for callback in tuple(self._watchers):
            callback(news)


class _Lane:
    """One exchange at a time; who comes second is told, not made to wait."""

    def __init__(self, lane: threading.Lock) -> None:
        self._lock = lane

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=3.0):
            raise RuleFault("link.under-way")

    def __exit__(self, *_: object) -> None:
        self._lock.release()
