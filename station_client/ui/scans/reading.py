"""What is done with scans on a worker thread: read with small pictures, made to fit and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ledger.core.faults import Fault
from station_client.ui.scans import images

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from station_client.desk.counter import Counter
    from station_client.desk.scans import ScanLine
    from station_client.ui.scans.door import ScanDoor, ScanSource

PDF = "application/pdf"


@dataclass(frozen=True)
class Shown:
    """A scan as the list shows it: its line, and a small picture (null for a PDF)."""

    line: ScanLine
    small: QImage


def read_scans(
    counter: Counter, source: ScanSource, side: int, known: Mapping[str, QImage]
) -> list[Shown]:
    """The scans of a source, with small pictures of those that are here (``known`` by name)."""
    return [Shown(line, _small(counter, line, side, known)) for line in source.lines()]


def _small(counter: Counter, line: ScanLine, side: int, known: Mapping[str, QImage]) -> QImage:
    if line.file in known:
        return known[line.file]
    content = None if line.media == PDF else counter.ledger.local.files.get(line.file)
    return images.thumbnail(content, side) if content is not None else QImage()


@dataclass
class Added:
    """What became of chosen files: how many were kept, which of them were made smaller to fit, and
    which were not kept, with the reason of the first."""

    kept: int = 0
    smaller: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    why: Fault | None = None


def add_files(counter: Counter, door: ScanDoor, paths: Sequence[Path]) -> Added:
    """Keep these files as scans; one that cannot be kept does not keep the others away."""
    from station_client.desk import scans

    most, added = scans.limits(counter).most, Added()
    for path in paths:
        try:
            content = scans.read_file(path)
            fitting = images.made_to_fit(content, most)
            door.add(path.stem, fitting)
        except Fault as fault:
            added.left.append(path.name)
            added.why = added.why or fault
            continue
        added.kept += 1
        if fitting is not content:
            added.smaller.append(path.name)
    return added
