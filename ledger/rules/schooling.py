"""Checks of education: degree against schooling, graduation against birth (V-14)."""

from collections.abc import Iterator, Mapping
from typing import Final

from ledger.rules import people
from ledger.rules.findings import Finding, Look, Rule, day_in

_YOUNGEST_GRADUATE: Final = 12
_DEGREES: Final = frozenset("1234")
_UNIVERSITY: Final = range(10, 29)


def schooling(look: Look) -> Iterator[Finding]:
    """V-14: a degree needs university; nobody graduates before 12."""
    if look.field.type == "date":
        yield from _graduation(look)
        return
    level = look.other("education")
    if look.field.name != "degree" or look.text[:1] not in _DEGREES or not level.isdigit():
        return
    if int(level) not in _UNIVERSITY:
        yield look.ask("V-14", "check.degree.schooling")


def _graduation(look: Look) -> Iterator[Finding]:
    day = day_in(look.value)
    born = look.day("birth_date")
    if day is None or born is None:
        return
    age = people.age_on(born, day)
    if 0 <= age < _YOUNGEST_GRADUATE:
        yield look.ask("V-14", "check.graduation.young", age=age)


RULES: Final[Mapping[str, Rule]] = {"V-14": schooling}
