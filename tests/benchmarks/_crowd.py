"""A crowd at the office's door: many callers, each from an address of its own, and how it went."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

OK, BUSY = 200, (429, 503)
#: Beyond this a caller is given up, and counts as failed.
PATIENCE_S = 150.0


@dataclass(frozen=True)
class Caller:
    """A bundle that is ready to go, and the loopback address it goes from."""

    address: str
    blob: bytes


@dataclass
class Crowd:
    """How callers fared: seconds from when each was due until it had its answer."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    sent_away: int = 0
    bytes_up: int = 0
    bytes_down: int = 0

    async def call(self, port: int, caller: Caller, due: float) -> None:
        """One caller, from when it is due until it is through; comes back when told to."""
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        while True:
            try:
                status, wait, size = await _post(port, caller)
            except OSError as error:
                self.failed.append(str(error))
                return
            if status == OK:
                self.seconds.append(time.perf_counter() - due)
                self.bytes_up += len(caller.blob)
                self.bytes_down += size
                return
            if status not in BUSY or time.perf_counter() - due > PATIENCE_S:
                self.failed.append(str(status))
                return
            self.sent_away += 1
            await asyncio.sleep(wait)


async def arrive(port: int, callers: Sequence[Caller], each_s: float) -> Crowd:
    """Callers one after the other, one every ``each_s`` seconds, whatever the office does."""
    crowd, start = Crowd(), time.perf_counter()
    await asyncio.gather(
        *(crowd.call(port, caller, start + at * each_s) for at, caller in enumerate(callers))
    )
    return crowd


async def _post(port: int, caller: Caller) -> tuple[int, float, int]:
    """Status, seconds to stay away, and the size of the answer."""
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, local_addr=(caller.address, 0)
    )
    try:
        head = (
            "POST /v1/exchange HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            "Content-Type: application/octet-stream\r\n"
            f"Content-Length: {len(caller.blob)}\r\n\r\n"
        )
        writer.write(head.encode() + caller.blob)
        await writer.drain()
        answer = await reader.read(-1)
    finally:
        writer.close()
    first, _, body = answer.partition(b"\r\n\r\n")
    lines = first.decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    return int(lines[0].split(" ")[1]), float(fields.get("retry-after", 1)), len(body)
