"""Rosters made by Excel, WPS or LibreOffice: xlsx, xls, ods."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any, Final

import python_calamine as calamine

from ledger.core.faults import ForgedInput
from station_client.desk.roster.cells import Cell, RawSheet, Span

#: A workbook larger than this when unpacked, or with a sheet of more cells, is refused before it
#: is parsed: a forged file of a few bytes can otherwise claim seventeen thousand million cells.
MOST_UNPACKED: Final = 400 * 1024 * 1024
MOST_CELLS: Final = 6_000_000
MOST_COLUMNS: Final = 400
LONGEST_CELL: Final = 4000

_COLUMN: Final = re.compile(rb' r="([A-Z]{1,3})[0-9]')
_ROW: Final = re.compile(rb' r="[A-Z]{0,3}([0-9]{1,9})"')
_REPEATED: Final = re.compile(rb'number-(columns|rows)-repeated="(\d+)"')
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes, name: str) -> tuple[RawSheet, ...]:
    """Every sheet with rows and columns, in the order of the file.

    Faults: `roster.password`, `roster.damaged`, `roster.too-big`, `roster.wrong-type`.
    """
    if data.startswith(b"PK"):
        _check_package(data, name)
    elif _ENCRYPTED in data:
        raise ForgedInput("roster.password", name=name)
    try:
        with calamine.CalamineWorkbook.from_object(io.BytesIO(data)) as book:
            kinds = (calamine.SheetTypeEnum.WorkSheet,)
            return tuple(
                _sheet(book, index, meta, name)
                for index, meta in enumerate(book.sheets_metadata)
                if meta.typ in kinds
            )
    except calamine.PasswordError as error:
        raise ForgedInput("roster.password", name=name) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise ForgedInput("roster.damaged", name=name) from error
    except BaseException as error:
        # A broken file can make the reader's Rust code panic; the panic is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise ForgedInput("roster.damaged", name=name) from error


def _sheet(book: Any, index: int, meta: Any, name: str) -> RawSheet:
    sheet = book.get_sheet_by_index(index)
    if sheet.total_height * max(sheet.total_width, 1) > MOST_CELLS:
        raise ForgedInput("roster.too-big", name=name, rows=MOST_CELLS // 100)
    rows = tuple(
        tuple(_cell(cell) for cell in row[:MOST_COLUMNS])
        for row in sheet.to_python(skip_empty_area=False)
    )
    merged: list[Span] = [(a, b, c, d) for (a, b), (c, d) in (sheet.merged_cell_ranges or ())]
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    return RawSheet(meta.name, rows, tuple(merged), hidden)


def _cell(cell: Any) -> Cell:
    if isinstance(cell, str):
        return cell[:LONGEST_CELL]
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, bool | int | float | date):
        return cell
    return str(cell)


def _check_package(data: bytes, name: str) -> None:
    """Refuse a package that is not a workbook, or that unpacks beyond all measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            if sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise ForgedInput("roster.too-big", name=name, rows=MOST_CELLS // 100)
            names = {info.filename for info in infos}
            if "content.xml" in names:
                _check_ods(package.read("content.xml"), name)
            elif not any(one.startswith("xl/") for one in names):
                raise ForgedInput("roster.wrong-type", name=name)
            for one in sorted(names):
                if one.startswith("xl/worksheets/") and one.endswith(".xml"):
                    _check_extent(package.read(one), name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, NotImplementedError) as error:
        raise ForgedInput("roster.damaged", name=name) from error
    except RuntimeError as error:
        # zipfile's word for "encrypted, password required".
        raise ForgedInput("roster.password", name=name) from error


def _check_extent(xml: bytes, name: str) -> None:
    """The reader makes one dense block of cells: know how large before it does."""
    last_row = max(map(int, set(_ROW.findall(xml))), default=0)
    columns = max(map(_column_number, set(_COLUMN.findall(xml))), default=1)
    if last_row * columns > MOST_CELLS:
        raise ForgedInput("roster.too-big", name=name, rows=MOST_CELLS // 100)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_ods(xml: bytes, name: str) -> None:
    """Repeats with content in them make a small file large; the empty rest of a sheet is usual."""
    across, down = 1, 1
    for match in _REPEATED.finditer(xml):
        end = xml.find(b">", match.end())
        if xml[end - 1 : end] == b"/":
            continue
        if match[1] == b"columns":
            across += int(match[2])
            continue
        close = xml.find(b"</table:table-row>", end)
        if b"<text:" in xml[end:close] or b"office:value" in xml[end:close]:
            down = max(down, int(match[2]))
    if across * down > MOST_CELLS:
        raise ForgedInput("roster.too-big", name=name, rows=MOST_CELLS // 100)
