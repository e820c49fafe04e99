"""The benches: the list, what changed on it, and the list as a sheet."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from sync_server import bench_list, sheets, stations
from sync_server.console.pages import Page, draw, fragment, visitor_of
from sync_server.wired import office_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked(request: Request[Any, Any, Any]) -> bench_list.Ask:
    """What the address asks to see of a bench; what cannot be read is not asked."""
    given = request.query_params
    page = given.get("page", "")
    return bench_list.Ask(
        given.get("q", "")[:100],
        given.get("area", ""),
        given.get("sort", ""),
        given.get("down") == "1",
        max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
    )


@get("/bench/{code:str}", sync_to_thread=True)
def bench(
    request: Request[Any, Any, Any],
    code: FromPath[str],
) -> Page:
    """One page of a bench, with the villages' health beside it."""
    office = office_of(request)
    ask = asked(request)
    visitor = visitor_of(request)
    found = bench_list.open_bench(office, visitor.actor, visitor.say, code, ask)
    return draw(
        request,
        "bench.html",
        list=found,
        health=stations.health(office, visitor.say),
        night=stations.last_night(office),
        guessed=office.year_without_calendar(),
        put_back=stations.put_back(office, visitor.say),
    )


@get("/bench/{code:str}/news", sync_to_thread=True)
def bench_news(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    seen: FromQuery[str] = "",
) -> Page:
    """What changed since the page was drawn; the rows themselves stay where they are."""
    office = office_of(request)
    ask = asked(request)
    visitor = visitor_of(request)
    found = bench_list.news(office, visitor.actor, code, ask, seen)
    return fragment(request, "bench_news.html", news=found)


@get("/bench/{code:str}/sheet", sync_to_thread=True)
def bench_sheet(
    request: Request[Any, Any, Any],
    code: FromPath[str],
) -> Response[bytes]:
    """The whole bench as an Excel file; who took it and when is written on it and logged."""
    office = office_of(request)
    ask = asked(request)
    visitor = visitor_of(request)
    rows = bench_list.every_row(office, visitor.actor, visitor.say, code, ask)
    title = visitor.say(f"office.bench.{code}.name")
    content = sheets.bench_sheet(office, visitor.say, visitor.actor, title, rows)
    name = f"{code}-{office.today():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=XLSX, headers=headers)


ROUTES = [bench, bench_news, bench_sheet]
