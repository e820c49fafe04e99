"""Ledgers (台账): declared columns, filter, sort, page, out to Excel, onto paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from ledger.core.faults import RuleFault
from ledger.store.query import Query
from station_client.desk import guests, slips_data
from station_client.desk.cards import log_access
from station_client.desk.ledger_cells import Cells
from station_client.desk.printing import Printed, Ready, draw, keep, printed, ready
from station_client.desk.standing import StandingView, standing_of, standing_of_case
from station_client.slips import data as paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.catalogue.outputs import Column, Filter, LedgerDef
    from ledger.core.record import Record
    from ledger.store.query import Condition
    from station_client.desk.counter import Counter

#: Beyond this a ledger belongs into Excel, not on paper.
MOST_ON_PAPER: Final = 2000
_NARROWEST, _WIDEST = 6, 32
_CHUNK: Final = 500


@dataclass(frozen=True)
class LedgerName:
    """A ledger in the list of ledgers."""

    code: str
    title: str


@dataclass(frozen=True)
class LedgerColumn:
    """A column as the table needs it. `width` in characters; `first`: shown unless chosen away."""

    key: str  # own field "reg_no", or "owner.name", "case.case_no", "made.age"
    label: str
    width: int
    align: str  # left, right, center
    sortable: bool
    first: bool


@dataclass(frozen=True)
class LedgerFilter:
    """A filter the ledger offers. `op`: how it compares (eq, in, ge, le, prefix, contains …)."""

    key: str  # "field:op", as `where` wants it
    label: str
    op: str
    type: str  # type of the field: code, date, text, bool …
    choices: tuple[tuple[str, str], ...]  # code, label


@dataclass(frozen=True)
class LedgerRow:
    """A row; its cells stand in the order of the columns."""

    id: str
    person: str  # card to open, "" = none
    case: str
    cells: tuple[str, ...]
    standing: StandingView


@dataclass(frozen=True)
class LedgerPage:
    """Some rows of a ledger."""

    code: str
    title: str
    columns: tuple[LedgerColumn, ...]
    rows: tuple[LedgerRow, ...]
    total: int
    ms: float


def ledgers(counter: Counter) -> list[LedgerName]:
    """The ledgers this station keeps."""
    lang = counter.say.lang
    return [LedgerName(each.code, each.label(lang)) for each in counter.catalogue.ledgers.values()]


def columns(counter: Counter, code: str) -> tuple[LedgerColumn, ...]:
    """The columns of a ledger, as declared. RuleFault `ledger.not-found`."""
    return tuple(
        LedgerColumn(
            key=key_of(column),
            label=column.label(counter.say.lang),
            width=column.width,
            align=column.align,
            sortable=column.sortable and column.source == "own",
            first=column.first,
        )
        for column in _ledger(counter, code).columns
    )


def filters(counter: Counter, code: str) -> tuple[LedgerFilter, ...]:
    """The filters of a ledger, as declared."""
    declared = _ledger(counter, code)
    return tuple(_filter(counter, declared, each) for each in declared.filters)


def page(
    counter: Counter,
    code: str,
    where: Mapping[str, object] | None = None,
    sort: Sequence[tuple[str, bool]] = (),
    limit: int = 100,
    offset: int = 0,
) -> LedgerPage:
    """One page. `where`: {filter key: value}; `sort`: (column key, descending).

    A filter whose value is None or "" is off.
    """
    declared = _ledger(counter, code)
    found = counter.ledger.find(_query(declared, where, sort, limit, offset))
    return LedgerPage(
        code=code,
        title=declared.label(counter.say.lang),
        columns=columns(counter, code),
        rows=tuple(_rows(counter, declared, found.rows, offset)),
        total=found.total - _left_out(counter, declared, where),
        ms=found.ms,
    )


def each_row(
    counter: Counter,
    code: str,
    where: Mapping[str, object] | None,
    sort: Sequence[tuple[str, bool]],
    *,
    covered: bool,
) -> Iterator[tuple[LedgerRow, int]]:
    """Every row that is asked for, with the count of all, a few hundred in memory at a time."""
    declared, offset = _ledger(counter, code), 0
    total = _count(counter, declared, where)
    while True:
        found = counter.ledger.find(_query(declared, where, sort, _CHUNK, offset))
        for row in _rows(counter, declared, found.rows, offset, covered=covered):
            yield row, total
        offset += len(found.rows)
        if len(found.rows) < _CHUNK:
            return


def print_ledger(
    counter: Counter,
    code: str,
    where: Mapping[str, object] | None = None,
    sort: Sequence[tuple[str, bool]] = (),
) -> Ready:
    """PT-26, numbers of people covered. RuleFault `ledger.too-long-to-print` beyond 2,000 rows.

    Once printed it is logged and its pages are kept here, but it is no paper of a case, so no slip
    goes into the ledger (`Printed.slip` is "").
    """
    data = _sheet(counter, code, where, sort)
    drawn = draw(counter, "PT-26", data, code)

    def hand_out() -> Printed:
        keep(counter, drawn)
        log_access(counter, "print", code, rows=len(data.rows))
        return printed(counter, "", drawn)

    return ready(counter, drawn, hand_out)


def _sheet(
    counter: Counter,
    code: str,
    where: Mapping[str, object] | None,
    sort: Sequence[tuple[str, bool]],
) -> paper.LedgerSheet:
    declared, lang = _ledger(counter, code), counter.say.lang
    total = _count(counter, declared, where)
    if total > MOST_ON_PAPER:
        raise RuleFault("ledger.too-long-to-print", n=total, most=MOST_ON_PAPER)
    # The paper numbers its lines itself.
    shown = [
        at for at, column in enumerate(declared.columns) if column.first and column.field != "seq"
    ]
    rows = [
        tuple(row.cells[at] for at in shown)
        for row, _ in each_row(counter, code, where, sort, covered=True)
    ]
    heads = [declared.columns[at] for at in shown]
    return paper.LedgerSheet(
        code=code,
        title=declared.label(lang),
        columns=tuple(
            paper.LedgerColumn(
                label=each.label(lang),
                width=_needed(each.label(lang), [row[at] for row in rows]),
                align=each.align,
            )
            for at, each in enumerate(heads)
        ),
        rows=tuple(rows),
        filters=tuple(
            paper.LedgerFilter(label=label, value=value)
            for label, value in said_filters(counter, code, where)
        ),
        station=slips_data.place(counter),
        printed_by=counter.operator.name,
        printed_at=counter.now(),
    )


def _needed(label: str, cells: Sequence[str]) -> float:
    """The share of a line that a column needs on paper: by what is in it, within reason."""
    widest = max((_breadth(cell) for cell in cells), default=0)
    return float(min(max(widest + 2, _breadth(label) // 2 + 2, _NARROWEST), _WIDEST))


def _breadth(text: str) -> int:
    """Characters of a text, those of full width counted twice."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def said_filters(
    counter: Counter, code: str, where: Mapping[str, object] | None
) -> list[tuple[str, str]]:
    """The filters that are on, in words."""
    said = []
    for each in filters(counter, code):
        value = (where or {}).get(each.key)
        if value in (None, "", []):
            continue
        values = value if isinstance(value, list | tuple) else [value]
        words = dict(each.choices)
        text = counter.say("desk.list-comma").join(words.get(str(one), str(one)) for one in values)
        said.append((each.label, text))
    return said


def key_of(column: Column) -> str:
    """The key of a column: its field, with its source in front where it is not the row's own."""
    return column.field if column.source == "own" else f"{column.source}.{column.field}"


def _ledger(counter: Counter, code: str) -> LedgerDef:
    declared = counter.catalogue.ledgers.get(code)
    if declared is None:
        raise RuleFault("ledger.not-found", ledger=code)
    return declared


def _filter(counter: Counter, declared: LedgerDef, each: Filter) -> LedgerFilter:
    field = counter.catalogue.kinds[declared.kind].fields[each.field]
    table = each.codes or field.codes or ""
    lang = counter.say.lang
    choices: tuple[tuple[str, str], ...] = ()
    if table in counter.catalogue.codes:
        lines = counter.catalogue.codes[table].items
        choices = tuple((line.code, line.label(lang)) for line in lines)
    elif table == "item":
        choices = tuple((item.code, item.label(lang)) for item in counter.catalogue.items.values())
    return LedgerFilter(f"{each.field}:{each.op}", each.label(lang), each.op, field.type, choices)


def _query(
    declared: LedgerDef,
    where: Mapping[str, object] | None,
    sort: Sequence[tuple[str, bool]],
    limit: int,
    offset: int,
) -> Query:
    wanted: list[Condition] = []
    for fixed in declared.where:
        wanted.append((fixed.field, fixed.op, list(fixed.among) or fixed.value))
    for each in declared.filters:
        value = (where or {}).get(f"{each.field}:{each.op}")
        if value in (None, "", []):
            continue
        wanted.append((each.field, each.op, value))
    sortable = {column.field for column in declared.columns if column.source == "own"}
    order = [(key, descending) for key, descending in sort if key in sortable]
    order += [(each.field, each.descending) for each in declared.sort if not order]
    return Query(declared.kind, tuple(wanted), tuple(order), limit, offset)


def _count(counter: Counter, declared: LedgerDef, where: Mapping[str, object] | None) -> int:
    """How many rows there are that count."""
    everything = counter.ledger.count(_query(declared, where, (), 0, 0))
    return everything - _left_out(counter, declared, where)


def _left_out(counter: Counter, declared: LedgerDef, where: Mapping[str, object] | None) -> int:
    """How many rows are voided, or told to this village by mistake; asked apart, for "not voided"
    is a question no index answers."""
    query, count = _query(declared, where, (), 0, 0), counter.ledger.count
    voided = count(Query(query.kind, where=(*query.where, ("void", "filled", None))))
    if declared.kind != "case":
        return voided
    mistaken = (("void", "empty", None), *guests.mistaken(counter))
    return voided + count(Query(query.kind, where=(*query.where, *mistaken)))


def _rows(
    counter: Counter,
    declared: LedgerDef,
    records: Sequence[Record],
    offset: int,
    *,
    covered: bool = True,
) -> Iterator[LedgerRow]:
    cells = Cells(counter, declared, records, covered=covered)
    held = counter.ledger.held()
    for number, record in enumerate(records, offset + 1):
        if record.data.get("void") or guests.is_mistaken(counter, record):
            continue
        person, case = cells.person_of(record), cells.case_of(record)
        stands = standing_of_case if record.kind == "case" else standing_of
        yield LedgerRow(
            id=record.id,
            person=person.id if person else "",
            case=case.id if case else "",
            cells=tuple(cells.text(record, column, number) for column in declared.columns),
            standing=stands(counter, record, held),
        )
