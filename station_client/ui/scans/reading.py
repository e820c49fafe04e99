"""What is done with scans on a worker thread: read with small pictures, made to fit and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

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


def add_files(counter: Counter, door: ScanDoor, paths: Sequence[Path]) -> list[str]:
    """Keep these files as scans; gives the names of those that were made smaller to fit."""
    from station_client.desk import scans

    most, smaller = scans.limits(counter).most, []
    for path in paths:
        content = scans.read_file(path)
        fitting = images.made_to_fit(content, most)
        door.add(path.stem, fitting)
        if fitting is not content:
            smaller.append(path.name)
    return smaller
