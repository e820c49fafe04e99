"""Correcting the village of a guest that was chosen wrongly, while his case is open.

The case keeps the village that was told of it in vain (``wrong_home``), so that it is told the
truth as well: it hears of the correction and of nothing after it. Where he belongs to the village
that accepted, the case is an ordinary one of that village from then on: it names no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ledger.catalogue.flows import Flow
from ledger.core.act import Trust, Value, Write
from ledger.core.faults import RuleFault
from ledger.core.record import Change, Record
from ledger.rules.guests import AT_WINDOW, SHARED, is_guest

REHOMING: Final = "case.rehome"
WRONG: Final = "wrong_home"
#: The permission of the declared posts by which the village is corrected.
PERMISSION: Final = "card.edit"
#: What else is written where he belongs to the village that accepted.
_OWN: Final = {"channel": AT_WINDOW}


def may_rehome(case: Record, declared: Flow) -> bool:
    """Whether the village of a case can still be corrected: a guest's, known by what he told, and
    not over."""
    state = declared.states.get(str(case.data.get("state") or ""))
    known = case.data.get("person") or case.data.get("void")
    return is_guest(case) and not known and state is not None and not state.final


def is_told_in_vain(area: str, case: Mapping[str, Value], village: str) -> bool:
    """Whether a village was told of a case that is not its concern; ``area`` is the case's."""
    return case.get(WRONG) == village and village not in (area, case.get("home"))


def check(write: Write, before: Record | None, declared: Flow) -> RuleFault | None:
    """The reason why the village of a case must not be corrected like this, or None."""
    if before is None or not may_rehome(before, declared):
        name = str(before.data.get("name") or "") if before is not None else ""
        return RuleFault("guest.fixed", name=name)
    given = dict(write.set)
    home, wrong = given.pop("home", ""), given.pop(WRONG, "")
    beside = _OWN if home is None else {}
    if given != beside or wrong != before.data.get("home") or home in ("", before.area):
        return RuleFault("act.home", area=str(home or ""))
    return None


def rehomed(case: Record, owned: Iterable[Record], home: str, trust: Trust) -> list[Change]:
    """What sets another village on a case and on what is known with it; the village that accepted
    it, to say that he is no guest."""
    to, beside = (None, _OWN) if home == case.area else (home, {})
    known = [each for each in owned if each.kind in SHARED and each.data.get("home") != to]
    return [
        Change("case", {"home": to, WRONG: case.data.get("home"), **beside}, case.id, trust),
        *(Change(each.kind, {"home": to}, each.id, trust) for each in known),
    ]
