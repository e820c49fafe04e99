"""Drawing a page: the template, what every page needs, and faults as pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Template
from litestar.template.base import csrf_token
from markupsafe import Markup

from ledger.catalogue.texts import Texts
from ledger.core.faults import Fault, RuleFault
from sync_server import bench_list
from sync_server.console.sessions import Said, Tone
from sync_server.console.visitor import Taste, Visitor
from sync_server.faults import sentence, status
from sync_server.office import Office
from sync_server.wired import office_of

_HERE = Path(__file__).parent
STATIC = _HERE / "static"

#: A page is kept nowhere, shown in no other site's frame, and runs only what comes from here.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

Page = Template | Redirect | Response[Any]


def engine() -> JinjaTemplateEngine:
    """The templates of the console; an unknown name in one of them is an error, not a blank."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["icon"] = icon
    found = JinjaTemplateEngine.from_environment(environment)
    found.register_template_callable("csrf", csrf_field)
    return found


def icon(name: str) -> Markup:
    """One drawing of the vendored set."""
    return Markup(
        '<svg class="icon" aria-hidden="true"><use href="/static/vendor/icons.svg#{}"/></svg>'
    ).format(name)


def csrf_field(context: Mapping[str, Any]) -> Markup:
    """The hidden field that proves a form came from here."""
    return Markup('<input type="hidden" name="_csrf_token" value="{}">').format(csrf_token(context))


def _posts(office: Office, visitor: Visitor) -> str:
    join = "、" if visitor.say.lang == "zh" else ", "
    known = office.catalogue.posts
    held = [post for post in known if visitor.actor.holds(post)]
    return join.join(known[post].label(visitor.say.lang) for post in held)


def draw(
    request: Request[Any, Any, Any],
    name: str,
    *,
    code: int = 200,
    say: Texts | None = None,
    **context: Any,
) -> Template:
    """A page for a visitor, or for a stranger at the door (then ``say`` is given)."""
    visitor: Visitor | None = request.scope.get("user")
    office = office_of(request)
    words = say or (visitor.say if visitor else office.texts["zh"])
    shared = {
        "say": words,
        "lang": words.lang,
        "office": office.facts,
        "visitor": visitor,
        "taste": visitor.taste if visitor else Taste(),
        "path": request.url.path,
        "heard": visitor.heard() if visitor else [],
        "counts": bench_list.counts(office, visitor.actor) if visitor else {},
        "posts": _posts(office, visitor) if visitor else "",
        "now": f"{office.clock():%Y-%m-%d %H:%M}",
    }
    return Template(
        template_name=name,
        context={**shared, **context},
        status_code=code,
        media_type=MediaType.HTML,
        headers=HEADERS,
    )


def fragment(request: Request[Any, Any, Any], name: str, **context: Any) -> Template:
    """A part of a page, for htmx to put in its place."""
    words = visitor_of(request).say
    return Template(
        template_name=name,
        context={"say": words, "lang": words.lang, **context},
        media_type=MediaType.HTML,
        headers=HEADERS,
    )


def go(path: str) -> Redirect:
    """On to another page after something was done (so that reloading does not do it again)."""
    return Redirect(path, status_code=303, headers={"Cache-Control": "no-store"})


def own_path(text: str, otherwise: str = "/") -> str:
    """A path on this site that a form asked to return to; anything else is not followed."""
    parts = urlsplit(text)
    if parts.scheme or parts.netloc or not text.startswith("/") or text.startswith("//"):
        return otherwise
    return text


def said(visitor: Visitor, fault: Fault, tone: Tone = "bad") -> Said:
    """A fault as something said on the page."""
    return Said(sentence(visitor.say, fault), tone)


def on_fault(request: Request[Any, Any, Any], fault: Fault) -> Template:
    """A fault that no page dealt with: one plain sentence and a way back."""
    visitor: Visitor | None = request.scope.get("user")
    office = office_of(request)
    say = visitor.say if visitor else office.texts["zh"]
    return draw(request, "note.html", code=status(fault), text=sentence(say, fault))


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Page:
    """What the framework refuses: no such page, a form that stood open too long, too many tries."""
    if error.status_code == 401:
        return go("/login")
    visitor: Visitor | None = request.scope.get("user")
    office = office_of(request)
    say = visitor.say if visitor else office.texts["zh"]
    known = {403: "old-form", 404: "no-page", 413: "too-large", 429: "too-often"}
    key = known.get(error.status_code, "not-so")
    return draw(request, "note.html", code=error.status_code, text=say(f"office.page.{key}"))


def visitor_of(request: Request[Any, Any, Any]) -> Visitor:
    """The signed-in person; whoever is not is led to the door (401)."""
    visitor: Visitor | None = request.scope.get("user")
    if visitor is None:
        raise HTTPException(status_code=401, detail="sign in first")
    return visitor


def only(allowed: bool) -> None:
    """RuleFault unless the person's post allows it."""
    if not allowed:
        raise RuleFault("office.not-your-post")
