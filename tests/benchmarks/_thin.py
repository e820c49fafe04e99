"""A thin line: so many bytes a second each way, every byte so long under way, nothing lost."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

Address = tuple[str, int]
#: 512 kbit/s, and 200 ms there and back: a village's line in the mountains.
BYTES_PER_SECOND = 64_000
ONE_WAY_SECONDS = 0.1
_PIECE = 1460


class ThinLine:
    """Stands before ``target`` and takes every connection over a line of its own."""

    def __init__(self, target: Address) -> None:
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self._closed = threading.Event()
        self._begin(self._accept)

    @property
    def address(self) -> Address:
        """Where it begins."""
        host, port = self._door.getsockname()
        return host, port

    def close(self) -> None:
        """Hang up."""
        self._closed.set()
        for end in (self._door, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _begin(self, work: Callable[..., None], *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(self._target)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    under_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
                    self._begin(self._take, one, under_way)
                    self._begin(self._give, other, under_way)

    def _take(
        self, source: socket.socket, under_way: queue.SimpleQueue[tuple[float, bytes]]
    ) -> None:
        free = time.perf_counter()
        piece = b"?"
        while piece:
            try:
                piece = source.recv(_PIECE)
            except OSError:
                piece = b""
            free = max(free, time.perf_counter()) + len(piece) / BYTES_PER_SECOND
            under_way.put((free + ONE_WAY_SECONDS, piece))

    def _give(
        self, target: socket.socket, under_way: queue.SimpleQueue[tuple[float, bytes]]
    ) -> None:
        with suppress(OSError):
            while True:
                due, piece = under_way.get()
                self._closed.wait(max(0.0, due - time.perf_counter()))
                if not piece:
                    target.shutdown(socket.SHUT_WR)
                    return
                target.sendall(piece)
