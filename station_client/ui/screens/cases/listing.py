"""The list of cases, page by page, as the table wants it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from station_client.ui.kit.table.page import Column, Filters, Line, Page, Sort

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.desk.views import CaseLine
    from station_client.ui.theme.tokens import Tone

#: Filters of the list, in their order; "upload" is found among the open ones.
SHOWN: Final = ("open", "mine", "returned", "upload", "decided", "closed", "all")
SIGN: Final = "standing"
#: What a column is sorted by: the field of the case, and the part of its line.
SORTED: Final = {
    "light": ("due", "due"),
    "name": ("name", "name"),
    "item": ("item", "title"),
    "state": ("state", "state_text"),
    "due": ("due", "due"),
    "number": ("case_no", "case_no"),
}
_CHUNK: Final = 500
_TAIL: Final = 13
_LIGHTS: Final[dict[str, Tone]] = {"green": "green", "yellow": "amber", "red": "red"}


def columns(say: Texts) -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("light", say("screen.cases.due"), 96, badge=True),
        Column("name", say("screen.cases.name"), 88, strong=True),
        Column("item", say("screen.cases.item"), 226),
        Column("state", say("screen.cases.state"), 150),
        Column(SIGN, say("screen.cases.standing"), 116, sortable=False),
        Column("turn", say("screen.cases.turn"), 184, sortable=False),
        Column("due", say("screen.cases.day"), 108, digits=True),
        Column("number", say("screen.cases.number"), 150, digits=True),
    )


def fetch(counter: Counter, offset: int, limit: int, sort: Sort, filters: Filters) -> Page:
    """Some cases: those that fit ``text``, else those of the filter ``show``."""
    from station_client.desk.case_view import list_cases

    show, text = str(filters.get("show") or "open"), str(filters.get("text") or "")
    if text.strip():
        found = list_cases(counter, "all", text, _CHUNK)
        rows, total = _sorted(found.rows, sort)[offset : offset + limit], len(found.rows)
        return Page(tuple(_line(row) for row in rows), total, found.ms)
    if show == "upload":
        waiting, ms = waiting_for_upload(counter)
        lines = tuple(_line(row) for row in _sorted(waiting, sort)[offset : offset + limit])
        return Page(lines, len(waiting), ms)
    order = [(SORTED[key][0], descending) for key, descending in sort if key in SORTED]
    found = list_cases(counter, show, "", limit, offset, order)
    return Page(tuple(_line(row) for row in found.rows), found.total, found.ms)


def _sorted(rows: Sequence[CaseLine], sort: Sort) -> list[CaseLine]:
    """Lines in the order that was clicked; as they came where none was."""
    ordered = list(rows)
    for key, descending in reversed(sort):
        part = attrgetter(SORTED[key][1])
        ordered.sort(key=part, reverse=descending)
    return ordered


def found_ids(counter: Counter, sort: Sort, filters: Filters) -> list[str]:
    """All cases the list has now, in its order."""
    ids: list[str] = []
    while True:
        page = fetch(counter, len(ids), _CHUNK, sort, filters)
        ids += [line.id for line in page.lines]
        if len(page.lines) < _CHUNK:
            return ids


def waiting_for_upload(counter: Counter) -> tuple[list[CaseLine], float]:
    """Open cases the office has not all of yet, by deadline, and the milliseconds it took.

    A village has tens of open cases, so they are looked through rather than asked for.
    """
    from station_client.desk.case_view import list_cases
    from station_client.desk.standing import Sign

    waiting: list[CaseLine] = []
    offset, ms = 0, 0.0
    while True:
        found = list_cases(counter, "open", "", _CHUNK, offset)
        waiting += [row for row in found.rows if row.standing.sign is Sign.SAVED]
        ms += found.ms
        offset += len(found.rows)
        if len(found.rows) < _CHUNK:
            return waiting, ms


def _line(case: CaseLine) -> Line:
    cells = (
        case.light_text,
        case.name,
        f"{case.title} · {case.place}" if case.place else case.title,
        case.state_text,
        case.standing.text,
        " · ".join(part for part in (case.turn, case.way) if part),
        case.due,
        case.case_no[-_TAIL:],
    )
    tones: dict[str, Tone] = {"light": _LIGHTS.get(case.light, "grey")}
    return Line(case.id, cells, tones)
