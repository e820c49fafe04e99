"""The composition root: the only place where the parts of an office are put together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import argon2
from litestar import Litestar, Request, Router
from litestar.config.csrf import CSRFConfig
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig
from litestar.types import Scope

from ledger.catalogue.model import Catalogue
from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts
from ledger.core.clock import Clock
from ledger.core.faults import Fault
from ledger.core.keys import NodeKeys
from ledger.exchange.office import OfficeSide
from ledger.rules.admission import Rulebook
from ledger.rules.days import WorkCalendar
from ledger.store.opening import (
    Identity,
    create_ledger,
    open_database,
    open_ledger,
    read_identity,
)
from sync_server.accounts import Accounts
from sync_server.api import exchange
from sync_server.api.gate import Door
from sync_server.backups import lay_back
from sync_server.console import (
    bench_pages,
    case_pages,
    door,
    move_pages,
    pages,
    setting_pages,
    station_pages,
)
from sync_server.console.sessions import Sessions
from sync_server.console.visitor import Gate
from sync_server.home import Facts, Home, new_facts, read_facts, write_facts
from sync_server.office import Office
from sync_server.wired import Wired

_log = logging.getLogger(__name__)

SAVE_CONTACTS_SECONDS = 60


def found_office(
    home: Home,
    area: str,
    name: str,
    address: str,
    lang: str,
    catalogue: Catalogue | None = None,
) -> Office:
    """Make a new office in a home."""
    facts = new_facts(area, name, address, lang)
    home.make()
    catalogue, clock = catalogue or Catalogue.load(), Clock()
    identity = Identity(NodeKeys.generate(), "T", area, "", name)
    rulebook = Rulebook(catalogue, identity.keys.node, clock)
    database = open_database(home.ledger, None, catalogue)
    home.ledger.chmod(0o600)
    ledger = create_ledger(database, identity, catalogue, rulebook, clock, feeds=True)
    write_facts(ledger.local.settings, facts)
    ledger.close()
    return open_office(home, catalogue=catalogue)


def restore_office(home: Home, file: Path) -> Office:
    """Make an office from a backup: its feed begins a new history, so every reader starts over."""
    lay_back(home, file)
    office = open_office(home)
    office.ledger.new_epoch()
    return office


def open_office(
    home: Home,
    *,
    clock: Clock | None = None,
    hasher: argon2.PasswordHasher | None = None,
    catalogue: Catalogue | None = None,
) -> Office:
    """Open the office that lives in a home."""
    home.require()
    clock = clock or Clock()
    catalogue = catalogue or Catalogue.load()
    database = open_database(home.ledger, None, catalogue)
    rulebook = Rulebook(catalogue, read_identity(database).keys.node, clock)
    ledger = open_ledger(database, catalogue, rulebook, clock, feeds=True)
    facts: Facts = read_facts(ledger.local.settings)
    root = resources_root()
    return Office(
        home=home,
        facts=facts,
        ledger=ledger,
        catalogue=catalogue,
        rulebook=rulebook,
        calendar=WorkCalendar.of(catalogue.calendar),
        texts={"zh": Texts.load(root, "zh"), "en": Texts.load(root, "en")},
        accounts=Accounts(ledger, catalogue, facts.area, clock.now, hasher),
        exchange=OfficeSide(ledger),
        clock=clock.now,
    )


def build(office: Office, door_of_exchange: Door | None = None) -> Litestar:
    """The web application of an office."""
    sessions = Sessions(office.accounts, office.ledger.local.settings, office.clock)
    exchange_door = door_of_exchange or Door()
    engine = pages.engine()
    gate = DefineMiddleware(Gate, office=office, sessions=sessions, exclude=["^/v1/", "^/static/"])
    console_router = Router(
        "/",
        route_handlers=[
            *door.ROUTES,
            *bench_pages.ROUTES,
            *case_pages.ROUTES,
            *station_pages.ROUTES,
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
    app.state.wired = Wired(office, sessions, exchange_door)
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
    """Contacts are written now and then and at the end; then the ledger is closed."""

    async def now_and_then() -> None:
        while True:
            await asyncio.sleep(SAVE_CONTACTS_SECONDS)
            await asyncio.to_thread(office.exchange.save_contacts)

    @asynccontextmanager
    async def life(_: Litestar) -> AsyncIterator[None]:
        task = asyncio.create_task(now_and_then())
        try:
            yield
        finally:
            task.cancel()
            office.exchange.save_contacts()
            office.ledger.close()

    return life
