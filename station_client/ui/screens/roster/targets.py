"""What a column of a roster can mean, as choices; and samples of what stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.rules import masking
from station_client.desk.roster.cells import is_blank, text_of
from station_client.desk.roster.columns import IGNORED, SERIAL, TAG
from station_client.ui.kit.fields.choices import Choice, Choices

if TYPE_CHECKING:
    from ledger.catalogue.model import Catalogue
    from ledger.catalogue.texts import Texts
    from station_client.desk.roster.cells import RawSheet
    from station_client.desk.roster.columns import Columns
    from station_client.desk.roster.header import Header

#: Not taken at all; in front so that the choice is no code that the list would print.
NOT_TAKEN = "none:"
_FIELD = "field:"
_NOT_IN_ROSTERS = frozenset({"ref", "image", "rows", "map"})
_ID = re.compile(r"[\dXx]{15,18}")
_PHONE = re.compile(r"1\d{10}")
_LONGEST = 14
SAMPLES = 3


def choices_of(catalogue: Catalogue, columns: Columns, say: Texts) -> Choices:
    """Fields of the card, tags, running number, and "leave it out"."""
    found = [Choice(NOT_TAKEN, say("ui.roster.not_taken"))]
    for name, field in columns.kind.stored.items():
        if field.type in _NOT_IN_ROSTERS or field.locked or name not in _named(columns):
            continue
        also = (field.zh, *columns.declared.fields.get(name, ()))
        found.append(Choice(_FIELD + name, field.label(say.lang), also))
    table = catalogue.codes.get("CT-06")
    for code in columns.declared.tags:
        label = table.label(code, say.lang) if table else code
        found.append(Choice(_FIELD + TAG + code, say("ui.roster.tag", tag=label)))
    found.append(Choice(_FIELD + SERIAL, say("ui.roster.serial")))
    found.append(Choice(_FIELD + IGNORED, say("ui.roster.ignored")))
    return Choices(found)


def code_of(target: str | None) -> str:
    """The choice that stands for a target."""
    return NOT_TAKEN if target is None else _FIELD + target


def target_of(code: str) -> str | None:
    """The target that a choice stands for."""
    return None if code == NOT_TAKEN else code.removeprefix(_FIELD)


def samples(sheet: RawSheet, header: Header, column: int) -> list[str]:
    """The first different values below a heading, numbers of people covered."""
    found: list[str] = []
    for row in sheet.rows[header.last + 1 :]:
        if column >= len(row) or is_blank(row[column]):
            continue
        text = covered(text_of(row[column]).strip())
        if text not in found:
            found.append(text)
        if len(found) == SAMPLES:
            break
    return found


def covered(text: str) -> str:
    """A cell as it may be shown: numbers of people masked, long texts cut."""
    if _ID.fullmatch(text):
        return masking.mask("id", text)
    if _PHONE.fullmatch(text):
        return masking.mask("phone", text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _named(columns: Columns) -> frozenset[str]:
    return frozenset(columns.targets.values())
