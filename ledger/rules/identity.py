"""Checks of who somebody is: names and identity papers (V-01 to V-09)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from ledger.core.act import Value
from ledger.rules import people
from ledger.rules.findings import Finding, Look, Rule, day_in

RESIDENT: Final = frozenset({"", "01", "06"})
"""CT-01: identity card, and household book of a minor who has a number but no card yet."""

_PERMIT_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "02": ("810000", "820000"),
    "03": ("830000",),
}
_FOREIGN: Final = frozenset({"04", "05", "99"})
_OWN_NAMES: Final = frozenset({"name", "former_name"})
_FOREIGN_MARKS: Final = frozenset(" -.'’·,")
_DOTS: Final = re.compile(r"(?<=\S)\s*[•‧・･．.∙⋅●﹒]\s*(?=\S)")
_IDEOGRAPHS: Final = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_PRIVATE: Final = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF))
_LIKE_DIGITS: Final = str.maketrans("OoQDIilLZzSsB", "0000111122558")
_PASSPORT: Final = re.compile(r"[0-9A-Z]{5,20}", re.ASCII)
_GREEN_CARD: Final = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{18}", re.ASCII)
_MARRIED: Final = frozenset({"20", "21", "22", "23"})
_PROVINCES: Final = frozenset(
    str(code)
    for row in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55))
    for code in (*row, 61, 62, 63, 64, 65, 71, 81, 82, 83)
)
_WHOLE_COUNTRY: Final = 2000
"""A division table with so many counties lists them all; a smaller one only knows its own."""


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(char) <= high for low, high in ranges)


def is_private_use(char: str) -> bool:
    """A character somebody made up for want of the right one (U+E000 to F8FF, planes 15, 16)."""
    return _within(char, _PRIVATE)


def is_name_character(char: str) -> bool:
    """An ideograph of any plane, 〇, the separator ·, or a private-use stand-in."""
    return char in "\u3007\u00b7" or _within(char, _IDEOGRAPHS) or is_private_use(char)


def name(look: Look) -> Iterator[Finding]:
    """V-01: no digits, no blanks inside a Chinese name; the length is the field's limit."""
    text = look.text
    if any(char.isdigit() for char in text):
        yield look.block("V-01", "check.name.digits")
        return
    if any(is_private_use(char) for char in text):
        yield look.warn("V-01", "check.name.stand-in", chars=_some(filter(is_private_use, text)))
    own = look.field.name in _OWN_NAMES
    if own and look.other("id_type") in _FOREIGN and not any(_within(c, _IDEOGRAPHS) for c in text):
        odd = [c for c in text if not (c.isalpha() or c in _FOREIGN_MARKS)]
        if odd:
            yield look.ask("V-01", "check.name.odd", chars=_some(odd))
        return
    tidy = tidy_name(text)
    odd = [char for char in tidy if not is_name_character(char)]
    if odd:
        yield look.ask("V-01", "check.name.odd", chars=_some(odd))
    elif tidy != text:
        yield look.ask("V-01", "check.name.spaces", proposal=tidy)


def tidy_name(text: str) -> str:
    """A Chinese name without blanks and with U+00B7 for other dots."""
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff]+", "", _DOTS.sub("\u00b7", text))


def id_type(look: Look) -> Iterator[Finding]:
    """V-02: the kind of paper fits the number that was given."""
    number = people.normalise_id(look.other("id_no"))
    if look.text == "01" and people.has_shape(number):
        for code, prefixes in _PERMIT_PREFIXES.items():
            if number.startswith(prefixes):
                yield look.ask("V-02", "check.id.permit", proposal=code)


def id_number(look: Look) -> Iterator[Finding]:
    """V-03, by the kind of paper (V-02): checksum of GB 11643, prefixes, length of others."""
    number = people.normalise_id(look.text)
    kind = look.other("id_type") if look.field.name == "id_no" else "01"
    if kind in RESIDENT or kind in _PERMIT_PREFIXES:
        yield from _resident_number(look, number)
        prefixes = _PERMIT_PREFIXES.get(kind)
        if prefixes and not number.startswith(prefixes):
            yield look.block("V-02", "check.id.prefix", prefixes="、".join(prefixes))
    elif kind == "04" and not _GREEN_CARD.fullmatch(number):
        yield look.block("V-02", "check.id.green-card", n=len(number))
    elif kind == "05" and not _PASSPORT.fullmatch(number):
        yield look.block("V-02", "check.id.passport")


def _resident_number(look: Look, number: str) -> Iterator[Finding]:
    if people.checksum_holds(number):
        return
    if people.is_old(number):
        yield look.ask("V-03", "check.id.old", proposal=people.widen(number))
        return
    guess = number[:-1].translate(_LIKE_DIGITS) + number[-1:].replace("O", "0")
    letters = [a for a, b in zip(number, guess, strict=True) if a != b]
    if letters and people.checksum_holds(guess):
        yield look.ask("V-03", "check.id.letters", chars=_some(letters), proposal=guess)
    elif any(not (char.isascii() and char.isdigit()) for char in number[:-1]):
        odd = [c for c in number[:-1] if not (c.isascii() and c.isdigit())]
        yield look.block("V-03", "check.id.odd", chars=_some(odd))
    elif len(number) != 18:
        key = "check.id.short" if len(number) < 18 else "check.id.long"
        yield look.block("V-03", key, n=len(number), by=abs(18 - len(number)))
    else:
        yield look.block("V-03", "check.id.checksum")


def division_of_issue(look: Look) -> Iterator[Finding]:
    """V-04: the first six digits are a division; an unknown one is only told."""
    division = people.division_of(people.normalise_id(look.text))
    if division is None or look.other("id_type") not in RESIDENT:
        return
    known = look.catalogue.divisions
    if division in known:
        return
    counties = sum(1 for item in known.values() if item.level == "county")
    if counties >= _WHOLE_COUNTRY or division[:2] not in _PROVINCES | {c[:2] for c in known}:
        yield look.warn("V-04", "check.id.division", division=division)


def birth(look: Look) -> Iterator[Finding]:
    """V-05: a real birth date, not in the future, not over 130 years ago, same in both places."""
    if look.field.type == "date":
        yield from _birth_date(look)
        return
    number = people.normalise_id(look.text)
    if not people.checksum_holds(number):
        return
    born = people.birth_of(number)
    if born is None:
        yield look.block("V-05", "check.id.no-date", digits=number[6:14])
    else:
        yield from _plausible(look, born)


def _birth_date(look: Look) -> Iterator[Finding]:
    typed = day_in(look.value)
    if typed is None:
        return
    yield from _plausible(look, typed)
    if look.other("id_type") in _FOREIGN:
        return
    read = people.birth_of(people.normalise_id(look.other("id_no")))
    if read is None or read == typed:
        return
    days: dict[str, Value] = {"typed": typed.isoformat(), "proposal": read.isoformat()}
    if look.other("birth_proof"):
        # Some numbers were issued with a wrong date: a first reviewer may keep the true one.
        yield look.warn("V-05", "check.birth.kept", proof=look.other("birth_proof"), **days)
    else:
        yield look.block("V-05", "check.birth.differs", **days)


def _plausible(look: Look, born: date) -> Iterator[Finding]:
    if born > look.today:
        yield look.block("V-05", "check.birth.future", born=born.isoformat())
    elif people.age_on(born, look.today) > people.OLDEST:
        age = people.age_on(born, look.today)
        yield look.block("V-05", "check.birth.too-old", born=born.isoformat(), age=age)


def sex(look: Look) -> Iterator[Finding]:
    """V-06: digit 17 says male or female; another sex on the card is asked about, not refused."""
    if look.field.name != "sex":
        return
    read = people.sex_of(people.normalise_id(look.other("id_no")))
    if read is None or look.other("id_type") in _FOREIGN or look.text not in ("1", "2"):
        return
    if read != look.text:
        key = "check.sex.says-male" if read == people.MALE else "check.sex.says-female"
        yield look.ask("V-06", key, proposal=read)


def validity(look: Look) -> Iterator[Finding]:
    """V-08: valid from before valid to; an expired paper, or one soon to expire, is told."""
    until = day_in(look.value)
    start = look.day("id_valid_from")
    if until is None:
        return
    if look.field.name == "id_valid_from":
        end = look.day("id_valid_to")
        if end is not None and end <= until:
            yield look.block("V-08", "check.id.validity-order")
        return
    if start is not None and until <= start:
        yield look.block("V-08", "check.id.validity-order")
    elif until < look.today:
        yield look.warn("V-08", "check.id.expired", until=until.isoformat())
    elif until - look.today <= timedelta(days=look.catalogue.profile.id_warning_days):
        left = (until - look.today).days
        yield look.warn("V-08", "check.id.expires", until=until.isoformat(), n=left)


def marriage(look: Look) -> Iterator[Finding]:
    """V-09: married below the legal age (man 22, woman 20) is told."""
    born = look.day("birth_date")
    if look.text not in _MARRIED or born is None:
        return
    legal = 22 if look.other("sex") == people.MALE else 20
    age = people.age_on(born, look.today)
    if age < legal:
        yield look.warn("V-09", "check.marital.young", age=age, legal=legal)


def _some(chars: Iterable[str]) -> str:
    """The odd characters once each, for a sentence."""
    return "、".join(dict.fromkeys(chars))


RULES: Final[Mapping[str, Rule]] = {
    "V-01": name,
    "V-02": id_type,
    "V-03": id_number,
    "V-04": division_of_issue,
    "V-05": birth,
    "V-06": sex,
    "V-08": validity,
    "V-09": marriage,
}
