"""Which nights were run, whoever ran them: the window's agent or the system's scheduler."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ledger.store.ledger import Ledger
from station_client.link.timetable import NightWindow, night_due

LAST_NIGHT = "link.last-night"


class Nights:
    """Remembers, in the ledger's own settings, when the nightly upload was last begun."""

    def __init__(self, ledger: Ledger, window: Callable[[], NightWindow]) -> None:
        self._ledger = ledger
        self._window = window

    def begin_if_due(self, now: datetime) -> bool:
        """Whether tonight's run, or a missed one, is due now; then it counts as begun."""
        kept = self._ledger.local.settings.get(LAST_NIGHT)
        last_run = datetime.fromisoformat(kept) if kept else None
        due = night_due(self._window(), self._ledger.node, now, last_run)
        if due:
            self._ledger.local.settings.set(LAST_NIGHT, now.isoformat())
        return due
