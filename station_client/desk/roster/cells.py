"""Cells of a sheet, and the few things everybody wants to know of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

#: A cell: text ("" = empty), a number as the file has it, a yes/no, or a day.
Cell = str | float | int | bool | date

#: (first row, first column, last row, last column), all from 0 and inclusive.
Span = tuple[int, int, int, int]

_BLANKS: Final = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")


@dataclass(frozen=True)
class RawSheet:
    """One sheet: rows of cells from the very first row on, and the merged areas where known.

    ``text_only``: from a text file, where a number that Excel ruined looks like any other.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    text_only: bool = False


def text_of(cell: Cell) -> str:
    """A cell as a person reads it: whole numbers without a point, days as 1975-09-01."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e21:
        # Fifteen digits are what the file has; more of them would be made up here.
        return str(int(Decimal(f"{cell:.15g}")))
    return repr(cell) if isinstance(cell, float) else str(cell)


def is_blank(cell: Cell) -> bool:
    """Nothing in it, or only blanks."""
    return isinstance(cell, str) and not cell.strip("\u3000\ufeff\u200b \t\r\n")


def squeeze(text: str) -> str:
    """Text without any blanks, full-width and invisible ones included."""
    return _BLANKS.sub("", text)


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """The form in which words are compared: half width, lower case, no blanks."""
    return squeeze(unicodedata.normalize("NFKC", text)).casefold()
