"""The roster handed back: every row as it was, with its verdict and the reason beside it.

The file can be mended and imported again: columns and headings are where they were, and identity
numbers are text, so that Excel cannot ruin them a second time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
import xlsxwriter.exceptions

from ledger.core.faults import EnvironmentFault
from station_client.desk.roster.cells import Cell, RawSheet, text_of
from station_client.desk.roster.verdicts import Plan, RowPlan, Verdict
from station_client.desk.roster.wording import explain, verdict_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.catalogue.model import Catalogue
    from ledger.catalogue.texts import Texts
    from station_client.desk.roster.mapping import SheetMapping

_EXACT_DIGITS: Final = 15
_WIDEST: Final = 60
#: Paper colours of the verdicts; the words stand beside them.
_COLOURS: Final = {
    Verdict.TAKEN: "#FFFFFF",
    Verdict.REPAIRED: "#E6EEFA",
    Verdict.ASKED: "#FDF1DC",
    Verdict.REFUSED: "#FBE9E7",
    Verdict.UNCHANGED: "#F4F6F4",
    Verdict.SKIPPED: "#F4F6F4",
}


def write_report(
    plan: Plan,
    path: Path,
    say: Texts,
    catalogue: Catalogue,
    rows: Sequence[RowPlan] | None = None,
) -> None:
    """Write the file back as xlsx with two columns more. `rows`: ``Report.final`` after a run,
    else the plan's own. EnvironmentFault `roster.report-unwritten`.

    The file holds whole identity numbers: it is for whoever handed the roster in.
    """
    part = path.with_name(f"{path.name}.part")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    try:
        with part.open("wb") as file:
            book = xlsxwriter.Workbook(file, options)
            _fill(book, plan, say, catalogue, rows or plan.rows)
            book.close()
        part.replace(path)
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        part.unlink(missing_ok=True)
        raise EnvironmentFault(
            "roster.report-unwritten", path=str(path), detail=str(error)
        ) from error


def _fill(book: Any, plan: Plan, say: Texts, catalogue: Catalogue, rows: Sequence[RowPlan]) -> None:
    writer = _Writer(book, say, catalogue)
    verdicts = {(row.sheet, row.number): row for row in rows}
    names = _sheet_names([sheet.name for sheet in plan.workbook.sheets])
    writer.summary(plan, rows)
    for index, sheet in enumerate(plan.workbook.sheets):
        writer.sheet(names[index], index, sheet, plan.mapping.sheets[index], verdicts)


class _Writer:
    def __init__(self, book: Any, say: Texts, catalogue: Catalogue) -> None:
        self._book = book
        self._say = say
        self._catalogue = catalogue
        self._heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._plain = book.add_format({"num_format": "@"})
        self._colours = {
            verdict: book.add_format({"bg_color": colour, "num_format": "@", "text_wrap": True})
            for verdict, colour in _COLOURS.items()
        }

    def summary(self, plan: Plan, rows: Sequence[RowPlan]) -> None:
        """The first sheet: what became of the file, in one look."""
        page = self._book.add_worksheet(self._say("roster.report.summary"))
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 12)
        page.set_column(2, 2, _WIDEST)
        page.write_string(0, 0, plan.workbook.name, self._heading)
        line = 2
        for verdict in Verdict:
            count = sum(1 for row in rows if row.verdict is verdict)
            page.write_string(line, 0, verdict_text(self._say, verdict), self._colours[verdict])
            page.write_number(line, 1, count)
            page.write_string(line, 2, self._say(f"roster.meaning.{verdict.value}"))
            line += 1
        for name in plan.skipped_sheets():
            line += 1
            page.write_string(line, 0, self._say("roster.report.skipped-sheet", sheet=name))

    def sheet(
        self,
        name: str,
        index: int,
        sheet: RawSheet,
        mapping: SheetMapping | None,
        verdicts: dict[tuple[int, int], RowPlan],
    ) -> None:
        """One sheet of the roster, cell by cell, with two columns more."""
        page = self._book.add_worksheet(name)
        width = max((len(row) for row in sheet.rows), default=0)
        beside = len(mapping.header.texts) if mapping else width
        head = mapping.header.first if mapping else -1
        if mapping is not None:
            page.set_column(0, beside - 1, 12)
            page.set_column(beside, beside, 10)
            page.set_column(beside + 1, beside + 1, _WIDEST)
            page.freeze_panes(mapping.header.last + 1, 0)
        numbers = mapping.column_of("id_no") if mapping else None
        for line, cells in enumerate(sheet.rows):
            row = verdicts.get((index, line + 1))
            heading = mapping is not None and head <= line <= mapping.header.last
            style = self._heading if heading else self._plain
            for column, cell in enumerate(cells[:beside]):
                self._cell(page, line, column, cell, style, column == numbers)
            if line == head:
                page.write_string(line, beside, self._say("roster.report.verdict"), style)
                page.write_string(line, beside + 1, self._say("roster.report.reason"), style)
            elif row is not None:
                colour = self._colours[row.verdict]
                page.write_string(line, beside, verdict_text(self._say, row.verdict), colour)
                reason = explain(self._say, self._catalogue, row)
                page.write_string(line, beside + 1, reason, colour)

    def _cell(
        self, page: Any, line: int, column: int, cell: Cell, style: Any, is_number: bool
    ) -> None:
        if cell == "":
            return
        text = text_of(cell)
        if is_number and isinstance(cell, float | int) and len(text) > _EXACT_DIGITS:
            # Never hand back zeros that Excel made as if somebody had written them.
            text = text[:_EXACT_DIGITS] + "?" * (len(text) - _EXACT_DIGITS)
        if isinstance(cell, float | int) and not isinstance(cell, bool) and not is_number:
            page.write_number(line, column, cell)
        else:
            page.write_string(line, column, text, style)


def _sheet_names(names: Sequence[str]) -> list[str]:
    """Names that Excel takes: 31 characters, none of []:*?/\\, no two alike."""
    taken: set[str] = set()
    result = []
    for number, name in enumerate(names, 1):
        plain = "".join("_" if char in "[]:*?/\\'" else char for char in name).strip()[:28]
        plain = plain or str(number)
        while plain.casefold() in taken:
            plain = f"{plain[:24]}_{number}"
        taken.add(plain.casefold())
        result.append(plain)
    return result
