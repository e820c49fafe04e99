"""Sorting out the rows that are about nobody: blank ones, totals, notes, headings, repeats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from station_client.desk.roster import header as headers
from station_client.desk.roster.cells import Cell, RawSheet, Span, fold, is_blank, text_of
from station_client.desk.roster.columns import SERIAL, Columns, plain
from station_client.desk.roster.verdicts import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station_client.desk.roster.mapping import SheetMapping

#: A row with none of name, number and birth date, and fewer other cells, is about nobody.
_FEWEST: Final = 3
_WHO: Final = ("name", "id_no", "birth_date")


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the heading: its number as Excel shows it, its cells with the household's filled
    in, what it says in the form in which rows are compared, and why it is skipped (None: it is
    about somebody)."""

    number: int
    cells: tuple[Cell, ...]
    said: tuple[str, ...]
    why: Remark | None


@dataclass
class Sorter:
    """Walks down one sheet, from the row after its heading."""

    sheet: RawSheet
    mapping: SheetMapping
    columns: Columns
    _heading: tuple[tuple[str, ...], ...] = ()
    _merged: list[Span] = field(default_factory=list)
    _compared: list[int] = field(default_factory=list)
    _seen: dict[tuple[str, ...], list[tuple[int, str]]] = field(default_factory=dict)

    def rows(self) -> Iterator[Line]:
        """Every row below the heading, in order."""
        header = self.mapping.header
        self._heading = headers.lines_of(header, self.sheet)
        self._merged = [
            span for span in self.sheet.merged if span[1] == span[3] and span[0] > header.last
        ]
        self._compared = [
            column
            for column, target in sorted(self.mapping.targets.items())
            if target != SERIAL and target not in self.columns.declared.carried
        ]
        above: tuple[Cell, ...] = ()
        for index in range(header.last + 1, len(self.sheet.rows)):
            cells = self._whole(self.sheet.rows[index], index)
            why = self._nobody(cells)
            said: tuple[str, ...] = ()
            if why is None:
                said = tuple(
                    fold(text_of(cells[column])) if column < len(cells) else ""
                    for column in self._compared
                )
                why = self._repeat(said, index + 1, self._household(cells))
                if why is None:
                    # A head written twice, without the number, would cut his household short.
                    above = cells = self._carry(cells, above)
            yield Line(index + 1, cells, said, why)

    def _whole(self, row: tuple[Cell, ...], index: int) -> tuple[Cell, ...]:
        """The row, with what cells merged downwards say for all their rows."""
        if not self._merged:
            return row
        cells = list(row)
        for top, column, bottom, _ in self._merged:
            if top < index <= bottom and column < len(cells):
                cells[column] = self.sheet.rows[top][column]
        return tuple(cells)

    def _nobody(self, cells: Sequence[Cell]) -> Remark | None:
        filled = [cell for cell in cells if not is_blank(cell)]
        if not filled:
            return Remark("note", "blank-row")
        first = plain(text_of(filled[0]))
        if first in self.columns.total:
            return Remark("note", "total-row")
        if self._is_heading(first, cells):
            return Remark("note", "heading-again")
        if len(filled) > 1 and _counts_up(filled):
            return Remark("note", "numbering-row")
        said = {
            target
            for column, target in self.mapping.targets.items()
            if column < len(cells) and not is_blank(cells[column]) and target != SERIAL
        }
        if not said:
            return Remark("note", "empty-row" if _only_serial(filled) else "note-row")
        if said.isdisjoint(_WHO) and (len(said) < _FEWEST or first.startswith(self.columns.note)):
            return Remark("note", "note-row")
        if first.startswith(self.columns.note) and "id_no" not in said and len(filled) <= _FEWEST:
            return Remark("note", "note-row")
        return None

    def _is_heading(self, first: str, cells: Sequence[Cell]) -> bool:
        for line in self._heading:
            begins = next((text for text in line if text), "")
            if begins == first and line == tuple(plain(text_of(cell)) for cell in cells):
                return True
        return False

    def _household(self, cells: Sequence[Cell]) -> str:
        column = self.mapping.column_of("household_no")
        return "" if column is None or column >= len(cells) else fold(text_of(cells[column]))

    def _repeat(self, said: tuple[str, ...], number: int, household: str) -> Remark | None:
        """The same row again; the running number and the household's may be missing on it."""
        earlier = self._seen.setdefault(said, [])
        for other, its_household in earlier:
            if not household or not its_household or household == its_household:
                return Remark("note", "repeated-row", params={"row": other})
        earlier.append((number, household))
        return None

    def _carry(self, cells: tuple[Cell, ...], above: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """What stands on a household's first row is meant for all of it; "ditto" means as above."""
        if not above:
            return cells
        ditto = self.columns.ditto
        again = [n for n, cell in enumerate(cells) if isinstance(cell, str) and cell in ditto]
        if not self._begins_household(cells):
            carried = (self.mapping.column_of(name) for name in self.columns.declared.carried)
            again += [n for n in carried if n is not None and n < len(cells) and is_blank(cells[n])]
        result = list(cells)
        for column in again:
            if column < len(above):
                result[column] = above[column]
        return tuple(result)

    def _begins_household(self, cells: Sequence[Cell]) -> bool:
        column = self.mapping.column_of("rel_to_head")
        if column is None or column >= len(cells):
            return False
        return fold(text_of(cells[column])) in self.columns.heads_of_household


def _counts_up(filled: Sequence[Cell]) -> bool:
    """1, 2, 3 … under the heading: the numbers of the columns."""
    texts = [text_of(cell).strip().strip("()（）") for cell in filled]
    return len(texts) > 3 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _only_serial(filled: Sequence[Cell]) -> bool:
    return len(filled) == 1 and text_of(filled[0]).strip().isdigit()
