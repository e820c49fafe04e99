"""How fast bytes may go: a bound that leaves the rest of a thin line to others."""

from __future__ import annotations

import time
from collections.abc import Callable

#: A piece of a bundle that leaves at once: half a second's worth on 32 kbit/s.
PIECE_BYTES = 2048


class Pace:
    """At most so many bytes a second, over both directions together; 0 means as fast as it goes.

    How many is asked again and again: a run may begin by day and last into the night.
    """

    def __init__(
        self,
        bytes_per_second: Callable[[], float],
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.bytes_per_second = bytes_per_second
        self._clock = clock
        self._pause = pause
        self._free_at = clock()

    def moved(self, size: int) -> None:
        """So many bytes went; wait until the next may."""
        bound = self.bytes_per_second()
        if not bound:
            return
        now = self._clock()
        self._free_at = max(self._free_at, now) + size / bound
        self._pause(self._free_at - now)


class Upload:
    """A bundle that is handed over piece by piece, as fast as the pace lets it."""

    def __init__(self, blob: bytes, pace: Pace) -> None:
        self._rest = memoryview(blob)
        self._pace = pace

    def read(self, size: int = -1) -> bytes:
        """The next piece, of at most ``size`` bytes; empty at the end."""
        most = PIECE_BYTES if size < 0 else min(size, PIECE_BYTES)
        piece = bytes(self._rest[:most])
        self._rest = self._rest[most:]
        self._pace.moved(len(piece))
        return piece
