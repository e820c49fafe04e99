"""Settings: how the pages look, passwords, and the people of the office."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from ledger.core.faults import RuleFault
from sync_server.console.pages import Page, draw, go, only, visitor_of
from sync_server.console.visitor import Taste, Visitor, keep_taste
from sync_server.faults import sentence
from sync_server.office import Office
from sync_server.wired import office_of, wired
from sync_server.wording import ago

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
ManyForm = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]

_LOOKS = {"lang": ("zh", "en"), "type": ("normal", "large"), "theme": ("light", "dark")}


@get("/settings", sync_to_thread=True)
def settings(
    request: Request[Any, Any, Any],
) -> Page:
    """The settings, and for the administrator the people."""
    office = office_of(request)
    return _page(request, office)


def _page(
    request: Request[Any, Any, Any],
    office: Office,
    wrong: str = "",
    typed: dict[str, Any] | None = None,
) -> Page:
    visitor = visitor_of(request)
    say, now = visitor.say, office.clock()
    join = "、" if say.lang == "zh" else ", "
    members = [
        {
            "id": member.id,
            "name": member.name,
            "posts": join.join(
                office.catalogue.posts[post].label(say.lang) for post in member.posts
            ),
            "active": member.active,
            "last": ago(say, member.last_login, now),
        }
        for member in office.accounts.members()
    ]
    offered = [
        (post.code, post.label(say.lang))
        for post in office.catalogue.posts.values()
        if "T" in post.level
    ]
    return draw(
        request, "settings.html", code=409 if wrong else 200, members=members,
        posts_offered=offered, wrong=wrong, typed=typed or {},
    )  # fmt: skip


@post("/settings/looks", sync_to_thread=True)
def set_looks(request: Request[Any, Any, Any], data: Form) -> Page:
    """Language, type size, light or dark: kept per person."""
    office = office_of(request)
    visitor = visitor_of(request)
    chosen = {
        name: data[name] if data.get(name) in values else values[0]
        for name, values in _LOOKS.items()
    }
    keep_taste(office, visitor.actor.id, Taste(**chosen))
    return go("/settings")


@post("/settings/password", sync_to_thread=True)
def set_password(request: Request[Any, Any, Any], data: Form) -> Page:
    """Another password; every other browser of this person is signed out."""
    office = office_of(request)
    sessions = wired(request).sessions
    visitor = visitor_of(request)
    try:
        office.accounts.set_password(visitor.actor.id, data.get("new", ""), data.get("old", ""))
    except RuleFault as fault:
        return _page(request, office, sentence(visitor.say, fault))
    sessions.close_all(visitor.actor.id, but=visitor.session)
    visitor.tell("office.settings.password-kept")
    return go("/settings")


@post("/settings/people", sync_to_thread=True)
def add_person(request: Request[Any, Any, Any], data: ManyForm) -> Page:
    """Somebody new, with posts and a first password."""
    office = office_of(request)
    visitor = _manager(request)
    posts = data.get("posts") or []
    chosen = [str(post) for post in posts] if isinstance(posts, list) else [str(posts)]
    name = str(data.get("name", ""))
    try:
        office.accounts.add(visitor.actor, name, chosen, str(data.get("password", "")))
    except RuleFault as fault:
        return _page(request, office, sentence(visitor.say, fault), data)
    visitor.tell("office.settings.added", name=name)
    return go("/settings")


@post("/settings/people/{staff:str}", sync_to_thread=True)
def set_active(
    request: Request[Any, Any, Any],
    staff: FromPath[str],
    data: Form,
) -> Page:
    """Stop an account the same day somebody leaves, or let it in again."""
    office = office_of(request)
    sessions = wired(request).sessions
    visitor = _manager(request)
    active = data.get("active") == "1"
    office.accounts.set_active(visitor.actor, staff, active)
    if not active:
        sessions.close_all(staff)
    return go("/settings")


def _manager(request: Request[Any, Any, Any]) -> Visitor:
    visitor = visitor_of(request)
    only(visitor.manages)
    return visitor


ROUTES = [settings, set_looks, set_password, add_person, set_active]
