"""Reading what people type: dates, numbers, money. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_SEPARATORS = re.compile(r"[年月/.\-\s、,_]+")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})


@dataclass(frozen=True)
class Unreadable(Exception):
    """What was typed cannot be read; ``key`` is that of the sentence that says why.

    ``letter`` is a letter found among digits, "" if that is not the matter.
    """

    key: str
    letter: str = ""


def plain(text: str) -> str:
    """Half width, no blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def read_date(text: str, today: date) -> str:
    """A date as ``YYYY-MM-DD``.

    Reads 20261122, 2026-11-22, 2026.11.22, 2026/11/22, 2026年11月22日, and without a year (then
    the latest such day that is not after ``today``, unless that is over half a year back)
    11月22日, 11-22, 1122.

    Raises:
        Unreadable: It is no day of the calendar.
    """
    words = plain(text).rstrip("日号")
    parts = _cut(words) if words.isdigit() else [part for part in _SEPARATORS.split(words) if part]
    if not all(part.isdigit() for part in parts) or len(parts) not in (2, 3):
        raise Unreadable("ui.field.no_date")
    numbers = [int(part) for part in parts]
    try:
        if len(numbers) == 3:
            return date(_full_year(numbers[0], today), numbers[1], numbers[2]).isoformat()
        return _without_year(numbers[0], numbers[1], today).isoformat()
    except ValueError:
        raise Unreadable("ui.field.no_date") from None


def _cut(digits: str) -> list[str]:
    if len(digits) == 8:
        return [digits[:4], digits[4:6], digits[6:]]
    if len(digits) == 6:
        return [digits[:2], digits[2:4], digits[4:]]
    if len(digits) == 4:
        return [digits[:2], digits[2:]]
    raise Unreadable("ui.field.no_date")


def _full_year(year: int, today: date) -> int:
    if year >= 100:
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year + 1 else century - 100 + year


def _without_year(month: int, day: int, today: date) -> date:
    found = date(today.year, month, day)
    if (found - today).days > 183:
        return date(today.year - 1, month, day)
    return found


def _digits(text: str) -> str:
    words = plain(text).replace(",", "").replace("，", "").replace(" ", "")
    letter = next((c for c in words if c in "OolI"), "")
    if letter and words.translate(_LOOKALIKES).replace(".", "").isdigit():
        raise Unreadable("ui.field.letter_in_number", letter)
    return words


def read_int(text: str) -> int:
    """A whole number.

    Raises:
        Unreadable: It is none.
    """
    words = _digits(text)
    if not re.fullmatch(r"[+-]?\d{1,15}", words):
        raise Unreadable("ui.field.no_int")
    return int(words)


def read_decimal(text: str) -> str:
    """A decimal number, in decimal point notation.

    Raises:
        Unreadable: It is none.
    """
    words = _digits(text)
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,6})?", words):
        raise Unreadable("ui.field.no_number")
    return str(Decimal(words))


def read_money(text: str) -> int:
    """An amount of yuan in fen: 3500, 3,500.50, 3500元, 1.2万.

    Raises:
        Unreadable: It is none, or has parts of a fen.
    """
    words = _digits(plain(text).removesuffix("元"))
    times = 1
    if words.endswith("万"):
        words, times = words[:-1], 10_000
    if not re.fullmatch(r"[+-]?\d{1,11}(\.\d{1,6})?", words):
        raise Unreadable("ui.field.no_money")
    fen = Decimal(words) * times * 100
    if fen != fen.to_integral_value():
        raise Unreadable("ui.field.no_money")
    return int(fen)


def money_text(fen: int) -> str:
    """Fen as yuan: 350000 → 3500, 350050 → 3500.50."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}" + (f".{fen % 100:02d}" if fen % 100 else "")
