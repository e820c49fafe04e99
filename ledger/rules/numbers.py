"""Numbers that are given without asking anybody: cases, cards, registrations.

A case number is unique without a server, because station and terminal are part of it.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

CASE_NO_LENGTH: Final = 29
CARD_NO_LENGTH: Final = 23
_DIGITS: Final = re.compile(r"[0-9]+", re.ASCII)


@dataclass(frozen=True)
class CaseNo:
    """The parts of a case number."""

    station: str
    terminal: str
    day: date
    serial: int


def check_digit(digits: str) -> str:
    """The check digit of ISO 7064 MOD 11,10. Raises ValueError for anything but digits."""
    _need(digits, None)
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def check_holds(digits: str) -> bool:
    """True if the last digit is the check digit of the others."""
    return (
        len(digits) > 1
        and _DIGITS.fullmatch(digits) is not None
        and check_digit(digits[:-1]) == digits[-1]
    )


def case_no(station: str, terminal: str, day: date, serial: int) -> str:
    """A case number of 29 digits: station 14, terminal 2, day 8, serial of the day 4, check 1.

    Raises ValueError if a part does not have its length.
    """
    _need(station, 14)
    _need(terminal, 2)
    body = f"{station}{terminal}{day:%Y%m%d}{_padded(serial, 4)}"
    return body + check_digit(body)


def read_case_no(text: str) -> CaseNo | None:
    """The parts of a case number as scanned or typed (spaces allowed), or None if it is none."""
    digits = re.sub(r"[\s-]", "", text)
    if len(digits) != CASE_NO_LENGTH or not check_holds(digits):
        return None
    try:
        day = date(int(digits[16:20]), int(digits[20:22]), int(digits[22:24]))
    except ValueError:
        return None
    return CaseNo(digits[:14], digits[14:16], day, int(digits[24:28]))


def spoken(number: str) -> str:
    """What is said of a case number on the telephone: the last ten digits (domain 5.6)."""
    return number[-10:]


def card_no(station: str, serial: int) -> str:
    """A card number of 23 digits: station 14, serial 8, check 1."""
    _need(station, 14)
    body = station + _padded(serial, 8)
    return body + check_digit(body)


def registration_no(case: str) -> str:
    """The number of an unemployment registration, 20 digits, made from its case number.

    Digits 7 to 16 and 19 to 28: division below the county, station, terminal, day, serial. So it
    needs neither a counter nor a server. Raises ValueError if the case number is none.
    """
    _need(case, CASE_NO_LENGTH)
    return case[6:16] + case[18:28]


def _need(digits: str, length: int | None) -> None:
    if _DIGITS.fullmatch(digits) is None or (length is not None and len(digits) != length):
        raise ValueError(f"{length or 'some'} digits wanted: {digits!r}")


def _padded(serial: int, width: int) -> str:
    if not 1 <= serial < 10**width:
        raise ValueError(f"serial from 1 to {10**width - 1} wanted: {serial}")
    return f"{serial:0{width}d}"
