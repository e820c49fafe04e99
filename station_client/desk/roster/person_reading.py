"""Reading who a row is about: name, number, birth date and sex, each held against the others."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.rules import identity, people
from station_client.desk.roster.births import Birth, read_birth
from station_client.desk.roster.cells import Cell, is_blank, text_of

if TYPE_CHECKING:
    from ledger.catalogue.codes import CodeTable
    from station_client.desk.roster.finding import Found

#: A number cell holds fifteen digits exactly; Excel turns all that follow into zeros.
_EXACT_IN_A_NUMBER: Final = 10**15
_SCIENTIFIC: Final = re.compile(r"\d(\.\d+)?[eE]\+?\d{2}")
_RESIDENT: Final = frozenset({"", "01", "02", "03", "06"})
_LONGEST_NAME: Final = 50


def read_name(cell: Cell, found: Found) -> None:
    """The name, without the blanks that typists put in to align it (V-01)."""
    text = text_of(cell).strip()
    if is_blank(cell):
        found.refused("name-blank", "name")
        return
    has_letters = any(char.isascii() and char.isalpha() for char in text)
    tidy = text if has_letters else identity.tidy_name(text)
    odd = [
        char
        for char in tidy
        if char.isdigit()
        or not (
            identity.is_name_character(char) or (has_letters and char in " .-'") or char.isalpha()
        )
    ]
    found.values["name"] = tidy
    if odd or len(tidy) > _LONGEST_NAME:
        found.asked("name-odd", "name", hold=True, text=tidy[:60])
        return
    if tidy != text:
        found.repaired("name-spaces", "name", text=tidy)
    if any(identity.is_private_use(char) for char in tidy):
        found.asked("name-stand-in", "name", text=tidy)


def read_number(
    cell: Cell, id_type: str, today: date, found: Found, *, text_only: bool = False
) -> str | None:
    """The identity number, repaired where there is one reading (V-03); None when there is none
    or more than one. It stands in ``found.values`` only when it is sure."""
    if is_blank(cell):
        found.refused("id-blank", "id_no")
        return None
    if _lost_digits(cell):
        found.refused("id-ruined", "id_no", text=text_of(cell))
        return None
    tidy = people.tidy_id(text_of(cell))
    number = tidy.value
    if id_type not in _RESIDENT:
        found.values["id_no"] = number
        return None
    if people.has_shape(number):
        sure = _check_number(number, isinstance(cell, str), today, found)
        if sure and text_only and number.endswith("000"):
            # One in a thousand numbers ends so, and so does every number that Excel ruined.
            found.asked("id-ends-000", "id_no", hold=True, text=number)
            return None
    elif people.is_old(number):
        sure = _check_number(people.widen(number), False, today, found)
        if sure:
            found.repaired("id-old", "id_no", text=sure)
    else:
        found.refused("id-shape", "id_no", text=number[:40], n=len(number))
        return None
    if sure:
        found.values["id_no"] = sure
        for repair in tidy.repairs:
            found.repaired(f"id-{repair}", "id_no")
    return sure


def _check_number(number: str, written: bool, today: date, found: Found) -> str | None:
    if not people.checksum_holds(number):
        if written and number.endswith("000"):
            found.refused("id-ruined", "id_no", text=number)
        else:
            found.asked("id-check", "id_no", hold=True, text=number)
        return None
    born = people.birth_of(number)
    if born is None or born > today or people.age_on(born, today) > people.OLDEST:
        found.refused("id-no-date", "id_no", text=number, digits=number[6:14])
        return None
    return number


def read_birth_date(cell: Cell, number: str | None, found: Found) -> None:
    """The birth date, completed from the number where it fits it (V-05)."""
    birth = read_birth(cell)
    born = people.birth_of(number) if number else None
    if born is None:
        if birth.day is not None:
            found.values["birth_date"] = birth.day.isoformat()
        elif birth.given:
            found.asked("birth-incomplete", "birth_date", text=birth.text)
        return
    if birth.given and birth.readable and not birth.fits(born):
        found.asked(
            "birth-differs", "birth_date", hold=True, text=birth.text, by_id=born.isoformat()
        )
        return
    found.values["birth_date"] = born.isoformat()
    _say_what_was_done(birth, born, found)


def _say_what_was_done(birth: Birth, born: date, found: Found) -> None:
    if not birth.given:
        found.repaired("birth-from-id", "birth_date", value=born.isoformat())
    elif not birth.readable:
        found.repaired("birth-unreadable", "birth_date", text=birth.text, value=born.isoformat())
    elif birth.day is None:
        found.repaired("birth-completed", "birth_date", text=birth.text, value=born.isoformat())
    elif birth.from_day:
        found.repaired("birth-cell", "birth_date", value=born.isoformat())
    elif not birth.plain:
        found.repaired("birth-form", "birth_date", text=birth.text, value=born.isoformat())


def read_sex(cell: Cell, number: str | None, table: CodeTable, found: Found) -> None:
    """The sex, against digit 17 of the number (V-06)."""
    text = text_of(cell).strip()
    said = table.find(text)
    by_id = people.sex_of(number) if number else None
    if said is None and text and by_id is None:
        found.asked("word-unknown", "sex", text=text[:40])
    elif said is None and by_id is not None:
        found.values["sex"] = by_id
        found.repaired("sex-from-id", "sex", value=by_id)
    elif said is not None and by_id is not None and said in ("1", "2") and said != by_id:
        found.asked("sex-differs", "sex", hold=True, sheet=said, card=by_id)
    elif said is not None:
        found.values["sex"] = said


def _lost_digits(cell: Cell) -> bool:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return abs(cell) >= _EXACT_IN_A_NUMBER
    return isinstance(cell, str) and _SCIENTIFIC.fullmatch(cell.strip()) is not None
