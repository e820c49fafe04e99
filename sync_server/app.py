"""The web application of an office, put together from its pages and the door for stations."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Router
from litestar.config.csrf import CSRFConfig
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig
from litestar.types import Scope

from ledger.core.faults import Fault
from sync_server import highwater
from sync_server.api import exchange
from sync_server.api.bodies import Bodies
from sync_server.api.gate import Door
from sync_server.console import (
    bench_pages,
    case_pages,
    door,
    move_pages,
    pages,
    setting_pages,
    station_pages,
    terminal_pages,
)
from sync_server.console.sessions import Sessions
from sync_server.console.visitor import Gate
from sync_server.office import Office
from sync_server.wired import Wired

_log = logging.getLogger(__name__)

SAVE_CONTACTS_SECONDS = 60


def build(
    office: Office, door_of_exchange: Door | None = None, bodies: Bodies | None = None
) -> Litestar:
    """The web application of an office."""
    sessions = Sessions(office.accounts, office.ledger.local.settings, office.clock)
    engine = pages.engine()
    gate = DefineMiddleware(Gate, office=office, sessions=sessions, exclude=["^/v1/", "^/static/"])
    console_router = Router(
        "/",
        route_handlers=[
            *door.ROUTES,
            *bench_pages.ROUTES,
            *case_pages.ROUTES,
            *station_pages.ROUTES,
            *terminal_pages.ROUTES,
            *move_pages.ROUTES,
            *setting_pages.ROUTES,
        ],
    )
    app = Litestar(
        route_handlers=[
            exchange.router(office.texts["en" if office.facts.lang == "en" else "zh"]),
            create_static_files_router("/static", [pages.STATIC]),
            console_router,
        ],
        middleware=[gate],
        csrf_config=CSRFConfig(
            secret=office.facts.secret,
            cookie_name="office-form",
            cookie_secure=office.facts.guarded,
            cookie_httponly=True,
            cookie_samesite="strict",
            exclude=["^/v1/"],
        ),
        exception_handlers={Fault: pages.on_fault, HTTPException: _on_http, 500: _on_bug},
        after_exception=[_log_bug],
        template_config=TemplateConfig(instance=engine),
        lifespan=[_lifespan(office)],
        openapi_config=None,
        logging_config=None,
    )
    app.state.wired = Wired(office, sessions, door_of_exchange or Door(), bodies or Bodies())
    return app


def _on_http(request: Request[Any, Any, Any], error: HTTPException) -> Any:
    """What the framework refuses: told to programs as JSON, to people as a page."""
    if request.url.path.startswith("/v1/"):
        return exchange.http_answer(request, error)
    return pages.on_http(request, error)


def _on_bug(request: Request[Any, Any, Any], _: Exception) -> Any:
    """Our own mistake: no particulars leave the house, the person is told nothing was lost."""
    return _on_http(request, HTTPException(status_code=500, detail="internal error"))


async def _log_bug(error: Exception, scope: Scope) -> None:
    """A fault is told to the person; anything else is our own mistake and goes into the log."""
    if not isinstance(error, Fault | HTTPException):
        _log.error("a request failed: %s", scope.get("path_template"), exc_info=error)


def _lifespan(office: Office) -> Callable[[Litestar], Any]:
    """Contacts, and how far the feed is, are written now and then and at the end; then the ledger
    is closed."""

    async def now_and_then() -> None:
        while True:
            await asyncio.sleep(SAVE_CONTACTS_SECONDS)
            await asyncio.to_thread(_save, office)

    @asynccontextmanager
    async def life(_: Litestar) -> AsyncIterator[None]:
        task = asyncio.create_task(now_and_then())
        try:
            yield
        finally:
            task.cancel()
            _save(office)
            office.ledger.close()

    return life


def _save(office: Office) -> None:
    try:
        office.exchange.contacts.save()
        highwater.keep(office.ledger, office.home)
    except Exception:  # noqa: BLE001 (nothing may end all saving until the next start)
        _log.exception("contacts could not be written down, and are kept for later")
