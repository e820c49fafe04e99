"""How many exchanges run and wait at once: bounded, so that a crowd at ten at night only waits."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sync_server.faults import Busy

RETRY_FROM, RETRY_TO = 3, 20


class Door:
    """Lets ``running`` exchanges in, has ``waiting`` more wait, sends the rest away for a while.

    One address may have ``each`` at the door (a VPN may show a whole county as one). Busy carries
    the seconds to stay away, spread so that those sent away together do not come back together.
    """

    def __init__(self, running: int = 4, waiting: int = 60, each: int = 32) -> None:
        self._inside = asyncio.Semaphore(running)
        self._room = running + waiting
        self._each = each
        self._here: Counter[str] = Counter()
        self._spread = random.Random()

    @asynccontextmanager
    async def enter(self, address: str) -> AsyncIterator[None]:
        """Hold a place for the length of one exchange; waiting costs no thread."""
        if self._here[address] >= self._each:
            raise self.busy("office.too-often")
        if self._here.total() >= self._room:
            raise self.busy()
        self._here[address] += 1
        try:
            async with self._inside:
                yield
        finally:
            self._here[address] -= 1
            if not self._here[address]:
                del self._here[address]

    def busy(self, code: str = "office.too-busy") -> Busy:
        """What sends somebody away for a while."""
        return Busy(code, self._spread.randint(RETRY_FROM, RETRY_TO))
