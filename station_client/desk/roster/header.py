"""Finding the heading of a sheet, wherever it stands, in one row or two."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station_client.desk.roster.cells import RawSheet, is_blank, text_of
from station_client.desk.roster.columns import Columns, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Titles, dates and instructions above the heading; more than this is not a roster.
DEEPEST: Final = 40

_DATA: Final = re.compile(r"\d{6,}|^\d{1,4}[-/.年]\d")


@dataclass(frozen=True)
class Header:
    """The heading of a sheet: its rows (from 0), and the full text over each column.

    ``below`` is the second row's own text where the heading has two rows, ``known`` what each
    column stands for, as far as its name is known.
    """

    first: int
    last: int
    texts: tuple[str, ...]
    known: tuple[str | None, ...]

    @property
    def signature(self) -> str:
        """Names headings with the same texts in the same order, in whatever file they stand."""
        joined = "\x1f".join(plain(text) for text in self.texts).rstrip("\x1f")
        return hashlib.sha256(joined.encode()).hexdigest()[:24]


def find(sheet: RawSheet, columns: Columns) -> Header | None:
    """The heading with the most known names, the higher one when two are alike; None if the
    sheet is no roster."""
    best: Header | None = None
    best_score = 0
    for first in range(min(DEEPEST, len(sheet.rows))):
        header = _at(sheet, first, columns)
        if header is None:
            continue
        score = len({target for target in header.known if target})
        if score > best_score:
            best, best_score = header, score
    return best


def lines_of(header: Header, sheet: RawSheet) -> tuple[tuple[str, ...], ...]:
    """The rows of a heading in the form in which they are compared with the rows below: it may
    stand again at the top of every printed page."""
    rows = sheet.rows[header.first : header.last + 1]
    return tuple(tuple(plain(text_of(cell)) for cell in row) for row in rows)


def _at(sheet: RawSheet, first: int, columns: Columns) -> Header | None:
    upper = _texts(sheet, first)
    if sum(1 for text in upper if text) < 2 or _looks_like_data(upper):
        return None
    one = _header(first, first, upper, upper, columns)
    chosen = _two_rows(sheet, one, upper, columns) or one
    known = {target for target in chosen.known if target}
    wanted = [set(combination) for combination in columns.declared.heads]
    return chosen if any(combination <= known for combination in wanted) else None


def _two_rows(sheet: RawSheet, one: Header, upper: list[str], columns: Columns) -> Header | None:
    """The heading with the next row taken as its second; None when that row is not part of it.

    It is, when it stands under group names only: a row of data has a name or a number where the
    row above says so.
    """
    second = one.first + 1
    if second >= len(sheet.rows):
        return None
    lower = _texts(sheet, second)
    named = [text for text, target in zip(lower, one.known, strict=False) if target]
    if not any(lower) or any(named) or any(text.isdigit() for text in lower):
        return None
    width = max(len(upper), len(lower))
    lower = lower + [""] * (width - len(lower))
    spread = _spread(sheet, one.first, upper + [""] * (width - len(upper)), lower)
    return _header(one.first, second, spread, lower, columns)


def _header(first: int, last: int, upper: list[str], lower: list[str], columns: Columns) -> Header:
    texts: list[str] = []
    known: list[str | None] = []
    for above, below in zip(upper, lower, strict=True):
        both = above if above == below or not below else f"{above}{below}" if above else below
        texts.append(both)
        target = columns.target_of(both) or columns.target_of(below or above)
        known.append(target or (columns.target_of(above) if not below else None))
    return Header(first, last, tuple(texts), _once(known))


def _once(known: list[str | None]) -> tuple[str | None, ...]:
    """Two columns of one name: the first is meant, the second is for the operator to say."""
    seen: set[str] = set()
    result: list[str | None] = []
    for target in known:
        double = target is not None and not target.startswith("#") and target in seen
        result.append(None if double else target)
        if target:
            seen.add(target)
    return tuple(result)


def _spread(sheet: RawSheet, number: int, upper: list[str], lower: list[str]) -> list[str]:
    """Put the text of a cell merged across over all its columns.

    Where the file says nothing of merging, an empty cell over a named one belongs to its left.
    """
    spread = list(upper)
    spans = [span for span in sheet.merged if span[0] <= number <= span[2] and span[3] > span[1]]
    for _, left, _, right in spans:
        for column in range(left + 1, min(right + 1, len(spread))):
            spread[column] = spread[column] or spread[left]
    if not sheet.merged:
        for column in range(1, len(spread)):
            if not spread[column] and column < len(lower) and lower[column]:
                spread[column] = spread[column - 1] if lower[column - 1] else ""
    return spread


def _texts(sheet: RawSheet, number: int) -> list[str]:
    return ["" if is_blank(cell) else text_of(cell).strip() for cell in sheet.rows[number]]


def _looks_like_data(texts: Sequence[str]) -> bool:
    return sum(1 for text in texts if _DATA.search(text)) > 0 and len([t for t in texts if t]) > 3
