"""Bodies of requests, taken in before anybody knows whose they are: so many at once, so many bytes
of them together, and none that comes to a stand."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Request

from sync_server.api.gate import Door
from sync_server.faults import TooLarge

#: No station sends more at once; its batches are bounded well below.
LARGEST_BODY = 32 << 20
#: All of them together: far more than a crowd of stations brings.
MOST_BYTES = 256 << 20
#: A line of 32 kbit/s carries a hundred times as much; a station gives its own line up as early.
LEAST_BYTES, PATIENCE_SECONDS = 4 << 10, 80.0


class Bodies:
    """What is read at this moment, or was and is worked on."""

    def __init__(
        self,
        door: Door | None = None,
        most: int = MOST_BYTES,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._door = door or Door(running=256, waiting=0, each=128)
        self._most = most
        self._patience = patience
        self._held: Counter[Request[Any, Any, Any]] = Counter()

    @asynccontextmanager
    async def read(self, request: Request[Any, Any, Any], address: str) -> AsyncIterator[bytes]:
        """The whole body, which counts as held for the length of the ``with``.

        TooLarge for more than `LARGEST_BODY`; Busy when there is no room, and for one that does
        not come on.
        """
        declared = request.headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > LARGEST_BODY:
            raise TooLarge("office.too-large", most=LARGEST_BODY)
        async with self._door.enter(address):
            try:
                yield await self._whole(request)
            finally:
                del self._held[request]

    async def _whole(self, request: Request[Any, Any, Any]) -> bytes:
        parts: list[bytes] = []
        due = LEAST_BYTES
        try:
            async with asyncio.timeout(self._patience) as patience:
                async for part in request.stream():
                    parts.append(part)
                    self._held[request] += len(part)
                    self._check(request)
                    if self._held[request] >= due:
                        due = self._held[request] + LEAST_BYTES
                        patience.reschedule(asyncio.get_running_loop().time() + self._patience)
        except TimeoutError as error:
            raise self._door.busy() from error  # it came to a stand
        return b"".join(parts)

    def _check(self, request: Request[Any, Any, Any]) -> None:
        if self._held[request] > LARGEST_BODY:
            raise TooLarge("office.too-large", most=LARGEST_BODY)
        if self._held.total() > self._most:
            raise self._door.busy()
