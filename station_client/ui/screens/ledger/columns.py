"""Which columns a person wants of a ledger, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station_client.ui.kit.table.page import Column, Filters, Line, Page, Sort

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.desk.ledgers import LedgerColumn, LedgerRow
    from station_client.ui.kit.table.page import Align, Fetch
    from station_client.ui.prefs import Prefs

SIGN = "standing"
CHARACTER = 8.2
CELL = 24
NUMBERS = frozenset({"reg_no", "case_no", "card_no", "id_no", "owner.id_no", "case.case_no"})


@dataclass(frozen=True)
class Wanted:
    """A column and whether it is shown."""

    key: str
    label: str
    shown: bool


def wanted(prefs: Prefs, code: str, declared: Sequence[LedgerColumn]) -> list[Wanted]:
    """The columns in the person's order; those never chosen about as they are declared."""
    kept = prefs.get(_key(code))
    by_key = {column.key: column for column in declared}
    known: dict[str, bool] = {}
    if isinstance(kept, list):
        for each in kept:
            if isinstance(each, list) and len(each) == 2 and each[0] in by_key:
                known[str(each[0])] = bool(each[1])
    order = [*known, *(key for key in by_key if key not in known)]
    return [Wanted(key, by_key[key].label, known.get(key, by_key[key].first)) for key in order]


def keep(prefs: Prefs, code: str, columns: Sequence[Wanted]) -> None:
    """Remember what the person wants."""
    prefs.set(_key(code), [[column.key, column.shown] for column in columns])


def forget(prefs: Prefs, code: str) -> None:
    """Back to the columns as they are declared."""
    prefs.set(_key(code), None)


def table_columns(
    say: Texts, chosen: Sequence[Wanted], declared: Sequence[LedgerColumn]
) -> tuple[Column, ...]:
    """The shown columns as the table wants them, the standing last."""
    by_key = {column.key: column for column in declared}
    shown = [_column(by_key[each.key]) for each in chosen if each.shown]
    sign = Column(SIGN, say("screen.ledger.standing"), 118, sortable=False)
    return (*shown, sign)


def source(
    counter: Counter, code: str, chosen: Sequence[Wanted], declared: Sequence[LedgerColumn]
) -> Fetch:
    """Reads a page of the ledger with only the shown columns."""
    from station_client.desk.ledgers import page

    places = {column.key: at for at, column in enumerate(declared)}
    at = [places[each.key] for each in chosen if each.shown]

    def fetch(offset: int, limit: int, sort: Sort, filters: Filters) -> Page:
        found = page(counter, code, filters, sort, limit, offset)
        return Page(tuple(_line(row, at) for row in found.rows), found.total, found.ms)

    return fetch


def targets(line_id: str) -> tuple[str, str]:
    """The person and the case behind a row of the table."""
    _row, person, case = line_id.split("|")
    return person, case


def _line(row: LedgerRow, at: Sequence[int]) -> Line:
    cells = (*(row.cells[place] for place in at), row.standing.text)
    return Line(f"{row.id}|{row.person}|{row.case}", cells)


def _column(column: LedgerColumn) -> Column:
    align: Align = "right" if column.align == "right" else "left"
    name = column.key.split(".")[-1]
    return Column(
        column.key,
        column.label,
        round(max(column.width, 2 * len(column.label)) * CHARACTER) + CELL,
        align,
        sortable=column.sortable,
        digits=column.key in NUMBERS,
        strong=name == "name",
    )


def _key(code: str) -> str:
    return f"ledger.{code}.columns"
