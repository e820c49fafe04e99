"""Reading a row: from cells under headings to values of the card, with a remark on every doubt."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.rules import contact, entry
from station_client.desk.roster.cells import Cell, fold, is_blank, text_of
from station_client.desk.roster.columns import TAG, Columns
from station_client.desk.roster.finding import Found
from station_client.desk.roster.person_reading import (
    read_birth_date,
    read_name,
    read_number,
    read_sex,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.catalogue.model import Catalogue
    from ledger.catalogue.records import Field
    from ledger.core.act import Value
    from station_client.desk.roster.mapping import SheetMapping

_PERSON: Final = frozenset({"name", "id_type", "id_no", "birth_date", "sex", "mobile", "phone"})
_BETWEEN_PHONES: Final = re.compile(r"[/、,，;；|\s]+|或")
_SHOWN: Final = 60


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one sheet. ``today`` bounds birth dates; ``text_only``: see `RawSheet`."""

    catalogue: Catalogue
    columns: Columns
    mapping: SheetMapping
    today: date
    text_only: bool = False
    _values: dict[tuple[str, str], Value] = dataclasses.field(default_factory=dict)

    def read(self, cells: Sequence[Cell]) -> Found:
        """Everything that one row says."""
        found = Found()
        by_target = self.by_target(cells)
        read_name(by_target.get("name", ""), found)
        self._generic("id_type", by_target.get("id_type", ""), found)
        id_type = str(found.values.get("id_type") or "")
        number = read_number(
            by_target.get("id_no", ""), id_type, self.today, found, text_only=self.text_only
        )
        read_birth_date(by_target.get("birth_date", ""), number, found)
        sex = self.columns.kind.stored["sex"]
        table = self.catalogue.codes[sex.codes or ""]
        read_sex(by_target.get("sex", ""), number, table, found)
        self._phones(by_target.get("mobile", ""), by_target.get("phone", ""), found)
        for target, cell in by_target.items():
            if target.startswith(TAG):
                self._tag(target, cell, found)
            elif target not in _PERSON and not target.startswith("#"):
                self._generic(target, cell, found)
        return found

    def by_target(self, cells: Sequence[Cell]) -> Mapping[str, Cell]:
        """The cells by what their column means."""
        return {
            target: cells[column] if column < len(cells) else ""
            for column, target in self.mapping.targets.items()
        }

    def _generic(self, name: str, cell: Cell, found: Found) -> None:
        field = self.columns.kind.stored.get(name)
        if field is None or is_blank(cell):
            return
        text = text_of(cell).strip()
        said = self.mapping.words.get(name, {}).get(text)
        if said is not None:
            found.values[name] = said
            return
        value = self._read_once(field, text)
        if value is not None:
            found.values[name] = value
        elif fold(text) not in self.columns.blank and not self._says_nothing(name, text):
            key = "word-unknown" if field.type in ("code", "codes") else "value-unread"
            found.asked(key, name, text=text[:_SHOWN])

    def _read_once(self, field: Field, text: str) -> Value:
        """The sound value of a text, or None. A roster says the same few words again and again."""
        at = (field.name, text)
        if at not in self._values:
            value = self._value(field, text)
            sound = value is not None and _is_sound(self.catalogue, field, value)
            self._values[at] = value if sound else None
        return self._values[at]

    def _value(self, field: Field, text: str) -> Value:
        tick = self.columns.declared.ticks.get(field.name)
        if tick is not None and fold(text) in self.columns.yes:
            return tick
        if field.codes == "division":
            return self._division(text)
        return entry.typed(self.catalogue, field, text)

    def _says_nothing(self, name: str, text: str) -> bool:
        return name in self.columns.declared.ticks and fold(text) in self.columns.no

    def _division(self, text: str) -> str | None:
        if text in self.catalogue.divisions:
            return text
        named = [one.code for one in self.catalogue.divisions.values() if one.zh == text]
        return named[0] if len(named) == 1 else None

    def _tag(self, target: str, cell: Cell, found: Found) -> None:
        """A column that is ticked for those it concerns, or says more (肢体三级)."""
        text = text_of(cell).strip()
        word = fold(text)
        if not word or word in self.columns.no or word in self.columns.blank:
            return
        code = target.removeprefix(TAG)
        tags = list(found.values.get("person_tags") or ())
        found.values["person_tags"] = sorted({*tags, code})
        if word not in self.columns.yes and "remark" in self.columns.kind.stored:
            said = f"{self.catalogue.codes['CT-06'].label(code)}：{text[:_SHOWN]}"
            before = found.values.get("remark")
            found.values["remark"] = f"{before}；{said}" if before else said

    def _phones(self, mobile: Cell, fixed: Cell, found: Found) -> None:
        """Mobile and fixed numbers, whichever column they stand in (V-12, V-13)."""
        mobiles: list[str] = []
        others: list[str] = []
        for cell in (mobile, fixed):
            for text in _BETWEEN_PHONES.split(text_of(cell).strip()):
                if text and fold(text) not in self.columns.blank:
                    self._phone(text, mobiles, others, found)
        for name, numbers in (("mobile", mobiles), ("phone", others)):
            if name not in self.columns.kind.stored or not numbers:
                continue
            if len(set(numbers)) > 1:
                found.asked("phone-two", name, text="、".join(numbers)[:_SHOWN])
            else:
                found.values[name] = numbers[0]
        both = text_of(mobile)
        if others and mobiles and _BETWEEN_PHONES.search(both.strip()):
            found.repaired("phone-split", "mobile", text=both.strip()[:_SHOWN])

    def _phone(self, text: str, mobiles: list[str], others: list[str], found: Found) -> None:
        number = contact.tidy_phone(text.lstrip("'‘’"))
        if contact.is_mobile(number):
            mobiles.append(number)
        elif contact.is_fixed(number):
            others.append(number)
        else:
            digits = sum(char.isdigit() for char in number)
            found.asked("phone-bad", "mobile", text=text[:_SHOWN], n=digits)
            return
        if number != text:
            found.repaired("phone-form", "mobile", text=text[:_SHOWN], value=number)


def _is_sound(catalogue: Catalogue, field: Field, value: Value) -> bool:
    """Whether reading gave a value of the field's type; `entry.typed` gives the text else."""
    if field.type in ("code", "codes"):
        if field.codes == "division":
            return str(value) in catalogue.divisions
        table = catalogue.codes.get(field.codes or "")
        codes = value if isinstance(value, list) else [value]
        known = table.by_code if table else {}
        return all(str(code) in known for code in codes)
    if field.type == "bool":
        return isinstance(value, bool)
    if field.type in ("int", "money"):
        return isinstance(value, int) and not isinstance(value, bool) and _bounded(field, value)
    if field.type == "date":
        return entry.read_date(str(value)) == str(value)
    if field.type in ("text", "long"):
        return not field.limit or len(str(value)) <= field.limit
    return field.type == "decimal"


def _bounded(field: Field, value: int) -> bool:
    above = field.least is None or value >= field.least
    return above and (field.most is None or value <= field.most)
