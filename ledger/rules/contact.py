"""Checks of telephone numbers (V-12, V-13)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from ledger.rules.findings import Finding, Look, Rule

_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_FIXED: Final = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?|[0-9]{7,8}", re.ASCII)
_LETTERS: Final = str.maketrans("OoQIl", "00011")
_COUNTRY: Final = re.compile(r"^(?:\+|00)?86(?=1[3-9])")


def is_mobile(text: str) -> bool:
    """^1[3-9] and nine digits more."""
    return _MOBILE.fullmatch(text) is not None


def is_fixed(text: str) -> bool:
    """Area code with number and extension, or a local number of 7 or 8 digits."""
    return _FIXED.fullmatch(text) is not None


def tidy_phone(text: str) -> str:
    """A number without full-width digits, blanks, country code; dashes only between parts."""
    plain = re.sub(r"[\s()]+", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[‐-―−－_.]", "-", plain)
    mobile = _COUNTRY.sub("", plain.replace("-", ""))
    return mobile if is_mobile(mobile) else plain


def mobile(look: Look) -> Iterator[Finding]:
    """V-12; a field that also takes fixed numbers (V-13 beside it) is judged there."""
    text = look.text
    if is_mobile(text) or ("V-13" in look.field.rules and (is_fixed(text) or text[:1] == "0")):
        return
    guess = tidy_phone(text.translate(_LETTERS))
    if is_mobile(guess):
        yield look.ask("V-12", "check.phone.spelt", proposal=guess)
        return
    digits = sum(char.isdigit() for char in text)
    if is_fixed(guess) and guess.startswith("0"):
        yield look.block("V-12", "check.phone.fixed")
    elif digits != 11:
        yield look.block("V-12", "check.phone.length", n=digits)
    else:
        yield look.block("V-12", "check.phone.mobile")


def fixed(look: Look) -> Iterator[Finding]:
    """V-13; a mobile number is taken too where V-12 stands beside it, else asked about."""
    text = look.text
    if is_fixed(text) or "V-12" in look.field.rules:
        if "V-12" in look.field.rules and text[:1] == "0" and not is_fixed(text):
            yield look.block("V-13", "check.phone.fixed-shape")
        return
    guess = tidy_phone(text.translate(_LETTERS))
    if is_mobile(guess):
        yield look.warn("V-13", "check.phone.is-mobile")
    elif is_fixed(guess):
        yield look.ask("V-13", "check.phone.spelt", proposal=guess)
    else:
        yield look.block("V-13", "check.phone.fixed-shape")


RULES: Final[Mapping[str, Rule]] = {"V-12": mobile, "V-13": fixed}
