"""The PCs of a station: which there are; shutting one out, and letting it in again."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from ledger.core.faults import RuleFault
from sync_server import stations, terminals
from sync_server.console.pages import Page, draw, go, only, visitor_of
from sync_server.faults import sentence
from sync_server.wired import office_of

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/stations/{code:str}/pcs", sync_to_thread=True)
def terminal_list(request: Request[Any, Any, Any], code: FromPath[str]) -> Page:
    """The PCs of a station."""
    return _page(request, code)


@post("/stations/{code:str}/pcs/{node:str}", sync_to_thread=True)
def set_shut(
    request: Request[Any, Any, Any], code: FromPath[str], node: FromPath[str], data: Form
) -> Page:
    """Shut a PC out the hour it was stolen, or let it in again."""
    office, visitor = office_of(request), visitor_of(request)
    only(visitor.manages)
    try:
        if data.get("shut") == "1":
            terminals.shut_out(office, visitor.actor, node, data.get("why", ""))
            visitor.tell("office.terminal.is-shut", node=node[:8])
        else:
            terminals.let_in(office, visitor.actor, node)
            visitor.tell("office.terminal.is-open", node=node[:8])
    except RuleFault as fault:
        return _page(request, code, sentence(visitor.say, fault))
    return go(f"/stations/{code}/pcs")


def _page(request: Request[Any, Any, Any], code: str, wrong: str = "") -> Page:
    office = office_of(request)
    return draw(
        request, "terminals.html", code=409 if wrong else 200, station=code,
        title=stations.station_name(office, code), list=terminals.terminals(office, code),
        wrong=wrong,
    )  # fmt: skip


ROUTES = [terminal_list, set_shut]
