"""What becomes of a row of a roster, and why."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ledger.core.act import Value
    from station_client.desk.roster.mapping import FileMapping
    from station_client.desk.roster.workbook import Workbook


class Verdict(StrEnum):
    """The five fates of a person's row, and SKIPPED for rows that are about nobody (or twice)."""

    TAKEN = "taken"
    REPAIRED = "repaired"
    ASKED = "asked"
    REFUSED = "refused"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


Level = Literal["note", "repaired", "asked", "refused"]


@dataclass(frozen=True)
class Remark:
    """One thing said about a row: the text ``roster.remark.<key>`` with plain parameters.

    ``field`` is the card field it is about, or "". Values of that field in the parameters
    (``card``, ``sheet``) are as stored; `wording` turns them into words.
    """

    level: Level
    key: str
    field: str = ""
    params: Mapping[str, Value] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class RowPlan:
    """One row: where it stands (sheet from 0, number from 1 as Excel shows it) and its fate.

    ``values`` is everything sound in it; ``record`` the card it belongs to, if there is one;
    ``changes`` what will be written (of a new card: all of ``values``). ``held``: nothing is
    written before somebody has answered. ``said``: the cells in the form in which rows compare.
    """

    sheet: int
    number: int
    verdict: Verdict
    remarks: tuple[Remark, ...] = ()
    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    record: str | None = None
    changes: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    held: bool = False
    said: tuple[str, ...] = ()

    @cached_property
    def key(self) -> str:
        """Names what the row says, wherever it stands: its questions are known again by it."""
        joined = "\x1f".join(self.said).encode("utf-8", "surrogatepass")
        return hashlib.sha256(joined).hexdigest()[:24]

    @property
    def name(self) -> str:
        """The person's name, as far as it could be read."""
        return str(self.values.get("name") or "")

    @property
    def writes(self) -> bool:
        """Whether this row makes or changes a card."""
        return bool(self.changes) and not self.held

    @property
    def questions(self) -> tuple[Remark, ...]:
        """What only a person can answer."""
        return tuple(one for one in self.remarks if one.level in ("asked", "refused"))


@dataclass(frozen=True)
class Plan:
    """What an import would do, row by row; nothing has been written."""

    workbook: Workbook
    mapping: FileMapping
    rows: tuple[RowPlan, ...]

    @cached_property
    def tally(self) -> Mapping[Verdict, int]:
        """How many rows have each verdict."""
        counted = Tally(row.verdict for row in self.rows)
        return {verdict: counted[verdict] for verdict in Verdict}

    @property
    def people(self) -> int:
        """How many rows are about somebody: all but the skipped ones."""
        return len(self.rows) - self.tally[Verdict.SKIPPED]

    @cached_property
    def unknown_words(self) -> Mapping[tuple[str, str], int]:
        """Texts that no code table knows: (field, text) → in how many rows."""
        return Tally(
            (remark.field, str(remark.params["text"]))
            for row in self.rows
            for remark in row.remarks
            if remark.key == "word-unknown"
        )

    def skipped_sheets(self) -> tuple[str, ...]:
        """The names of sheets that are no roster: notes, code lists."""
        pairs = zip(self.workbook.sheets, self.mapping.sheets, strict=True)
        return tuple(sheet.name for sheet, mapping in pairs if mapping is None)


def verdict_of(remarks: tuple[Remark, ...]) -> Verdict:
    """The fate that the remarks on a row amount to, before it is compared with the cards."""
    levels = {remark.level for remark in remarks}
    for level in (Verdict.REFUSED, Verdict.ASKED, Verdict.REPAIRED):
        if level.value in levels:
            return level
    return Verdict.TAKEN
