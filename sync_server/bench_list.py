"""A bench as a list: what lies on it, by deadline, with what is worth noting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.core.faults import RuleFault
from ledger.store.query import Page, Query
from sync_server import guests
from sync_server.arrivals import waited_hours
from sync_server.benches import BENCHES, Bench
from sync_server.places import Place, place_name, villages
from sync_server.wording import deadline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.catalogue.texts import Texts
    from ledger.core.record import Record
    from ledger.rules.actor import Actor
    from sync_server.office import Office

PAGE_ROWS = 50
SEARCH_ROWS = 500
SORTS = {
    "due": "due",
    "name": "name",
    "item": "item",
    "village": "area",
    "operator": "accepted_by_name",
    "decided": "decided_at",
}


@dataclass(frozen=True)
class Ask:
    """What somebody wants to see of a bench."""

    text: str = ""
    area: str = ""
    sort: str = ""
    down: bool = False
    page: int = 1

    def on(self, page: int) -> Ask:
        """The same on another page."""
        return replace(self, page=page)


@dataclass(frozen=True)
class Row:
    """One case on a bench. ``mark`` changes whenever the case does."""

    id: str
    mark: str
    tone: str
    deadline: str
    name: str
    case_no: str
    item: str
    step: str
    village: str
    operator: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class BenchList:
    """One page of a bench."""

    bench: Bench
    ask: Ask
    rows: tuple[Row, ...]
    total: int
    overdue: int
    today: int
    pages: int
    ms: float
    villages: tuple[Place, ...]

    @property
    def seen(self) -> str:
        """What the page shows, in short, so that the server can tell what changed since."""
        return " ".join(f"{row.id}:{row.mark}" for row in self.rows)


@dataclass(frozen=True)
class News:
    """What changed on a bench since a page was drawn."""

    came: int
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.gone or self.changed)


def bench_for(actor: Actor, code: str) -> Bench:
    """The bench, if this person has a place at it; RuleFault ``office.no-bench`` otherwise."""
    bench = BENCHES.get(code)
    if bench is None or not actor.holds(*bench.posts):
        raise RuleFault("office.no-bench")
    return bench


def open_bench(office: Office, actor: Actor, say: Texts, code: str, ask: Ask) -> BenchList:
    """One page of a bench, the earliest deadline first unless asked otherwise."""
    bench = bench_for(actor, code)
    page = _page(office, bench, ask)
    today = office.today().isoformat()
    return BenchList(
        bench,
        ask,
        rows_of(office, say, page.rows),
        page.total,
        _count(office, bench, ("due", "lt", today)),
        _count(office, bench, ("due", "eq", today)),
        max(1, -(-page.total // PAGE_ROWS)),
        page.ms,
        tuple(villages(office, say)),
    )


def counts(office: Office, actor: Actor) -> dict[str, int]:
    """How many cases lie on each bench this person sits at."""
    return {
        bench.code: _count(office, bench) for bench in BENCHES.values() if actor.holds(*bench.posts)
    }


def news(office: Office, actor: Actor, code: str, ask: Ask, seen: str) -> News:
    """What changed on a page since it was drawn, from its ``seen``."""
    bench = bench_for(actor, code)
    before = dict(part.rsplit(":", 1) for part in seen.split() if ":" in part)
    page = _page(office, bench, ask)
    now = {case.id: _mark(case) for case in page.rows}
    on_bench = {
        case.id
        for case in office.ledger.records(tuple(before))
        if case.data.get("state") in bench.states
    }
    return News(
        len([case for case in now if case not in before]),
        tuple(case for case in before if case not in on_bench),
        tuple(case for case, mark in now.items() if before.get(case, mark) != mark),
    )


def every_row(office: Office, actor: Actor, say: Texts, code: str, ask: Ask) -> list[Row]:
    """All rows of a bench in the order asked for, page after page (for a sheet or for paper)."""
    bench = bench_for(actor, code)
    rows: list[Row] = []
    number = 1
    while True:
        page = _page(office, bench, ask.on(number))
        rows.extend(rows_of(office, say, page.rows))
        if len(rows) >= page.total or not page.rows:
            return rows
        number += 1


def rows_of(office: Office, say: Texts, cases: Sequence[Record]) -> tuple[Row, ...]:
    """Cases as lines."""
    waited = waited_hours(office, cases)
    return tuple(_row(office, say, case, waited.get(case.id, 0)) for case in cases)


def _row(office: Office, say: Texts, case: Record, waited: int) -> Row:
    data = case.data
    sign = deadline(office, say, case)
    item = office.catalogue.items.get(str(data.get("item") or ""))
    step = ""
    if item is not None and data.get("state"):
        step = office.catalogue.flows[item.flow].shown(str(data["state"]), True).label(say.lang)
    return Row(
        case.id,
        _mark(case),
        sign.tone,
        sign.text,
        str(data.get("name") or ""),
        str(data.get("case_no") or ""),
        item.label(say.lang) if item else str(data.get("item") or ""),
        step,
        place_name(office, say, case.area),
        str(data.get("first_reviewer_name") or data.get("accepted_by_name") or ""),
        (*guests.note(office, say, case), *_notes(say, case, waited)),
    )


def _notes(say: Texts, case: Record, waited: int) -> tuple[str, ...]:
    data = case.data
    state = data.get("state")
    notes = []
    if state == "S31" and data.get("second_reviewer_name"):
        notes.append(say("office.note.taken", who=data["second_reviewer_name"]))
    if state == "S25":
        notes.append(say("office.note.negative"))
    if data.get("fixed_note") and state in ("S24", "S25", "S31"):
        notes.append(say("office.note.again"))
    if waited and state in ("S24", "S25", "S31"):
        notes.append(say("office.note.waited", n=waited))
    if case.conflicts:
        notes.append(say("office.note.conflict"))
    return tuple(notes)


def _mark(case: Record) -> str:
    return format(case.time, "x")


def _where(bench: Bench, area: str = "") -> tuple[tuple[str, str, object], ...]:
    states = ("state", "in", list(bench.states))
    return (states, ("area", "eq", area)) if area else (states,)


def _count(office: Office, bench: Bench, *more: tuple[str, str, object]) -> int:
    where = (*_where(bench), *more)
    return office.ledger.count(Query("case", where=where))


def _page(office: Office, bench: Bench, ask: Ask) -> Page:
    sort = SORTS.get(ask.sort or bench.order, "due")
    start = (max(1, ask.page) - 1) * PAGE_ROWS
    if ask.text.strip():
        return _searched(office, bench, ask, sort, start)
    return office.ledger.find(
        Query(
            "case",
            where=_where(bench, ask.area),
            order=((sort, ask.down),),
            limit=PAGE_ROWS,
            offset=start,
        )
    )


def _searched(office: Office, bench: Bench, ask: Ask, sort: str, start: int) -> Page:
    found = office.ledger.search(ask.text.strip(), kind="case", limit=SEARCH_ROWS)
    rows = [
        case
        for case in found.rows
        if case.data.get("state") in bench.states and ask.area in ("", case.area)
    ]
    rows.sort(
        key=lambda case: str((case.area if sort == "area" else case.data.get(sort)) or "~"),
        reverse=ask.down,
    )
    return Page(rows[start : start + PAGE_ROWS], len(rows), found.ms)
