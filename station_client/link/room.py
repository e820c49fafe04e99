"""How much goes at once over a line, either way: what a broken exchange may cost.

On a good line that is as much as both programs can take. On a thin one it is what the line carries
in a short while, by the last exchange that was full; a line that broke gets a quarter. It is kept,
so that a program that starts anew need not find out again.
"""

from __future__ import annotations

from ledger.exchange.bounds import LINE_BYTES
from ledger.store.local import Settings

#: Of journal, over a line that broke again and again: something always gets through.
LEAST_AT_ONCE = 16 << 10
#: How long an exchange may take before the next one carries less.
AT_ONCE_SECONDS = 20.0
#: By how much the next one grows where there was time to spare: slowly, for it broke before.
GROWTH = 1.25
ROOM = "link.room"


class Room:
    """The bytes of journal that one bundle may carry, between `LEAST_AT_ONCE` and `LINE_BYTES`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def bytes(self) -> int:
        """How much may go now."""
        return int(self._settings.get(ROOM, LINE_BYTES))

    @property
    def least(self) -> bool:
        """Whether less would not do."""
        return self.bytes <= LEAST_AT_ONCE

    def went(self, seconds: float, *, full: bool) -> None:
        """An exchange got through in so many seconds; ``full`` when more waits behind it.

        One that was not full shows how slow a line is, never how fast.
        """
        before = self.bytes
        fits = before * min(AT_ONCE_SECONDS / max(seconds, 0.1), GROWTH)
        if full or fits < before:
            self._keep(before, round(fits))

    def broke(self) -> None:
        """The line broke, or less may go at once."""
        before = self.bytes
        self._keep(before, before // 4)

    def _keep(self, before: int, wanted: int) -> None:
        now = min(max(wanted, LEAST_AT_ONCE), LINE_BYTES)
        if now != before:
            self._settings.set(ROOM, now)
