"""Signing in and out."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import Body, FromQuery

from ledger.core.faults import RuleFault
from sync_server.console.pages import Page, draw, go, own_path, visitor_of
from sync_server.console.sessions import COOKIE, LONGEST
from sync_server.faults import sentence
from sync_server.wired import office_of, wired

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]

#: Tries a minute from one address, whatever the names; each name has its own growing wait besides.
TRIES_A_MINUTE = 30


@get("/", sync_to_thread=False)
def home(request: Request[Any, Any, Any]) -> Page:
    """To the bench of the person's post."""
    return go(visitor_of(request).places[0][0])


@get("/login", sync_to_thread=True)
def show_door(request: Request[Any, Any, Any], lang: FromQuery[str] = "") -> Page:
    """The door: name and password."""
    if request.scope.get("user") is not None:
        return go("/")
    return _door(request, lang)


@post(
    "/login",
    sync_to_thread=True,
    middleware=[RateLimitConfig(rate_limit=("minute", TRIES_A_MINUTE)).middleware],
)
def sign_in(request: Request[Any, Any, Any], data: Form) -> Page:
    """Open a session under a fresh name, or say what was not right."""
    office = office_of(request)
    sessions = wired(request).sessions
    lang = data.get("lang", "")
    try:
        actor = office.accounts.sign_in(data.get("name", ""), data.get("password", ""))
    except RuleFault as fault:
        say = office.texts["en" if lang == "en" else "zh"]
        return _door(request, lang, sentence(say, fault), data.get("name", ""))
    answer = go(own_path(data.get("next", "/")))
    answer.set_cookie(
        Cookie(
            key=COOKIE,
            value=sessions.open(actor.id),
            httponly=True,
            secure=office.facts.guarded,
            samesite="strict",
            max_age=int(LONGEST.total_seconds()),
            path="/",
        )
    )
    return answer


@post("/logout", sync_to_thread=True)
def sign_out(
    request: Request[Any, Any, Any],
) -> Page:
    """Close the session on the server; the cookie then names nothing."""
    sessions = wired(request).sessions
    sessions.close(visitor_of(request).session)
    answer = go("/login")
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _door(request: Request[Any, Any, Any], lang: str, wrong: str = "", name: str = "") -> Page:
    office = office_of(request)
    say = office.texts["en" if (lang or office.facts.lang) == "en" else "zh"]
    code = 401 if wrong else 200
    return draw(request, "door.html", code=code, say=say, wrong=wrong, who=name)


ROUTES = [home, show_door, sign_in, sign_out]
