"""A line to the office, and what may answer instead of it."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from typing import ClassVar

import pytest

from ledger.core.faults import EnvironmentFault, Stranger
from station_client.link.answers import OCTETS, Busy, Refused, TooLarge
from station_client.link.line import Line

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
        try:
            yield line
        finally:
            line.close()
            server.shutdown()
            thread.join()


class CutLine(Line):
    """A line to a server that hangs up behind so many bytes of its answer."""

    def __init__(self, door: socket.socket, answer: bytes) -> None:
        super().__init__("line", f"http://127.0.0.1:{door.getsockname()[1]}/")
        self._door = door
        self._answer = answer
        self._length: int | None = None

    def cut_at(self, length: int | None) -> None:
        """Where the next answers end; None for at their end."""
        self._length = length

    def serve(self) -> None:
        """Answer until the door is closed."""
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                with caller, caller.makefile("rb") as asked:
                    for line in iter(asked.readline, b"\r\n"):
                        if line.lower().startswith(b"content-length:"):
                            size = int(line.split(b":")[1])
                    asked.read(size)
                    caller.sendall(self._answer[: self._length])


@contextmanager
def cutting(answer: bytes) -> Iterator[CutLine]:
    """A line whose other end is cut."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        line = CutLine(door, answer)
        thread = threading.Thread(target=line.serve)
        thread.start()
        yield line
        line.close()
        door.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_bundle_goes_over_and_its_answer_comes_back() -> None:
    with serving(200, b"answer", Content_Type=OCTETS) as line:
        assert line.exchange(b"bundle") == b"answer"


def test_the_office_says_that_it_is_there() -> None:
    with serving(200, b'{"ok": true, "version": "1"}', Content_Type="application/json") as line:
        assert line.ask()["version"] == "1"


HTML, JSON, TEXT = "text/html; charset=gbk", "application/json", "text/plain"
PAGE = b"<!DOCTYPE html><HTML>please log in to the hotel</HTML>"


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (200, PAGE, HTML, "link.login-page"),
        (200, PAGE, TEXT, "link.login-page"),
        (302, b"", HTML, "link.login-page"),
        (308, b"", TEXT, "link.login-page"),
        (401, PAGE, HTML, "link.login-page"),
        (407, b"", TEXT, "link.login-page"),
        (511, b"", TEXT, "link.login-page"),
        (502, PAGE, HTML, "link.gateway"),
        (504, b"", TEXT, "link.gateway"),
        (200, b"not json", JSON, "link.not-our-office"),
        (200, b"[" * 100_000, JSON, "link.not-our-office"),
        (200, b"{}", JSON, "link.not-our-office"),
        (404, b"nothing here", TEXT, "link.not-our-office"),
        (200, b"x" * 100_000, TEXT, "link.not-our-office"),
    ],
)  # fmt: skip
def test_fault_40_whoever_answers_in_the_offices_place_is_told_apart(
    status: int, body: bytes, kind: str, code: str
) -> None:
    headers = {"Location": "http://127.0.0.1:9/login"} if 300 <= status < 400 else {}
    with serving(status, body, Content_Type=kind, **headers) as line:
        for call in (line.ask, lambda: line.exchange(b"bundle")):
            with pytest.raises(EnvironmentFault) as caught:
                call()
            assert caught.value.code == code
            assert caught.value.params["address"] == line.address


def test_fault_40_an_answer_somebody_packed_on_the_way_is_not_the_offices() -> None:
    headers = {"Content_Type": OCTETS, "Content_Encoding": "gzip"}
    with serving(200, b"\x1f\x8b", **headers) as line:
        for call in (line.ask, lambda: line.exchange(b"bundle")):
            with pytest.raises(EnvironmentFault) as caught:
                call()
            assert caught.value.code == "link.not-our-office"


# Where a header is cut in its name, the HTTP library says so in the log.
@pytest.mark.expected_log("Failed to parse headers")
def test_fault_39_an_answer_cut_at_every_byte_is_a_line_that_broke() -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {OCTETS}\r\nContent-Length: 6\r\n\r\n"
    with cutting(head.encode() + b"answer") as line:
        for length in range(len(head) + 6):
            line.cut_at(length)
            with pytest.raises(EnvironmentFault) as caught:
                line.exchange(b"bundle")
            assert caught.value.code == "link.no-answer", head[:length]
        line.cut_at(len(head) + 6)
        assert line.exchange(b"bundle") == b"answer"


def test_an_answer_in_chunks_says_where_it_ends_too() -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {OCTETS}\r\nTransfer-Encoding: chunked\r\n\r\n"
    with cutting(head.encode() + b"6\r\nanswer\r\n0\r\n\r\n") as line:
        line.cut_at(None)
        assert line.exchange(b"bundle") == b"answer"


def test_nobody_there_is_said_with_the_address() -> None:
    line = Line("vpn", "http://127.0.0.1:9")
    for call in (line.ask, lambda: line.exchange(b"bundle")):
        with pytest.raises(EnvironmentFault) as caught:
            call()
        assert caught.value.code == "link.no-answer"
        assert caught.value.params["address"] == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("status", "kind", "after", "seconds"),
    [
        (503, JSON, {"Retry_After": "17"}, 17),
        (429, JSON, {"Retry_After": "17"}, 17),
        (503, HTML, {"Retry_After": "17"}, 17),
        (503, JSON, {}, 60),
        (503, JSON, {"Retry_After": "soon"}, 60),
        (503, JSON, {"Retry_After": "9" * 9}, 3600),
        (503, JSON, {"Retry_After": "0"}, 1),
    ],
)
def test_fault_40_a_busy_office_says_when_to_come_back(
    status: int, kind: str, after: dict[str, str], seconds: int
) -> None:
    said = b'{"code": "office.busy", "message": "later"}'
    with serving(status, said, Content_Type=kind, **after) as line:
        for call in (line.ask, lambda: line.exchange(b"bundle")):
            with pytest.raises(Busy) as caught:
                call()
            assert caught.value.seconds == seconds


def test_fault_40_a_moment_to_come_back_at_is_read_by_the_senders_own_clock() -> None:
    began = time.time()
    after = formatdate(began + 90, usegmt=True)
    with serving(503, b"", Retry_After=after) as line, pytest.raises(Busy) as caught:
        line.exchange(b"bundle")
    # Both moments are whole seconds; the answer went out at some time until now.
    assert began + 90 - time.time() - 1 <= caught.value.seconds <= 91


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413])
def test_fault_40_who_refuses_somebody_who_only_asks_is_not_the_office(status: int) -> None:
    """A gateway that says everything in JSON."""
    said = b'{"code": 404, "message": "not found"}'
    with serving(status, said, Content_Type=JSON) as line:
        with pytest.raises(EnvironmentFault) as caught:
            line.ask()
        assert caught.value.code == "link.not-our-office"


@pytest.mark.parametrize("kind", [JSON, HTML])
def test_fault_19_too_much_at_once_is_told_whoever_says_it(kind: str) -> None:
    with serving(413, b"{}", Content_Type=kind) as line, pytest.raises(TooLarge) as caught:
        line.exchange(b"bundle")
    assert caught.value.code == "link.too-large"


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
