"""Running the web application until somebody stops it."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn

from ledger.core.faults import EnvironmentFault

if TYPE_CHECKING:
    from litestar import Litestar

GRACE_SECONDS = 10


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()


def serve_until_told(app: Litestar, host: str, port: int, listening: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl+C; running requests are finished first.

    ``listening`` is told the address once stations can come (port 0 picks a free one).
    EnvironmentFault ``office.port-taken`` when another program has the port.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Named as TCP, asyncio turns Nagle's waiting off: each answer is 40 ms earlier.
        door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
    except OSError as error:
        raise EnvironmentFault("office.port-taken", host=host, port=port) from error
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{door.getsockname()[1]}"
    # Paths and queries carry names of people: they are written into no log.
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
        server_header=False,
        lifespan="on",
    )
    server = _Server(config, lambda: listening(address))
    # uvicorn raises the signal that ended it once more, for whoever started it; here that is all.
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        server.run(sockets=[door])
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)
        door.close()
