"""POST /v1/exchange: a sealed bundle up, a sealed bundle back; GET /v1/health."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from litestar import MediaType, Request, Response, Router, get, post
from litestar.exceptions import HTTPException

from ledger.core.faults import Fault
from sync_server import VERSION
from sync_server.exchanges import answer
from sync_server.faults import Busy, sentence, status
from sync_server.wired import office_of, wired

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts


OCTETS = "application/octet-stream"


@get("/health", sync_to_thread=False)
def health(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Whether the office is there, what it runs, and what time it has.

    It waits for no thread, since a station that asks has little patience; all of it is in memory.
    """
    office = office_of(request)
    return {
        "ok": True,
        "version": VERSION,
        "office": office.ledger.keys.node,
        "node": office.ledger.node,
        "name": office.facts.name,
        "time": office.clock().isoformat(timespec="milliseconds"),
        "catalogue": office.catalogue.version,
    }


@post("/exchange", status_code=200, request_max_body_size=None)
async def exchange(
    request: Request[Any, Any, Any],
) -> Response[bytes]:
    """Take a bundle, answer with one. Errors: 400 damaged, 403 stranger, 413, 429, 503."""
    parts = wired(request)
    address = request.client.host if request.client else ""
    async with parts.bodies.read(request, address) as blob, parts.door.enter(address):
        if await _has_left(request):
            # Nobody reads this. What he brought he brings again, and it is not judged twice over.
            raise HTTPException(status_code=499, detail="client closed request")
        found = await asyncio.to_thread(answer, parts.office, blob, "line")
    return Response(found.blob, media_type=OCTETS)


async def _has_left(request: Request[Any, Any, Any]) -> bool:
    """Whether whoever asked has hung up: behind the body he can have said nothing else by now."""
    try:
        async with asyncio.timeout(0):
            return (await request.receive())["type"] == "http.disconnect"
    except TimeoutError:
        return False


def fault_answer(say: Texts) -> Any:
    """The handler that turns a fault of the api into `{"code", "message"}`."""

    def answer(_: Request[Any, Any, Any], fault: Fault) -> Response[dict[str, str]]:
        headers = {"Retry-After": str(fault.seconds)} if isinstance(fault, Busy) else {}
        return Response(
            {"code": fault.code, "message": sentence(say, fault)},
            status_code=status(fault),
            headers=headers,
            media_type=MediaType.JSON,
        )

    return answer


def http_answer(_: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, str]]:
    """The same shape for what the framework itself refuses (no such path, wrong method)."""
    return Response(
        {"code": f"http.{error.status_code}", "message": error.detail},
        status_code=error.status_code,
        headers=error.headers or {},
        media_type=MediaType.JSON,
    )


def router(say: Texts) -> Router:
    """The routes below /v1."""
    return Router(
        "/v1",
        route_handlers=[health, exchange],
        exception_handlers={Fault: fault_answer(say)},
        opt={"exclude_from_auth": True, "exclude_from_csrf": True},
    )
