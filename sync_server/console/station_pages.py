"""The stations: how each is doing, letting a new one in; sticks; conflicts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from ledger.core.faults import RuleFault
from sync_server import conflicts, stations, sticks
from sync_server.console.pages import Page, draw, go, only, visitor_of
from sync_server.console.visitor import Visitor
from sync_server.exchanges import DIARY
from sync_server.faults import sentence
from sync_server.office import Office
from sync_server.wired import office_of

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
Upload = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]

MOST_FILES = 20


@dataclass(frozen=True)
class Result:
    """What is said of a station's files from a stick, or of one that was not taken."""

    ok: bool
    text: str
    answer: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the diary."""

    at: str
    text: str


@get("/stations", sync_to_thread=True)
def station_list(
    request: Request[Any, Any, Any],
) -> Page:
    """Every station, those that need looking after first."""
    office = office_of(request)
    visitor = visitor_of(request)
    return draw(
        request,
        "stations.html",
        list=stations.health(office, visitor.say),
        put_back=stations.put_back(office, visitor.say),
    )


@get("/stations/add", sync_to_thread=True)
def station_form(
    request: Request[Any, Any, Any],
) -> Page:
    """The form that lets a new station in."""
    office = office_of(request)
    only(visitor_of(request).manages)
    return _form(request, office, {})


def _form(
    request: Request[Any, Any, Any], office: Office, typed: dict[str, str], wrong: str = ""
) -> Page:
    say = visitor_of(request).say
    own = office.facts.area[:9]
    areas = [
        (code, division.label(say.lang))
        for code, division in office.catalogue.divisions.items()
        if division.level == "village" and code.startswith(own)
    ]
    address = office.facts.address or str(request.base_url).rstrip("/")
    code = 409 if wrong else 200
    return draw(
        request, "station_add.html", code=code, areas=areas, typed=typed, wrong=wrong,
        address=address,
    )  # fmt: skip


@post("/stations/add", sync_to_thread=True)
def station_add(request: Request[Any, Any, Any], data: Form) -> Response[Any]:
    """Make the station and hand its enrolment file out, once."""
    office = office_of(request)
    visitor = visitor_of(request)
    only(visitor.manages)
    ways = data.get("address", "").replace(",", " ").replace("，", " ").split()
    try:
        file = stations.add(office, visitor.actor, data.get("name", ""), data.get("area", ""), ways)
    except RuleFault as fault:
        return _form(request, office, data, sentence(visitor.say, fault))
    name = f"{file.station}-{file.terminal}.enrol"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(
        file.to_bytes(), status_code=200, media_type="application/octet-stream", headers=headers
    )


@get("/sticks", sync_to_thread=True)
def stick_page(
    request: Request[Any, Any, Any],
) -> Page:
    """Read sticks in; fetch answers."""
    office = office_of(request)
    visitor = visitor_of(request)
    only(visitor.carries)
    return _sticks(request, office, visitor, [])


def _sticks(
    request: Request[Any, Any, Any], office: Office, visitor: Visitor, results: list[Result]
) -> Page:
    entries = office.ledger.local.diary.recent(DIARY, limit=30)
    diary = [
        Line(
            f"{entry.at:%m-%d %H:%M}",
            visitor.say(
                "office.sticks.line"
                if entry.data.get("carrier") == "usb"
                else "office.sticks.wire",
                station=stations.station_name(office, str(entry.data.get("station"))),
                n=entry.data.get("acts", 0),
                refused=entry.data.get("refused", 0),
                sent=entry.data.get("sent", 0),
            ),
        )
        for entry in entries
    ]
    return draw(request, "sticks.html", results=results, diary=diary, answers=_answers(office))


def _answers(office: Office) -> list[dict[str, str]]:
    return [
        {"file": item.file, "station": item.station, "at": f"{item.at:%m-%d %H:%M}"}
        for item in sticks.waiting(office)
    ]


@post("/sticks", request_max_body_size=MOST_FILES * (16 << 20))
async def stick_take(request: Request[Any, Any, Any], data: Upload) -> Page:
    """Take in the files chosen; each station is told of once, and each file that was not taken."""
    office = office_of(request)
    visitor = visitor_of(request)
    only(visitor.carries)
    files = data.get("files") or []
    uploads = list(files if isinstance(files, list) else [files])
    chosen = [
        (file.filename, await file.read())
        for file in uploads[:MOST_FILES]
        if isinstance(file, UploadFile)
    ]
    return await sync_to_thread(_taken, request, office, visitor, chosen)


def _taken(
    request: Request[Any, Any, Any],
    office: Office,
    visitor: Visitor,
    chosen: list[tuple[str, bytes]],
) -> Page:
    say, reading = visitor.say, sticks.Reading(office)
    for name, content in chosen:
        reading.take(name, partial(bytes, content))
    results = []
    for taken in reading.answer():
        key = "office.sticks.taken" if taken.acts else "office.sticks.nothing-new"
        text = say(key, station=taken.station, n=taken.acts, sent=taken.sent)
        if taken.refused:
            text += say("office.sticks.refused", n=taken.refused)
        results.append(Result(True, text, taken.answer))
    for name, fault in reading.faults:
        text = say("office.sticks.bad", file=name, why=sentence(say, fault))
        results.append(Result(False, text))
    return _sticks(request, office, visitor, results)


@get("/sticks/answers/{name:str}", sync_to_thread=True)
def stick_answer(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """An answer to carry back."""
    office = office_of(request)
    only(visitor_of(request).carries)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = sticks.answer_file(office, name)
    return Response(content, media_type="application/octet-stream", headers=headers)


@get("/conflicts", sync_to_thread=True)
def conflict_page(
    request: Request[Any, Any, Any],
) -> Page:
    """Values that stand against each other."""
    office = office_of(request)
    visitor = visitor_of(request)
    found = conflicts.open_list(office, visitor.actor, visitor.say)
    return draw(request, "conflicts.html", list=found)


@post("/conflicts", sync_to_thread=True)
def conflict_settle(request: Request[Any, Any, Any], data: Form) -> Page:
    """Let one value hold."""
    office = office_of(request)
    visitor = visitor_of(request)
    choice = data.get("choice", "")
    number = int(choice) if choice.isdecimal() else -1
    conflicts.settle(office, visitor.actor, data.get("record", ""), data.get("field", ""), number)
    visitor.tell("office.conflicts.settled")
    return go("/conflicts")


ROUTES = [
    station_list, station_form, station_add, stick_page, stick_take, stick_answer,
    conflict_page, conflict_settle,
]  # fmt: skip
