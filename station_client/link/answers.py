"""What came back over a line: the office's own word, or somebody's in between.

A network may answer in the office's place: a login page, a proxy without a way on, a device that
lets only so much through. Each is told apart, so that the operator hears what to do; none of them
ever counts as the office's answer.
"""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Literal

from urllib3 import BaseHTTPResponse

from ledger.core.faults import EnvironmentFault, Fault, Stranger

CarrierName = Literal["line", "vpn"]
Health = dict[str, Any]
OCTETS = "application/octet-stream"
#: When to come back, where whoever is busy did not say; and the longest that is believed.
USUAL_WAIT, LONGEST_WAIT = 60, 3600
#: Who asks for a name and a password, or for somebody to press a button, is a network's door.
_DOORS = (401, 407, 511)


class Refused(Fault):
    """The server understood, and said no: its code and its sentence."""


class TooLarge(Refused):
    """Less may go at once, here or at a device in between."""


class Busy(EnvironmentFault):
    """The server asks to come back after ``seconds``."""

    @property
    def seconds(self) -> int:
        """How long to stay away."""
        return int(str(self.params["seconds"]))


def no_answer(address: str, error: Exception) -> EnvironmentFault:
    """Nobody answered, or the line broke."""
    return EnvironmentFault("link.no-answer", address=address, detail=str(error))


def silent(error: BaseException) -> bool:
    """Whether a line failed because nothing moved on it for too long."""
    step: BaseException | None = error
    while step is not None:
        if isinstance(step, TimeoutError):
            return True
        step = step.__cause__ or step.__context__
    return False


def has_an_end(answer: BaseHTTPResponse) -> bool:
    """Whether the answer said beforehand where it ends, as the office's do: one that merely stops,
    in its head or behind it, may have been cut."""
    announced = str(answer.headers.get("Content-Length", ""))
    return announced.isdecimal() or bool(getattr(answer, "chunked", False))


def read_health(address: str, answer: BaseHTTPResponse, body: bytes) -> Health:
    """What the office's server says of itself, to whoever asks; EnvironmentFault when it is
    something else: the office refuses nobody here, so that a refusal is not its word."""
    if answer.status != HTTPStatus.OK:
        fault = refusal(address, answer, body)
        if isinstance(fault, EnvironmentFault):
            raise fault
        raise _somebody_else(address, answer, body)
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict) and content.get("ok") is True:
        return content
    raise _somebody_else(address, answer, body)


def refusal(address: str, answer: BaseHTTPResponse, body: bytes) -> Fault:
    """What an answer means that is not a bundle."""
    status = answer.status
    said = _said(answer, body)
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE) and (
        said is not None or "Retry-After" in answer.headers
    ):
        return Busy("link.busy", seconds=_wait(answer), address=address)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return TooLarge("link.too-large", address=address)
    if said is None:
        return _somebody_else(address, answer, body)
    if status == HTTPStatus.FORBIDDEN:
        return Stranger("link.not-known", reason=said["code"], message=said["message"])
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return EnvironmentFault("link.office-in-trouble", message=said["message"])
    return Refused("link.refused", reason=said["code"], message=said["message"])


def _somebody_else(address: str, answer: BaseHTTPResponse, body: bytes) -> EnvironmentFault:
    status = answer.status
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and status not in _DOORS:
        return EnvironmentFault("link.gateway", address=address)
    page = "html" in answer.headers.get("Content-Type", "") or b"<html" in body[:1024].lower()
    found = status != HTTPStatus.NOT_FOUND
    if answer.get_redirect_location() or status in _DOORS or (page and found):
        return EnvironmentFault("link.login-page", address=address)
    if not has_an_end(answer):
        return EnvironmentFault("link.no-answer", address=address, detail="cut")
    return EnvironmentFault("link.not-our-office", address=address)


def _wait(answer: BaseHTTPResponse) -> int:
    """Seconds to stay away: a number, or a moment, which is read against the sender's own clock."""
    text = answer.headers.get("Retry-After", "").strip()
    try:
        if text.isdecimal():
            seconds = int(text)
        else:
            here = parsedate_to_datetime(answer.headers["Date"])
            seconds = round((parsedate_to_datetime(text) - here).total_seconds())
    except (KeyError, TypeError, ValueError):
        return USUAL_WAIT
    return min(max(seconds, 1), LONGEST_WAIT)


def _said(answer: BaseHTTPResponse, body: bytes) -> dict[str, str] | None:
    """What the office's server says of a failure; None when it is not the office that speaks."""
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return None
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or "code" not in content:
        return None
    return {"code": str(content["code"]), "message": str(content.get("message", ""))}
