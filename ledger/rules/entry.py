"""Reads what a person typed into the value that is stored.

What has one reading is read; what has none or two stays the text that was typed, and the checks of
`fields` then say what is wrong with it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from ledger.catalogue.model import Catalogue
from ledger.catalogue.records import Field
from ledger.core.act import Value
from ledger.rules import contact, identity, people

_DATE: Final = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?", re.ASCII)
_DATE_8: Final = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_AMOUNT_MARKS: Final = re.compile(r"[\s,￥¥$元]|RMB", re.IGNORECASE)
_TRUE: Final = frozenset({"是", "有", "对", "1", "y", "yes", "true", "√", "✓"})
_FALSE: Final = frozenset({"否", "无", "不", "没有", "0", "n", "no", "false", "×"})
_LETTERS: Final = {"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "|": "1", "B": "8", "S": "5"}
_UNSEEN: Final = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


@dataclass(frozen=True)
class Guess:
    """A text with letters that look like digits read as digits, and which letters these were."""

    text: str
    letters: tuple[str, ...]


def letters_as_digits(text: str) -> Guess:
    """Read O as 0, l as 1 and so on: 35OO is probably 3500."""
    letters = dict.fromkeys(char for char in text if char in _LETTERS)
    return Guess("".join(_LETTERS.get(char, char) for char in text), tuple(letters))


def without_controls(text: str) -> str:
    """A text without control characters; line ends and tabs become blanks."""
    return "".join(
        " " if char in "\n\t\r" else char
        for char in text
        if char in "\n\t\r" or unicodedata.category(char) != "Cc"
    ).strip()


def typed(catalogue: Catalogue, field: Field, text: str) -> Value:
    """The value for what was typed: None for nothing, the text itself where it has no reading."""
    plain = _UNSEEN.sub("", text).strip()
    if not plain:
        return None
    return _READERS[field.type](catalogue, field, plain)


def read_date(text: str) -> str | None:
    """A whole date however it is written, as YYYY-MM-DD; None if it is none or incomplete."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _DATE.fullmatch(plain) or _DATE_8.fullmatch(plain)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _text(_: Catalogue, field: Field, text: str) -> Value:
    rules = field.rules
    if "V-03" in rules or "V-15" in rules:
        return people.normalise_id(text)
    if "V-12" in rules or "V-13" in rules:
        return contact.tidy_phone(text)
    if "V-01" in rules:
        tidy = identity.tidy_name(text)
        return tidy if all(map(identity.is_name_character, tidy)) else text
    return text


def _as_typed(_: Catalogue, __: Field, text: str) -> Value:
    return text


def _date(_: Catalogue, __: Field, text: str) -> Value:
    return read_date(text) or text


def _decimal(text: str) -> Decimal | None:
    plain = _AMOUNT_MARKS.sub("", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain, re.ASCII):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _int(_: Catalogue, __: Field, text: str) -> Value:
    amount = _decimal(text)
    return int(amount) if amount is not None and amount == amount.to_integral_value() else text


def _money(_: Catalogue, __: Field, text: str) -> Value:
    """Yuan as typed, fen as stored; parts of a fen have no reading."""
    amount = _decimal(text)
    fen = amount * 100 if amount is not None else None
    return int(fen) if fen is not None and fen == fen.to_integral_value() else text


def _decimal_text(_: Catalogue, __: Field, text: str) -> Value:
    amount = _decimal(text)
    return format(amount, "f") if amount is not None else text


def _bool(_: Catalogue, __: Field, text: str) -> Value:
    word = unicodedata.normalize("NFKC", text).casefold()
    if word in _TRUE:
        return True
    return False if word in _FALSE else text


def _code(catalogue: Catalogue, field: Field, text: str) -> Value:
    table = catalogue.codes.get(field.codes or "")
    return (table.find(text) if table else None) or text


def _codes(catalogue: Catalogue, field: Field, text: str) -> Value:
    words = [word for word in re.split(r"[、,，;；/\s]+", text) if word]
    return [_code(catalogue, field, word) for word in words]


_READERS: Final[Mapping[str, Callable[[Catalogue, Field, str], Value]]] = {
    "text": _text,
    "long": _as_typed,
    "date": _date,
    "datetime": _as_typed,
    "int": _int,
    "money": _money,
    "decimal": _decimal_text,
    "bool": _bool,
    "code": _code,
    "codes": _codes,
    "ref": _as_typed,
    "image": _as_typed,
    "rows": _as_typed,
    "map": _as_typed,
}
