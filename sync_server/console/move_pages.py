"""Moving people between villages: the list of moves, choosing and confirming one."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body

from ledger.core.faults import RuleFault
from sync_server import moves, moving, sheets
from sync_server.console.bench_pages import XLSX, asked
from sync_server.console.pages import Page, draw, go, visitor_of
from sync_server.faults import sentence
from sync_server.moving import Wanted
from sync_server.places import villages
from sync_server.wired import office_of

Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/moves", sync_to_thread=True)
def move_list(request: Request[Any, Any, Any]) -> Page:
    """Who moved, the newest first."""
    office, visitor = office_of(request), visitor_of(request)
    found = moves.open_list(office, visitor.actor, visitor.say, asked(request))
    columns = [key for key, _ in moves.COLUMNS]
    return draw(request, "moves.html", list=found, columns=columns, sorts=list(moves.SORTS))


@get("/moves/sheet", sync_to_thread=True)
def move_sheet(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The whole list as an Excel file; who took it and when is written on it and logged."""
    office, visitor = office_of(request), visitor_of(request)
    say = visitor.say
    rows = moves.every_row(office, visitor.actor, say, asked(request))
    columns = [(say(f"office.moves.{key}"), width) for key, width in moves.COLUMNS]
    content = sheets.list_sheet(
        office, say, visitor.actor, say("office.moves.name"), columns, [row.cells for row in rows]
    )
    name = f"moves-{office.today():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=XLSX, headers=headers)


@get("/moves/new", sync_to_thread=True)
def move_form(request: Request[Any, Any, Any]) -> Page:
    """Find people, choose the village, see what comes along."""
    query = request.query_params
    people = query.getall("who", [])
    office, visitor = office_of(request), visitor_of(request)
    for person in query.getall("family", []):
        people += moving.household_of(office, visitor.actor, person)
    left = set(query.getall("not", []))
    chosen = tuple(each for each in dict.fromkeys(people) if each not in left)
    wanted = Wanted(
        chosen, query.get("area", ""), query.get("reason", ""),
        query.get("day", "") or office.today().isoformat(),
    )  # fmt: skip
    return _form(request, wanted, query.get("q", "")[:100])


def _form(request: Request[Any, Any, Any], wanted: Wanted, text: str, wrong: str = "") -> Page:
    office, visitor = office_of(request), visitor_of(request)
    actor, say = visitor.actor, visitor.say
    return draw(
        request,
        "move_new.html",
        code=409 if wrong else 200,
        found=moving.search(office, actor, say, text),
        along=moving.look(office, actor, say, wanted),
        wanted=wanted,
        text=text,
        wrong=wrong,
        villages=villages(office, say),
        most=moving.REASON_LIMIT,
    )


@post("/moves/new", sync_to_thread=True)
def move_do(request: Request[Any, Any, Any], data: Form) -> Page:
    """Move everybody chosen, or nobody."""
    office, visitor = office_of(request), visitor_of(request)
    who = data.get("who", [])
    people = tuple(who) if isinstance(who, list) else (str(who),)
    wanted = Wanted(
        people, str(data.get("area", "")), str(data.get("reason", "")), str(data.get("day", ""))
    )
    try:
        names = moving.move(office, visitor.actor, visitor.say, wanted)
    except RuleFault as fault:
        if fault.code == "office.not-your-post":
            raise
        return _form(request, wanted, "", sentence(visitor.say, fault))
    place = next(each.name for each in villages(office, visitor.say) if each.area == wanted.area)
    join = "、" if visitor.say.lang == "zh" else ", "
    visitor.tell("office.moves.done", n=len(names), names=join.join(names), place=place)
    return go("/moves")


ROUTES = [move_list, move_sheet, move_form, move_do]
