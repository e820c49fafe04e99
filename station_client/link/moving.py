"""Whether an answer still comes, or only drips: a slow line is waited for, a stuck one given up.

The patience for a single byte starts anew with every byte. Somebody in between who lets one byte
through now and then would so be waited for without end, and nobody told. So what comes is counted
too: too little in the time given, and the line counts as stuck.
"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any, cast

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: How much of a bundle the system takes before it is on its way: at 32 kbit/s, 16 s' worth. With
#: the system's usual megabytes a thin line would look stuck while it empties them.
_UNDER_WAY = 64 * 1024
_SOCKET = [
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.SOL_SOCKET, socket.SO_SNDBUF, _UNDER_WAY),
]


class Moving:
    """Counts what comes of an answer: at least ``least`` bytes in every ``seconds``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seconds = 0.0
        self._least = 0
        self._since: float | None = None
        self._came = 0

    def begin(self, seconds: float, least: int) -> None:
        """Another answer is waited for; its time runs from its first byte."""
        self._seconds, self._least = seconds, least
        self._since, self._came = None, 0

    def came(self, size: int) -> None:
        """So many bytes came; TimeoutError when it were too few for too long."""
        now = self._clock()
        if self._since is None:
            self._since = now
        self._came += size
        if now - self._since < self._seconds:
            return
        if self._came < self._least:
            raise TimeoutError(f"{self._came} bytes in {now - self._since:.0f} s")
        self._since, self._came = now, 0


def counted_pools(moving: Moving) -> PoolManager:
    """Connections whose answers are counted, and which keep little under way, so that what moves
    can be seen."""
    pools = PoolManager(socket_options=_SOCKET)
    cast(Any, pools).pool_classes_by_scheme = {
        "http": partial(_pool, HTTPConnectionPool, moving),
        "https": partial(_pool, HTTPSConnectionPool, moving),
    }
    return pools


def _pool(kind: type[HTTPConnectionPool], moving: Moving, *arguments: Any, **named: Any) -> Any:
    """A pool of connections whose answers are read by `_Answer`."""
    pool = kind(*arguments, **named)
    make = pool.ConnectionCls

    def connection(*given: Any, **named: Any) -> Any:
        made = make(*given, **named)
        cast(Any, made).response_class = partial(_Answer, moving=moving)
        return made

    cast(Any, pool).ConnectionCls = connection
    return pool


class _Answer(HTTPResponse):
    """An answer, head and body, that is read through a counter."""

    def __init__(self, *arguments: Any, moving: Moving, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fp = io.BufferedReader(_Counter(self.fp.detach(), moving))


class _Counter(io.RawIOBase):
    """What comes from a socket, counted."""

    def __init__(self, bare: io.RawIOBase, moving: Moving) -> None:
        self._bare = bare
        self._moving = moving

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        """What has come, at most as much as fits."""
        size = self._bare.readinto(buffer)
        if size:
            self._moving.came(size)
        return size

    def close(self) -> None:
        """Close the socket's end, too."""
        self._bare.close()
        super().close()
