"""What the composition root hands to every handler, found through the request's application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request

from sync_server.api.bodies import Bodies
from sync_server.api.gate import Door
from sync_server.console.sessions import Sessions
from sync_server.office import Office


@dataclass(frozen=True)
class Wired:
    """The office, who is signed in, and what keeps the exchange from being overrun."""

    office: Office
    sessions: Sessions
    door: Door
    bodies: Bodies


def wired(request: Request[Any, Any, Any]) -> Wired:
    """The parts of the application a request came to."""
    parts: Wired = request.app.state.wired
    return parts


def office_of(request: Request[Any, Any, Any]) -> Office:
    """The office a request came to."""
    return wired(request).office
