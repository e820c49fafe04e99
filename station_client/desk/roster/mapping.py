"""What the columns of a roster mean: proposed, corrected by the operator, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from station_client.desk.roster import header as headers

if TYPE_CHECKING:
    from station_client.desk.roster.cells import RawSheet
    from station_client.desk.roster.columns import Columns
    from station_client.desk.roster.header import Header
    from station_client.desk.roster.workbook import Workbook

_KEY: Final = "roster.mapping."


class Memory(Protocol):
    """Where a mapping is remembered: ``ledger.local.settings``."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or `default` when it was never set."""

    def set(self, key: str, value: Any) -> None:
        """Keep a plain value under a name."""


@dataclass(frozen=True)
class SheetMapping:
    """What one sheet's columns mean.

    ``targets``: column (from 0) → name of a card field, or a role (``#serial``, ``#ignored``);
    a column that is not in it is not taken. ``words``: field → what the operator said a text in
    it stands for (text → code). ``remembered``: taken over from an earlier file of this form.
    """

    header: Header
    targets: Mapping[int, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    remembered: bool = False

    def with_target(self, column: int, target: str | None) -> SheetMapping:
        """The mapping with one column corrected; another column of that field loses it."""
        targets = {
            number: meant
            for number, meant in self.targets.items()
            if number != column and (meant != target or meant.startswith("#"))
        }
        if target is not None:
            targets[column] = target
        return replace(self, targets=targets)

    def with_word(self, name: str, text: str, code: str) -> SheetMapping:
        """The mapping with one more text that the code tables do not know."""
        return replace(self, words={**self.words, name: {**self.words.get(name, {}), text: code}})

    def column_of(self, target: str) -> int | None:
        """The column of a field, or None."""
        return next((number for number, meant in self.targets.items() if meant == target), None)

    def untaken(self) -> tuple[str, ...]:
        """The headings of columns that have no place on the card."""
        return tuple(
            text
            for number, text in enumerate(self.header.texts)
            if text and number not in self.targets
        )


@dataclass(frozen=True)
class FileMapping:
    """One entry per sheet of the file; None for a sheet that is no roster."""

    sheets: tuple[SheetMapping | None, ...]

    def with_sheet(self, index: int, mapping: SheetMapping | None) -> FileMapping:
        """The mapping with one sheet's replaced; None leaves the sheet out."""
        return FileMapping((*self.sheets[:index], mapping, *self.sheets[index + 1 :]))

    @property
    def any(self) -> bool:
        """Whether at least one sheet is a roster."""
        return any(one is not None for one in self.sheets)


def propose(workbook: Workbook, columns: Columns, memory: Memory) -> FileMapping:
    """The mapping of a file: what was said of this form before, else what the names say.

    Hidden sheets and sheets without a roster's heading are left out.
    """
    return FileMapping(
        tuple(
            None if sheet.hidden else propose_sheet(sheet, columns, memory)
            for sheet in workbook.sheets
        )
    )


def remember(mapping: FileMapping, memory: Memory) -> None:
    """Keep the mapping for the next file with the same headings."""
    for one in mapping.sheets:
        if one is None:
            continue
        targets = {str(number): target for number, target in one.targets.items()}
        words = {name: dict(said) for name, said in one.words.items()}
        memory.set(_KEY + one.header.signature, {"targets": targets, "words": words})


def propose_sheet(sheet: RawSheet, columns: Columns, memory: Memory) -> SheetMapping | None:
    """The mapping of one sheet, also a hidden one; None if it has no roster's heading."""
    header = headers.find(sheet, columns)
    if header is None:
        return None
    said = memory.get(_KEY + header.signature)
    if isinstance(said, dict):
        targets = {
            int(number): target
            for number, target in said.get("targets", {}).items()
            if target.startswith("#") or target in columns.kind.stored
        }
        return SheetMapping(header, targets, said.get("words", {}), remembered=True)
    known = {number: target for number, target in enumerate(header.known) if target}
    return SheetMapping(header, known)
