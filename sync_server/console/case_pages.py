"""The page of a case, and what can be done on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from ledger.core.faults import RuleFault
from sync_server import case_deeds, casefile, scans
from sync_server.console.pages import HEADERS, Page, draw, fragment, go, said, visitor_of
from sync_server.faults import status
from sync_server.wired import office_of

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]

#: What each button of a case does: one function, one commit.
DEEDS: Mapping[str, Callable[..., case_deeds.Done]] = {
    "take": case_deeds.take,
    "return": case_deeds.give_back,
    "pass": case_deeds.approve,
    "fail": case_deeds.decline,
    "hand_over": case_deeds.hand_over,
    "withdraw": case_deeds.withdraw,
    "rehome": case_deeds.rehome,
}


@get("/case/{case:str}", sync_to_thread=True)
def case_page(request: Request[Any, Any, Any], case: FromPath[str]) -> Page:
    """Everything about one case."""
    office = office_of(request)
    visitor = visitor_of(request)
    found = casefile.open_case(office, visitor.actor, visitor.say, case)
    return draw(request, "case.html", case=found, typed={}, wrong="", tried="")


@post("/case/{case:str}/do/{deed:str}", sync_to_thread=True)
def do(
    request: Request[Any, Any, Any],
    case: FromPath[str],
    deed: FromPath[str],
    data: Form,
) -> Page:
    """Do something with a case. A refusal is said on the same page, and nothing typed is lost."""
    office = office_of(request)
    visitor = visitor_of(request)
    try:
        if deed not in DEEDS:
            raise RuleFault("office.no-such-deed")
        done = DEEDS[deed](office, visitor.actor, case, data)
    except RuleFault as fault:
        found = casefile.open_case(office, visitor.actor, visitor.say, case)
        wrong = said(visitor, fault).text
        return draw(
            request,
            "case.html",
            code=status(fault),
            case=found,
            typed=data,
            wrong=wrong,
            tried=deed,
        )
    visitor.tell(f"office.done.{deed}", name=done.name, item=done.item(visitor.say.lang))
    if done.stays:
        return go(f"/case/{case}")
    return go(f"/bench/{done.bench}")


@post("/case/{case:str}/clear", sync_to_thread=True)
def reveal(request: Request[Any, Any, Any], case: FromPath[str], data: Form) -> Page:
    """The covered numbers in clear, for a purpose; who asked, why and when is logged."""
    office = office_of(request)
    visitor = visitor_of(request)
    facts = casefile.reveal(office, visitor.actor, visitor.say, case, data.get("purpose", ""))
    return fragment(request, "case_facts.html", facts_list=facts, clear=True, case_id=case)


@get("/case/{case:str}/covered", sync_to_thread=True)
def cover(request: Request[Any, Any, Any], case: FromPath[str]) -> Page:
    """The same numbers covered again."""
    office = office_of(request)
    visitor = visitor_of(request)
    found = casefile.open_case(office, visitor.actor, visitor.say, case)
    return fragment(
        request,
        "case_facts.html",
        facts_list=found.person,
        clear=False,
        case_id=case,
        may_clear=found.may_clear,
    )


@get("/case/{case:str}/scan/{scan:str}", sync_to_thread=True)
def scan_of_case(request: Request[Any, Any, Any], case: FromPath[str], scan: FromPath[str]) -> Page:
    """A scan of the case or of its applicant's card that has arrived; who looked is logged."""
    office = office_of(request)
    actor = visitor_of(request).actor
    casefile.may_look(actor)
    record, _ = case_deeds.found(office, case)
    content = scans.open_scan(office, actor, record, scan)
    headers = {**HEADERS, "Content-Disposition": "inline"}
    return Response(content.bytes, media_type=content.media, headers=headers)


ROUTES = [case_page, do, reveal, cover, scan_of_case]
