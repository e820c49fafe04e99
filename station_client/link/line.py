"""A carrier over a line: one address of the office's server, by the private line or the VPN.

Whether there is a line is found out by asking the server itself, never by the operating system's
idea of being online. Waits are for progress, not for the whole: a slow line may take
its time as long as something moves; one on which nothing moves, or next to nothing, is stuck, and
is given up.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import IO, cast

from urllib3 import BaseHTTPResponse, Timeout
from urllib3.exceptions import HTTPError

from ledger.core.faults import EnvironmentFault, ForgedInput
from ledger.exchange.envelope import MAX_SEALED_BYTES
from station_client.link.answers import (
    OCTETS,
    CarrierName,
    Health,
    has_an_end,
    no_answer,
    read_health,
    refusal,
    silent,
)
from station_client.link.moving import Moving, counted_pools
from station_client.link.pace import PIECE_BYTES, Pace, Upload

CONNECT_SECONDS = 4.0
SILENT_SECONDS = 40.0
_CHUNK = 4 * 1024
#: What comes is sealed and compressed already: nobody needs to unpack it on the way.
_HEADERS = {"Accept-Encoding": "identity"}
#: The server's word on itself is short; a page that goes on and on is not its.
_MOST_HEALTH = 64 * 1024
#: How many patiences what comes is counted over, so that one long stall is not held against a line.
_COUNTED_OVER = 2


class Line:
    """One address of the office. Keep it for as many exchanges as there are: it keeps the
    connection open."""

    def __init__(
        self,
        name: CarrierName,
        address: str,
        *,
        pace: Pace | None = None,
        silent_seconds: float = SILENT_SECONDS,
    ) -> None:
        """``pace`` bounds the bytes per second; ``silent_seconds`` without one byte is stuck, and
        so are fewer than two `PIECE_BYTES` in twice that time, a hundredth of a thin line's speed.
        """
        self.name = name
        self.address = address.rstrip("/")
        self._pace = pace or Pace(lambda: 0)
        self._silent = silent_seconds
        self._moving = Moving()
        # The office is asked directly: a proxy meant for browsing would only be in the way.
        self._pools = counted_pools(self._moving)

    def ask(self) -> Health:
        """Ask the server whether it is there; EnvironmentFault ``link.no-answer`` if not.

        Whatever else answers (a login page, a proxy, an overloaded office) is told apart as by
        `exchange`; nothing was sent yet.
        """
        patience = min(CONNECT_SECONDS, self._silent)
        self._moving.begin(_COUNTED_OVER * patience, _MOST_HEALTH)
        try:
            with self._send(
                "GET", "health", Timeout(connect=CONNECT_SECONDS, read=patience)
            ) as answer:
                body = self._body(answer, _MOST_HEALTH)
        except HTTPError as error:
            raise no_answer(self.address, error) from error
        except ForgedInput as error:
            raise EnvironmentFault("link.not-our-office", address=self.address) from error
        return read_health(self.address, answer, body)

    def exchange(self, blob: bytes) -> bytes:
        """Hand over a bundle and take the answer.

        EnvironmentFault when the line fails (``link.no-answer``), when nothing moves any more
        (``link.stuck``) or something that is not the office answers (``link.login-page``,
        ``link.not-our-office``, ``link.gateway``); `Busy` when the office is overloaded;
        Stranger when it does not know this station (any more); `TooLarge` when less may go at
        once; `Refused` when it cannot take the bundle. Whatever was raised: nothing counts as sent.
        """
        self._moving.begin(_COUNTED_OVER * self._silent, _COUNTED_OVER * PIECE_BYTES)
        patience = Timeout(connect=self._silent, read=self._silent)
        try:
            with self._send("POST", "exchange", patience, blob) as answer:
                body = self._body(answer, MAX_SEALED_BYTES)
        except HTTPError as error:
            if silent(error):
                seconds = round(self._silent)
                raise EnvironmentFault(
                    "link.stuck", address=self.address, seconds=seconds
                ) from error
            raise no_answer(self.address, error) from error
        if (
            answer.status == HTTPStatus.OK
            and _is_plain(answer)
            and answer.headers.get("Content-Type") == OCTETS
            and has_an_end(answer)
        ):
            return body
        raise refusal(self.address, answer, body)

    def close(self) -> None:
        """Give the connection back."""
        self._pools.clear()

    def _send(
        self, method: str, path: str, patience: Timeout, blob: bytes = b""
    ) -> BaseHTTPResponse:
        # In small pieces, each with the whole patience: handed over at once, a bundle would
        # have to leave within one patience, which a slow line never manages.
        body = cast("IO[bytes]", Upload(blob, self._pace)) if blob else None
        about = {"Content-Type": OCTETS, "Content-Length": str(len(blob))} if blob else {}
        return self._pools.request(
            method,
            f"{self.address}/v1/{path}",
            body=body,
            headers={**_HEADERS, **about},
            timeout=patience,
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )

    def _body(self, answer: BaseHTTPResponse, most: int) -> bytes:
        if not _is_plain(answer):
            return b""
        body = bytearray()
        for chunk in answer.stream(_CHUNK):
            body += chunk
            self._pace.moved(len(chunk))
            if len(body) > most:
                raise ForgedInput("bundle.too-large", size=len(body), limit=most)
        return bytes(body)


def _is_plain(answer: BaseHTTPResponse) -> bool:
    """Packing was not asked for: whoever does it is not the office."""
    return answer.headers.get("Content-Encoding", "identity") == "identity"
