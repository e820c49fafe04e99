"""A carrier over a line: one address of the office's server, by the private line or the VPN.

Whether there is a line is found out by asking the server itself, never by the operating system's
idea of being online (LESSONS 26). Waits are for progress, not for the whole: a slow line may take
its time as long as something moves.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

import requests

from ledger.core.faults import EnvironmentFault, Fault, ForgedInput, Stranger
from ledger.exchange.seal import MAX_SEALED_BYTES

CarrierName = Literal["line", "vpn"]
CONNECT_SECONDS = 4.0
SILENT_SECONDS = 40.0
OCTETS = "application/octet-stream"
_CHUNK = 64 * 1024


class Refused(Fault):
    """The server understood, and said no: its code and its sentence."""


class Busy(EnvironmentFault):
    """The server asks to come back after ``seconds``."""


@dataclass(frozen=True)
class Exchanged:
    """The answer to a bundle."""

    blob: bytes


class Line:
    """One address of the office. Keep it for as many exchanges as there are: it keeps the
    connection open."""

    def __init__(self, name: CarrierName, address: str) -> None:
        self.name = name
        self.address = address.rstrip("/")
        self._session = requests.Session()
        # The office is asked directly: a proxy meant for browsing would only be in the way.
        self._session.trust_env = False

    def ask(self) -> dict[str, Any]:
        """Ask the server whether it is there; EnvironmentFault ``link.no-answer`` if not."""
        try:
            answer = self._session.get(
                f"{self.address}/v1/health",
                timeout=(CONNECT_SECONDS, CONNECT_SECONDS),
                allow_redirects=False,
            )
            content = answer.json() if answer.status_code == requests.codes.ok else None
        except requests.JSONDecodeError as error:
            raise EnvironmentFault("link.not-our-office", address=self.address) from error
        except requests.RequestException as error:
            raise self._no_answer(error) from error
        if not isinstance(content, dict) or content.get("ok") is not True:
            raise EnvironmentFault("link.not-our-office", address=self.address)
        return content

    def exchange(self, blob: bytes) -> Exchanged:
        """Hand over a bundle and take the answer.

        EnvironmentFault when the line fails or something that is not the office answers, `Busy`
        when the office is overloaded, Stranger when it does not know this station (any more),
        `Refused` when it cannot take the bundle.
        """
        try:
            with self._session.post(
                f"{self.address}/v1/exchange",
                data=blob,
                headers={"Content-Type": OCTETS},
                timeout=(CONNECT_SECONDS, SILENT_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as answer:
                body = self._body(answer)
        except requests.RequestException as error:
            raise self._no_answer(error) from error
        if answer.status_code == requests.codes.ok and answer.headers.get("Content-Type") == OCTETS:
            return Exchanged(body)
        raise self._refusal(answer, body)

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()

    def _body(self, answer: requests.Response) -> bytes:
        body = bytearray()
        for chunk in answer.iter_content(_CHUNK):
            body += chunk
            if len(body) > MAX_SEALED_BYTES:
                raise ForgedInput("bundle.too-large", size=len(body), limit=MAX_SEALED_BYTES)
        return bytes(body)

    def _no_answer(self, error: Exception) -> EnvironmentFault:
        return EnvironmentFault("link.no-answer", address=self.address, detail=str(error))

    def _refusal(self, answer: requests.Response, body: bytes) -> Fault:
        said = _said(answer, body)
        if said is None:
            return EnvironmentFault("link.not-our-office", address=self.address)
        status = answer.status_code
        if status in (requests.codes.too_many_requests, requests.codes.service_unavailable):
            wait = answer.headers.get("Retry-After", "")
            seconds = int(wait) if wait.isdecimal() else 60
            return Busy("link.busy", seconds=seconds, address=self.address)
        if status == requests.codes.forbidden:
            return Stranger("link.not-known", reason=said["code"], message=said["message"])
        if status >= requests.codes.server_error:
            return EnvironmentFault("link.office-in-trouble", message=said["message"])
        return Refused("link.refused", reason=said["code"], message=said["message"])


def _said(answer: requests.Response, body: bytes) -> dict[str, str] | None:
    """What the office's server says of a failure; None when it is not the office that speaks."""
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return None
    try:
        content = json.loads(body)
    except ValueError:
        return None
    if not isinstance(content, dict) or "code" not in content:
        return None
    return {"code": str(content["code"]), "message": str(content.get("message", ""))}
