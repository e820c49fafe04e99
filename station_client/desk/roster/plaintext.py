"""Rosters saved as text: which writing, which separator."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Final

from ledger.core.faults import ForgedInput
from station_client.desk.roster.cells import RawSheet

MOST_COLUMNS: Final = 400
LONGEST_CELL: Final = 4000

_SEPARATORS: Final = (",", "\t", ";", "|", "，")
_SAMPLE_LINES: Final = 60


def read(data: bytes, name: str) -> RawSheet:
    """The rows of a text file. Faults: `roster.unknown-writing`, `roster.web-page`,
    `roster.wrong-type`, `roster.damaged`."""
    text = decode(data, name)
    start = text[:2000].lstrip().lower()
    if start.startswith(("<html", "<!doctype", "<table", "<?xml", "<meta")):
        raise ForgedInput("roster.web-page", name=name)
    if "\0" in text:
        raise ForgedInput("roster.wrong-type", name=name)
    rows: list[tuple[str, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise ForgedInput("roster.damaged", name=name)
            rows.append(tuple(cell[:LONGEST_CELL] for cell in row))
    except csv.Error as error:
        raise ForgedInput("roster.damaged", name=name) from error
    return RawSheet(name.rsplit(".", 1)[0], tuple(rows), text_only=True)


def decode(data: bytes, name: str) -> str:
    """The text of a file in UTF-8 (with or without mark), UTF-16 with mark, or GB18030.

    UTF-8 is tried first: text in GB18030 practically never passes for it, the reverse often does.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ForgedInput("roster.unknown-writing", name=name)


def separator_of(text: str) -> str:
    """The sign that cuts the first lines into the most columns, equally many in most lines."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", 0
    for sign in _SEPARATORS:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=lambda n: (counts.count(n), n), default=0)
        score = usual * counts.count(usual)
        if score > best_score:
            best, best_score = sign, score
    return best
