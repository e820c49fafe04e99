"""Correcting the village of a guest that was chosen wrongly, while his case is open.

The case keeps the village that was told of it in vain (``wrong_home``), so that it is told the
truth as well: it hears of the correction and of nothing after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledger.catalogue.flows import Flow
from ledger.core.act import Trust, Write
from ledger.core.faults import RuleFault
from ledger.core.record import Change, Record
from ledger.rules.guests import SHARED, is_guest

REHOMING: Final = "case.rehome"
WRONG: Final = "wrong_home"
#: The permission of the declared posts by which the village is corrected.
PERMISSION: Final = "card.edit"
_SETS: Final = frozenset({"home", WRONG})


def may_rehome(case: Record, declared: Flow) -> bool:
    """Whether the village of a case can still be corrected: a guest's, known by what he told, and
    not over."""
    state = declared.states.get(str(case.data.get("state") or ""))
    known = case.data.get("person") or case.data.get("void")
    return is_guest(case) and not known and state is not None and not state.final


def check(write: Write, before: Record | None, declared: Flow) -> RuleFault | None:
    """The reason why the village of a case must not be corrected like this, or None."""
    if before is None or not may_rehome(before, declared):
        name = str(before.data.get("name") or "") if before is not None else ""
        return RuleFault("guest.fixed", name=name)
    said = write.set.keys() == _SETS and write.set[WRONG] == before.data.get("home")
    if not said or write.set["home"] in ("", None, before.area):
        return RuleFault("act.home", area=str(write.set.get("home") or ""))
    return None


def rehomed(case: Record, owned: Iterable[Record], home: str, trust: Trust) -> list[Change]:
    """What sets another village on a case and on what is known with it."""
    known = [each for each in owned if each.kind in SHARED and each.data.get("home") != home]
    return [
        Change("case", {"home": home, WRONG: case.data.get("home")}, case.id, trust),
        *(Change(each.kind, {"home": home}, each.id, trust) for each in known),
    ]
