"""A carrier over a line: one address of the office's server, by the private line or the VPN.

Whether there is a line is found out by asking the server itself, never by the operating system's
idea of being online (LESSONS 26). Waits are for progress, not for the whole: a slow line may take
its time as long as something moves; one on which nothing moves, or next to nothing, is stuck, and
is given up.
"""

from __future__ import annotations

import requests

from ledger.core.faults import EnvironmentFault, ForgedInput
from ledger.exchange.envelope import MAX_SEALED_BYTES
from station_client.link.answers import (
    OCTETS,
    CarrierName,
    Exchanged,
    Health,
    has_an_end,
    no_answer,
    read_health,
    refusal,
    silent,
)
from station_client.link.moving import Counted, Moving
from station_client.link.pace import PIECE_BYTES, Pace, Upload

CONNECT_SECONDS = 4.0
SILENT_SECONDS = 40.0
_CHUNK = 4 * 1024
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
        self._pace = pace or Pace(0)
        self._silent = silent_seconds
        self._moving = Moving()
        self._session = requests.Session()
        # The office is asked directly: a proxy meant for browsing would only be in the way.
        self._session.trust_env = False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Counted(self._moving))
        # What comes is sealed and compressed already: nobody needs to unpack it on the way.
        self._session.headers["Accept-Encoding"] = "identity"

    def ask(self) -> Health:
        """Ask the server whether it is there; EnvironmentFault ``link.no-answer`` if not.

        Whatever else answers (a login page, a proxy, an overloaded office) is told apart as by
        `exchange`; nothing was sent yet.
        """
        patience = min(CONNECT_SECONDS, self._silent)
        self._moving.begin(_COUNTED_OVER * patience, _MOST_HEALTH)
        try:
            with self._session.get(
                f"{self.address}/v1/health",
                timeout=(CONNECT_SECONDS, patience),
                allow_redirects=False,
                stream=True,
            ) as answer:
                body = self._body(answer, _MOST_HEALTH)
        except requests.RequestException as error:
            raise no_answer(self.address, error) from error
        except ForgedInput as error:
            raise EnvironmentFault("link.not-our-office", address=self.address) from error
        if answer.status_code != requests.codes.ok:
            raise refusal(self.address, answer, body)
        return read_health(self.address, answer, body)

    def exchange(self, blob: bytes) -> Exchanged:
        """Hand over a bundle and take the answer.

        EnvironmentFault when the line fails (``link.no-answer``), when nothing moves any more
        (``link.stuck``) or something that is not the office answers (``link.login-page``,
        ``link.not-our-office``, ``link.gateway``); `Busy` when the office is overloaded;
        Stranger when it does not know this station (any more); `TooLarge` when less may go at
        once; `Refused` when it cannot take the bundle. Whatever was raised: nothing counts as sent.
        """
        self._moving.begin(_COUNTED_OVER * self._silent, _COUNTED_OVER * PIECE_BYTES)
        try:
            # In small pieces, each with the whole patience: handed over at once, a bundle would
            # have to leave within one patience, which a slow line never manages.
            with self._session.post(
                f"{self.address}/v1/exchange",
                data=Upload(blob, self._pace),
                headers={"Content-Type": OCTETS},
                timeout=(self._silent, self._silent),
                allow_redirects=False,
                stream=True,
            ) as answer:
                body = self._body(answer, MAX_SEALED_BYTES)
        except requests.RequestException as error:
            if silent(error):
                seconds = round(self._silent)
                raise EnvironmentFault(
                    "link.stuck", address=self.address, seconds=seconds
                ) from error
            raise no_answer(self.address, error) from error
        headers = answer.headers
        plain = headers.get("Content-Encoding", "identity") == "identity"
        if (
            answer.status_code == requests.codes.ok
            and plain
            and headers.get("Content-Type") == OCTETS
            and has_an_end(answer)
        ):
            return Exchanged(body)
        raise refusal(self.address, answer, body)

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()

    def _body(self, answer: requests.Response, most: int) -> bytes:
        if not _plain(answer):
            return b""
        body = bytearray()
        for chunk in answer.iter_content(_CHUNK):
            body += chunk
            self._pace.moved(len(chunk))
            if len(body) > most:
                raise ForgedInput("bundle.too-large", size=len(body), limit=most)
        return bytes(body)


def _plain(answer: requests.Response) -> bool:
    """Packing was not asked for: whoever does it is not the office."""
    return answer.headers.get("Content-Encoding", "identity") == "identity"
