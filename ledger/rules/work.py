"""Checks of work: company codes, employment and registration, retirement (V-15, V-20 to V-23)."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ledger.rules import people
from ledger.rules.findings import Finding, Look, Rule, day_in
from ledger.rules.retirement import retirement_days

REGISTERED_UNEMPLOYED: Final = "21"
UNEMPLOYED: Final = frozenset({"21", "22"})
STUDENT: Final = "31"
RETIRED: Final = "32"
EMPLOYED: Final = frozenset({"11", "12", "13", "14", "15", "16"})
"""CT-03: who has one of these is at work, and cannot be registered as unemployed."""

UNABLE: Final = "34"
REGISTERED: Final = "1"
"""CT-65: an unemployment registration stands."""

WHOLLY_LOST: Final = "3"
"""CT-64: no ability to work."""

WORKING_AGE: Final = 16
_RETIRED_STATUS: Final = "80"

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SHAPE: Final = re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{18}", re.ASCII)


def company_code_holds(code: str) -> bool:
    """GB 32100-2015: 18 characters without I O S V Z, the last one a check."""
    if not _SHAPE.fullmatch(code):
        return False
    total = sum(w * _ALPHABET.index(c) for w, c in zip(_WEIGHTS, code, strict=False))
    return _ALPHABET[(31 - total % 31) % 31] == code[17]


def company_code(look: Look) -> Iterator[Finding]:
    """V-15: the code of an employer or a licence."""
    code = look.text
    if company_code_holds(code):
        return
    upper = people.normalise_id(code)
    for guess in (upper, upper.replace("O", "0").replace("I", "1").replace("Z", "2")):
        if guess != code and company_code_holds(guess):
            yield look.ask("V-15", "check.company.spelt", proposal=guess)
            return
    if len(code) != 18:
        yield look.block("V-15", "check.company.length", n=len(code))
    else:
        yield look.block("V-15", "check.company.checksum")


def status(look: Look) -> Iterator[Finding]:
    """V-20: employment status, personal status and registration tell one story."""
    if look.field.name == "personal_status":
        if look.text == _RETIRED_STATUS and look.others.get("retired") is False:
            yield look.ask("V-20", "check.status.retired")
        return
    registered = look.other("unemp_reg_state") == REGISTERED
    if look.text == REGISTERED_UNEMPLOYED and not registered:
        yield look.ask("V-20", "check.status.not-registered", proposal="22")
    elif look.text in EMPLOYED | {STUDENT, RETIRED} and registered:
        key = "check.status.student" if look.text == STUDENT else "check.status.still-registered"
        yield look.block("V-20", key)


def registration(look: Look) -> Iterator[Finding]:
    """V-21: registered as unemployed is who is 16 to retirement age, able, willing, not at work."""
    if look.field.name != "unemp_reg_state" or look.text != REGISTERED:
        return
    if look.other("emp_status") in EMPLOYED:
        yield look.block("V-21", "check.unemployed.at-work")
    if look.others.get("want_work") is False:
        yield look.block("V-21", "check.unemployed.unwilling")
    if look.other("emp_status") == UNABLE or look.other("able_to_work") == WHOLLY_LOST:
        yield look.block("V-21", "check.unemployed.unable")
    born = look.day("birth_date")
    if born is None:
        return
    age = people.age_on(born, look.today)
    if age < WORKING_AGE:
        yield look.block("V-21", "check.unemployed.young", age=age)
    days = retirement_days(look.catalogue.retirement, look.other("sex"), born)
    if days is not None and look.today >= days.latest:
        yield look.block("V-21", "check.unemployed.old", day=days.latest.isoformat())
    elif days is not None and look.today >= days.earliest:
        yield look.ask("V-21", "check.unemployed.perhaps-old", day=days.earliest.isoformat())


def retired(look: Look) -> Iterator[Finding]:
    """V-23: retired before the statutory day is asked about (early retirement exists)."""
    born = look.day("birth_date")
    if look.value is not True and day_in(look.value) is None:
        return
    day = day_in(look.value) or look.today
    days = retirement_days(look.catalogue.retirement, look.other("sex"), born) if born else None
    if days is not None and day < days.earliest:
        yield look.ask("V-23", "check.retired.early", day=days.earliest.isoformat())


RULES: Final[Mapping[str, Rule]] = {
    "V-15": company_code,
    "V-20": status,
    "V-21": registration,
    "V-23": retired,
}
