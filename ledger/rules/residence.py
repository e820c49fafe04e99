"""Checks of where somebody belongs: divisions and the household (V-10, V-11)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.rules import people
from ledger.rules.findings import Finding, Look, Rule

HEAD: Final = "02"
"""GB/T 4761: 户主."""

_DIVISION: Final = re.compile(r"[0-9]{6}|[0-9]{12}", re.ASCII)


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MEN: Final = _codes(
    "11 20 21 22 23 24 25 26 27 28 29 41 43 46 47 51 53 55 57 61 63 66 71 73 76 78 81 83 85 87 89 "
    "93 95"
)
_WOMEN: Final = _codes(
    "12 30 31 32 33 34 35 36 37 38 39 42 44 45 48 52 54 56 58 62 64 67 72 74 75 77 82 84 86 88 90 "
    "94 96"
)


def division(look: Look) -> Iterator[Finding]:
    """V-10: inside the service area down to the village, outside it six digits are enough."""
    code = look.text
    known = look.catalogue.divisions
    if not _DIVISION.fullmatch(code):
        yield look.block("V-10", "check.division.digits", n=len(code))
        return
    served = _counties_served(look.catalogue)
    if len(code) == 6:
        if code in served:
            yield look.ask("V-10", "check.division.village")
        return
    found = known.get(code)
    if found is not None and found.level != "village":
        yield look.ask("V-10", "check.division.village")
    elif found is None and code[:6] in served:
        yield look.block("V-10", "check.division.unknown", code=code)


def _counties_served(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(d.code[:6] for d in catalogue.divisions.values() if d.level == "village")


def relation(look: Look) -> Iterator[Finding]:
    """V-11: a wife is a woman, a son is a man; the opposite is told."""
    sex = look.other("sex")
    if look.field.name != "rel_to_head":
        return
    wrong = _WOMEN if sex == people.MALE else _MEN if sex == people.FEMALE else frozenset()
    if look.text in wrong:
        said = look.catalogue.codes[look.field.codes] if look.field.codes else None
        name = said.label(look.text) if said else look.text
        key = "check.relation.is-male" if sex == people.MALE else "check.relation.is-female"
        yield look.warn("V-11", key, relation=name)


def household_heads(cards: Iterable[Mapping[str, Value]]) -> Finding | None:
    """V-11: exactly one head among the cards of one household; None if that is so."""
    heads = [str(card.get("name", "")) for card in cards if card.get("rel_to_head") == HEAD]
    if len(heads) == 1:
        return None
    if not heads:
        return Finding("rel_to_head", "V-11", "warn", "check.household.no-head")
    names = "、".join(heads)
    return Finding(
        "rel_to_head", "V-11", "warn", "check.household.heads", {"n": len(heads), "names": names}
    )


RULES: Final[Mapping[str, Rule]] = {"V-10": division, "V-11": relation}
