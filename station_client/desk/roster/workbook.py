"""A roster file as it was handed in: sheets of plain cells, whatever program made it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.core.faults import EnvironmentFault, ForgedInput
from station_client.desk.roster import plaintext, spreadsheet

if TYPE_CHECKING:
    from pathlib import Path

    from station_client.desk.roster.cells import RawSheet

#: Bounds on what comes from outside. The largest village has some ten thousand people.
LARGEST_FILE: Final = 32 * 1024 * 1024
MOST_ROWS: Final = 60_000
MOST_SHEETS: Final = 60

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_OTHERS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)


@dataclass(frozen=True)
class Workbook:
    """A file that was read. ``sha256`` names its content, wherever the file lies."""

    name: str
    sha256: str
    sheets: tuple[RawSheet, ...]


def read_sheets(path: Path) -> Workbook:
    """Read a roster: xlsx, xls, ods, or CSV in UTF-8, UTF-16 or GB18030.

    What the file is, is read off its first bytes, never off its name. Faults: `roster.no-file`,
    `roster.too-big`, `roster.empty`, `roster.wrong-type`, `roster.web-page`, `roster.password`,
    `roster.damaged`, `roster.unknown-writing`.
    """
    data = _bytes_of(path)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ForgedInput("roster.empty", name=path.name)
    if data.startswith(_OTHERS):
        raise ForgedInput("roster.wrong-type", name=path.name)
    if data.startswith((_ZIP, _OLE)):
        sheets = spreadsheet.read(data, path.name)
    else:
        sheets = (plaintext.read(data, path.name),)
    rows = sum(len(sheet.rows) for sheet in sheets)
    if rows > MOST_ROWS or len(sheets) > MOST_SHEETS:
        raise ForgedInput("roster.too-big", name=path.name, rows=MOST_ROWS)
    if not any(row for sheet in sheets for row in sheet.rows):
        raise ForgedInput("roster.empty", name=path.name)
    return Workbook(path.name, hashlib.sha256(data).hexdigest(), sheets)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise EnvironmentFault("roster.no-file", name=path.name) from error
    except OSError as error:
        raise EnvironmentFault(
            "roster.unreadable", name=path.name, detail=error.strerror or ""
        ) from error
    if len(data) > LARGEST_FILE:
        raise ForgedInput("roster.too-big", name=path.name, rows=MOST_ROWS)
    return data
