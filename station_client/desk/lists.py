"""Lists as they stand on a screen, to be taken out: onto paper, or (`ledger_export`) to Excel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ledger.core.faults import RuleFault
from station_client.desk import slips_data
from station_client.desk.cards import log_access
from station_client.desk.exchange_lists import COLUMNS, cells_of
from station_client.desk.exchange_view import lines_of
from station_client.desk.ledger_cells import Cells
from station_client.desk.ledgers import MOST_ON_PAPER, each_row, said_filters
from station_client.desk.printing import Printed, Ready, draw, keep, printed, ready
from station_client.slips import data as paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from station_client.desk.counter import Counter
    from station_client.desk.exchange_lists import Asked, Name

Align = Literal["left", "center", "right"]
Row = tuple[str, ...]

DIARY: Final = "TZ-55"
_CHUNK: Final = 500


@dataclass(frozen=True)
class Head:
    """A column. `width` in characters; `on_paper`: there is room for it on a sheet."""

    label: str
    width: int
    align: Align = "left"
    on_paper: bool = True


@dataclass(frozen=True)
class Listing:
    """A list that is asked for once more, whole.

    `said`: what it was searched and filtered by, label and value. `rows(covered)`: every row with
    the count of all; numbers of people stay covered unless `covered` is False.
    """

    code: str  # ledger it belongs to, "" = none
    title: str
    heads: tuple[Head, ...]
    said: tuple[tuple[str, str], ...]
    rows: Callable[[bool], Iterator[tuple[Row, int]]]

    @property
    def name(self) -> str:
        """Its code and title, as far as it has a code."""
        return f"{self.code} {self.title}".strip()


def of_ledger(
    counter: Counter,
    code: str,
    where: Mapping[str, object] | None = None,
    sort: Sequence[tuple[str, bool]] = (),
) -> Listing:
    """A ledger with its filters and order. RuleFault `ledger.not-found`."""

    def rows(covered: bool) -> Iterator[tuple[Row, int]]:
        for row, total in each_row(counter, code, where, sort, covered=covered):
            yield row.cells, total

    said = tuple(said_filters(counter, code, where))
    return Listing(code, _title(counter, code), _heads(counter, code), said, rows)


def of_records(
    counter: Counter, code: str, ids: Sequence[str], said: Sequence[tuple[str, str]] = ()
) -> Listing:
    """These records as rows of a ledger, in the order given."""
    declared = counter.catalogue.ledgers[code]

    def rows(covered: bool) -> Iterator[tuple[Row, int]]:
        number = 0
        for at in range(0, len(ids), _CHUNK):
            records = counter.ledger.records(ids[at : at + _CHUNK])
            cells = Cells(counter, declared, records, covered=covered)
            for record in records:
                number += 1
                texts = (cells.text(record, column, number) for column in declared.columns)
                yield tuple(texts), len(ids)

    return Listing(code, _title(counter, code), _heads(counter, code), tuple(said), rows)


def of_exchange(counter: Counter, name: Name, asked: Asked) -> Listing:
    """What was exchanged with the office (TZ-55), has not reached it, or was not taken over, as it
    was asked for."""
    say = counter.say

    def rows(_covered: bool) -> Iterator[tuple[Row, int]]:
        found = lines_of(counter, name, asked)
        for line in found.lines:
            yield cells_of(name, line, on_paper=True), found.total

    heads = tuple(Head(say(f"desk.list.{key}"), width) for key, width in COLUMNS[name])
    said = ((say("desk.list.searched"), asked.text.strip()),) if asked.text.strip() else ()
    code = DIARY if name == "diary" else ""
    return Listing(code, say(f"desk.list.{name}"), heads, said, rows)


def print_listing(counter: Counter, listing: Listing) -> Ready:
    """PT-26, numbers of people covered. RuleFault `ledger.too-long-to-print` beyond 2,000 rows.

    As with a ledger, that it was printed is logged once it was.
    """
    shown = [at for at, head in enumerate(listing.heads) if head.on_paper]
    rows: list[Row] = []
    for cells, total in listing.rows(True):
        if total > MOST_ON_PAPER:
            raise RuleFault("ledger.too-long-to-print", n=total, most=MOST_ON_PAPER)
        rows.append(tuple(cells[at] for at in shown))
    heads = [listing.heads[at] for at in shown]
    sheet = paper.LedgerSheet(
        code=listing.code,
        title=listing.title,
        columns=tuple(
            paper.LedgerColumn(label=each.label, width=float(each.width), align=each.align)
            for each in heads
        ),
        rows=tuple(rows),
        filters=tuple(
            paper.LedgerFilter(label=label, value=value) for label, value in listing.said
        ),
        station=slips_data.place(counter),
        printed_by=counter.operator.name,
        printed_at=counter.now(),
    )
    drawn = draw(counter, "PT-26", sheet, listing.code)

    def hand_out() -> Printed:
        keep(counter, drawn)
        log_access(counter, "print", listing.name, rows=len(rows))
        return printed(counter, "", drawn)

    return ready(counter, drawn, hand_out)


def _title(counter: Counter, code: str) -> str:
    return counter.catalogue.ledgers[code].label(counter.say.lang)


def _heads(counter: Counter, code: str) -> tuple[Head, ...]:
    """The columns as declared; a paper numbers its lines itself."""
    declared = counter.catalogue.ledgers[code]
    return tuple(
        Head(
            each.label(counter.say.lang), each.width, each.align, each.first and each.field != "seq"
        )
        for each in declared.columns
    )
