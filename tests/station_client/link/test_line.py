"""A line to the office, and what may answer instead of it."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest

from ledger.core.faults import EnvironmentFault, Stranger
from station_client.link.line import OCTETS, Busy, Line, Refused

Reply = tuple[int, dict[str, str], bytes]


class FakeServer(http.server.BaseHTTPRequestHandler):
    """Answers whatever a test told it to, to any request."""

    reply: ClassVar[Reply]

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._answer()

    def _answer(self) -> None:
        status, headers, body = self.reply
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(status: int, body: bytes, **headers: str) -> Iterator[Line]:
    """A line at whose other end this is the answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    handler = type("Handler", (FakeServer,), {"reply": (status, named, body)})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        line = Line("line", f"http://127.0.0.1:{server.server_address[1]}/")
        yield line
        line.close()
        server.shutdown()
        thread.join()


def test_a_bundle_goes_over_and_its_answer_comes_back() -> None:
    with serving(200, b"answer", Content_Type=OCTETS) as line:
        assert line.exchange(b"bundle").blob == b"answer"


def test_the_office_says_that_it_is_there() -> None:
    with serving(200, b'{"ok": true, "version": "1"}', Content_Type="application/json") as line:
        assert line.ask()["version"] == "1"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b"<html>please log in to the hotel</html>", "text/html"),
        (200, b"not json", "application/json"),
        (302, b"", "text/html"),
        (200, b"{}", "application/json"),
        (404, b"nothing here", "text/plain"),
    ],
)
def test_a_login_page_of_the_network_is_not_taken_for_the_office(
    status: int, body: bytes, kind: str
) -> None:
    with serving(status, body, Content_Type=kind) as line:
        for call in (line.ask, lambda: line.exchange(b"bundle")):
            with pytest.raises(EnvironmentFault) as caught:
                call()
            assert caught.value.code == "link.not-our-office"


def test_nobody_there_is_said_with_the_address() -> None:
    line = Line("vpn", "http://127.0.0.1:9")
    for call in (line.ask, lambda: line.exchange(b"bundle")):
        with pytest.raises(EnvironmentFault) as caught:
            call()
        assert caught.value.code == "link.no-answer"
        assert caught.value.params["address"] == "http://127.0.0.1:9"


def test_a_busy_office_says_when_to_come_back() -> None:
    said = b'{"code": "office.busy", "message": "later"}'
    with (
        serving(503, said, Content_Type="application/json", Retry_After="17") as line,
        pytest.raises(Busy) as caught,
    ):
        line.exchange(b"bundle")
    assert caught.value.params["seconds"] == 17


def test_an_office_that_does_not_know_this_pc_is_not_a_broken_line() -> None:
    said = b'{"code": "node.revoked", "message": "shut out"}'
    with (
        serving(403, said, Content_Type="application/json") as line,
        pytest.raises(Stranger) as caught,
    ):
        line.exchange(b"bundle")
    assert caught.value.params["message"] == "shut out"


def test_what_the_office_refuses_is_told_in_its_words() -> None:
    said = b'{"code": "bundle.unreadable", "message": "damaged"}'
    with (
        serving(400, said, Content_Type="application/json") as line,
        pytest.raises(Refused) as caught,
    ):
        line.exchange(b"bundle")
    assert caught.value.params["message"] == "damaged"
