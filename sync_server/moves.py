"""The moves between villages as a list: found by name, number or village, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.core.faults import RuleFault
from ledger.rules.masking import mask
from ledger.store.query import Page, Query
from sync_server.moving import PERMISSION
from sync_server.places import Place, place_name, villages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.catalogue.texts import Texts
    from ledger.core.record import Record
    from ledger.rules.actor import Actor
    from sync_server.bench_list import Ask
    from sync_server.office import Office

#: Internal control reads every list.
READERS = ("T7",)
PAGE_ROWS = 50
SEARCH_ROWS = 500
SORTS = {"day": "moved_on", "person": "name", "from": "area", "to": "home"}
COLUMNS = (
    ("day", 12),
    ("person", 12),
    ("number", 22),
    ("from", 14),
    ("to", 14),
    ("along-column", 30),
    ("reason", 30),
    ("by", 12),
)


@dataclass(frozen=True)
class Row:
    """One person who moved."""

    id: str
    cells: tuple[str, ...]  # in the order of COLUMNS


@dataclass(frozen=True)
class Moves:
    """One page of the list."""

    ask: Ask
    rows: tuple[Row, ...]
    total: int
    pages: int
    ms: float
    villages: tuple[Place, ...]
    may_move: bool


def may_read(office: Office, actor: Actor) -> bool:
    """Whether this person may see who moved."""
    return actor.holds(*office.catalogue.permissions[PERMISSION].posts, *READERS)


def open_list(office: Office, actor: Actor, say: Texts, ask: Ask) -> Moves:
    """One page of the moves, the newest first. RuleFault ``office.not-your-post``."""
    if not may_read(office, actor):
        raise RuleFault("office.not-your-post")
    page = _page(office, ask)
    return Moves(
        ask,
        tuple(_row(office, say, move) for move in page.rows),
        page.total,
        max(1, -(-page.total // PAGE_ROWS)),
        page.ms,
        tuple(villages(office, say)),
        actor.holds(*office.catalogue.permissions[PERMISSION].posts),
    )


def every_row(office: Office, actor: Actor, say: Texts, ask: Ask) -> list[Row]:
    """All rows in the order asked for, for a sheet."""
    rows: list[Row] = []
    number = 1
    while True:
        page = open_list(office, actor, say, ask.on(number))
        rows += page.rows
        if number >= page.pages:
            return rows
        number += 1


def _page(office: Office, ask: Ask) -> Page:
    start = (max(1, ask.page) - 1) * PAGE_ROWS
    sort, down = SORTS.get(ask.sort, "moved_on"), ask.down if ask.sort else True
    if ask.text.strip() or ask.area:
        return _picked(office, ask, sort, start, down=down)
    order = ((sort, down), ("time", True))
    return office.ledger.find(Query("move", order=order, limit=PAGE_ROWS, offset=start))


def _picked(office: Office, ask: Ask, sort: str, start: int, *, down: bool) -> Page:
    """Moves that are searched for, or that one village gave or got."""
    if ask.text.strip():
        found = office.ledger.search(ask.text.strip(), kind="move", limit=SEARCH_ROWS)
        rows, ms = found.rows, found.ms
    else:
        left = office.ledger.find(_of_village("area", ask.area))
        came = office.ledger.find(_of_village("home", ask.area))
        rows, ms = [*left.rows, *came.rows], left.ms + came.ms
    rows = [row for row in rows if ask.area in ("", row.area, row.data.get("home"))]
    rows.sort(key=lambda row: (_value(row, sort), row.time), reverse=down)
    return Page(rows[start : start + PAGE_ROWS], len(rows), ms)


def _of_village(field: str, area: str) -> Query:
    return Query("move", where=((field, "eq", area),), order=(("time", True),), limit=SEARCH_ROWS)


def _value(move: Record, field: str) -> str:
    return move.area if field == "area" else str(move.data.get(field) or "")


def _row(office: Office, say: Texts, move: Record) -> Row:
    data = move.data
    along = say(
        "office.moves.along",
        cases=data.get("cases") or 0,
        rows=data.get("rows") or 0,
        open=data.get("open_cases") or 0,
    )
    cells: Sequence[object] = (
        data.get("moved_on") or "",
        data.get("name") or "",
        mask("id", str(data["id_no"])) if data.get("id_no") else "",
        place_name(office, say, move.area),
        place_name(office, say, str(data.get("home") or "")),
        along,
        data.get("reason") or "",
        data.get("moved_by_name") or "",
    )
    return Row(move.id, tuple(map(str, cells)))
