"""Resident identity numbers (GB 11643-1999): tidy, check, read (V-02 to V-06).

Everything here is a function of its arguments. Sexes are the codes of GB/T 2261.1:
"1" male, "2" female.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

MALE: Final = "1"
FEMALE: Final = "2"

OLDEST: Final = 130
"""V-05: nobody on a card is older than this."""

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_SHAPE_18: Final = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_SHAPE_15: Final = re.compile(r"[0-9]{15}", re.ASCII)
_APOSTROPHES: Final = "'‘’`´′"
# Cyrillic and multiplication signs that input methods give where the key says X.
_LIKE_X: Final = str.maketrans({"×": "X", "х": "X", "Х": "X", "Χ": "X", "χ": "X"})
_UNSEEN: Final = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_TIDYING: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("spaces", lambda text: _UNSEEN.sub("", text)),
    ("width", lambda text: unicodedata.normalize("NFKC", text)),
    ("apostrophe", lambda text: text.lstrip(_APOSTROPHES)),
    ("case", lambda text: text.translate(_LIKE_X).upper()),
)


@dataclass(frozen=True)
class TidyId:
    """An ID number with the marks of typing and of Excel taken off.

    `repairs` names what was done, in order: "apostrophe", "width", "spaces", "case".
    None of them has more than one reading, so they are made without asking.
    """

    value: str
    repairs: tuple[str, ...] = ()


def tidy_id(text: str) -> TidyId:
    """Take off full-width forms, spaces, a leading apostrophe and a lower-case x (V-03)."""
    repairs: list[str] = []
    value = text
    while True:
        before = value
        for name, step in _TIDYING:
            better = step(value)
            if better != value:
                repairs.append(name)
            value = better
        if value == before:
            return TidyId(value, tuple(dict.fromkeys(repairs)))


def normalise_id(text: str) -> str:
    """The number as it is stored: half-width, no spaces, capital X."""
    return tidy_id(text).value


def check_character(first_17: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064 MOD 11-2, V-03).

    Raises ValueError if these are not 17 digits.
    """
    if len(first_17) != 17 or not (first_17.isascii() and first_17.isdigit()):
        raise ValueError(f"17 digits wanted: {first_17!r}")
    total = sum(w * int(d) for w, d in zip(_WEIGHTS, first_17, strict=True))
    return _CHECKS[total % 11]


def has_shape(number: str) -> bool:
    """18 characters, 17 digits and a digit or X."""
    return _SHAPE_18.fullmatch(number) is not None


def is_old(number: str) -> bool:
    """A 15-digit number of the first generation."""
    return _SHAPE_15.fullmatch(number) is not None


def checksum_holds(number: str) -> bool:
    """True if the shape is right and the last character fits the others (V-03)."""
    return has_shape(number) and check_character(number[:17]) == number[17]


def widen(number: str) -> str:
    """A 15-digit number as 18 characters: 19 put before the year, check character added (V-03).

    The reading is a proposal; the operator confirms it against the paper. Raises ValueError
    for anything but 15 digits.
    """
    if not is_old(number):
        raise ValueError(f"15 digits wanted: {number!r}")
    longer = number[:6] + "19" + number[6:]
    return longer + check_character(longer)


def birth_of(number: str) -> date | None:
    """The birth date in an 18- or 15-digit number; None where it is no date (V-05)."""
    if has_shape(number):
        digits = number[6:14]
    elif is_old(number):
        digits = "19" + number[6:12]
    else:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def sex_of(number: str) -> str | None:
    """MALE or FEMALE by digit 17 (of 15-digit numbers: the last); None without a shape (V-06)."""
    if has_shape(number):
        digit = number[16]
    elif is_old(number):
        digit = number[14]
    else:
        return None
    return MALE if int(digit) % 2 else FEMALE


def division_of(number: str) -> str | None:
    """The six-digit division of issue (V-04); any digits count, also unassigned 990101."""
    return number[:6] if has_shape(number) or is_old(number) else None


def age_on(birth: date, day: date) -> int:
    """Full years on a day. Who was born on 29 February has the birthday on 1 March otherwise."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def day_of_age(birth: date, years: int, months: int = 0) -> date:
    """The day on which somebody reaches an age of years and months.

    A day that the month does not have falls on the first of the next one.
    """
    index = birth.year * 12 + birth.month - 1 + years * 12 + months
    year, month = divmod(index, 12)
    try:
        return date(year, month + 1, birth.day)
    except ValueError:
        year, month = divmod(index + 1, 12)
        return date(year, month + 1, 1)
