"""Somebody who greets like the office and then answers a bundle as he likes."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ledger.core.faults import Fault
from tests.helpers.world import World

OCTETS = "application/octet-stream"
#: Status, headers, body. Without a Content-Length the answer ends where the connection does.
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Impostor:
    """Where he is, what he was asked, and what he answers to a bundle."""

    address: str
    answer: Callable[[bytes], Reply]
    asked: list[str] = field(default_factory=list)


def page(status: int, body: bytes = b"<html>please log in</html>", **headers: str) -> Reply:
    """A web page, with headers such as ``Retry_After``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "text/html", "Content-Length": str(len(body)), **named}, body


def sealed(body: bytes, **headers: str) -> Reply:
    """What looks like the office's answer to a bundle."""
    length = {"Content-Length": str(len(body))}
    return 200, {"Content-Type": OCTETS, **(headers or length)}, body


def honest(world: World) -> Callable[[bytes], Reply]:
    """As the office answers."""

    def answer(blob: bytes) -> Reply:
        try:
            return sealed(world.side.handle(blob).blob)
        except Fault as fault:
            said = f'{{"code": "{fault.code}", "message": ""}}'.encode()
            return 400, {"Content-Type": "application/json", "Content-Length": str(len(said))}, said

    return answer


@contextmanager
def impostor(answer: Callable[[bytes], Reply]) -> Iterator[Impostor]:
    """Stands at an address for the length of a ``with``."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(self.path)
            body = b'{"ok": true}'
            kind = {"Content-Type": "application/json", "Content-Length": str(len(body))}
            self._say((200, kind, body))

        def do_POST(self) -> None:
            here.asked.append(self.path)
            self._say(here.answer(self.rfile.read(int(self.headers["Content-Length"]))))

        def _say(self, reply: Reply) -> None:
            status, headers, body = reply
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        here = Impostor(f"http://127.0.0.1:{server.server_address[1]}", answer)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield here
        finally:
            server.shutdown()
            thread.join()
