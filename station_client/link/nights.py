"""The nightly upload, whoever runs it: the window's agent or the system's scheduler."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from ledger.core.faults import RuleFault
from ledger.store.ledger import Ledger
from station_client.link.answers import Busy
from station_client.link.attempt import Attempt
from station_client.link.courier import Courier
from station_client.link.pace import Pace
from station_client.link.timetable import LEAST_KBIT, MOST_KBIT, NightWindow, night_due

LAST_NIGHT = "link.last-night"
NIGHT_KBIT = "link.night-kbit"
#: How often a scheduled run comes back to a busy office, and the longest it waits each time.
MOST_TRIES, LONGEST_WAIT = 5, 600


class Nights:
    """Remembers, in the ledger's own settings, when the nightly upload was last begun."""

    def __init__(self, ledger: Ledger, window: Callable[[], NightWindow]) -> None:
        self._ledger = ledger
        self._window = window

    def begin_if_due(self, *, in_turn: bool = True) -> bool:
        """Whether tonight's run, or a missed one, is due now; then it counts as begun."""
        now = self._ledger.clock.now()
        kept = self._ledger.local.settings.get(LAST_NIGHT)
        last_run = datetime.fromisoformat(kept) if kept else None
        node = self._ledger.node
        due = night_due(self._window(), node, now, last_run, in_turn=in_turn)
        if due:
            self._ledger.local.settings.set(LAST_NIGHT, now.isoformat())
        return due


def night_pace(ledger: Ledger, window: NightWindow) -> Pace:
    """How fast bytes may go: at night others may need the line too, if the station says so."""
    bound = night_limit(ledger) * 125.0
    return Pace(lambda: bound if window.night_of(ledger.clock.now()) else 0.0)


def night_limit(ledger: Ledger) -> int:
    """The bound on nightly runs in kbit/s; 0 for none."""
    return int(ledger.local.settings.get(NIGHT_KBIT, 0))


def limit_nights(ledger: Ledger, kbit: int) -> None:
    """Keep nightly runs below so many kbit/s from now on; 0 for no bound.

    RuleFault ``link.bad-bound`` for one that nobody can mean.
    """
    if kbit and not LEAST_KBIT <= kbit <= MOST_KBIT:
        raise RuleFault("link.bad-bound", kbit=kbit, least=LEAST_KBIT, most=MOST_KBIT)
    ledger.local.settings.set(NIGHT_KBIT, kbit)


def run_scheduled(
    courier: Courier, nights: Nights, pause: Callable[[float], None] = time.sleep
) -> Attempt | None:
    """One run for the operating system's scheduler, which spreads the stations by itself.

    It is the night's run where that is due or was missed, otherwise an ordinary one. A busy office
    is asked again when it said. None when another program of this station is exchanging already.
    """
    night = nights.begin_if_due(in_turn=False)
    for left in range(MOST_TRIES - 1, -1, -1):
        try:
            return courier.by_line(night=night, quiet=not night)
        except Busy as fault:
            if not left or fault.seconds > LONGEST_WAIT:
                raise
            pause(fault.seconds)
        except RuleFault as fault:
            if fault.code != "link.under-way":
                raise
            break
    return None
