"""What a village wrote of somebody who had moved away, before it had heard of the move.

It acted in good faith, and what it told and handed to the resident stands: a result that it gave
out counts on the card in the new village, an application that it took in is a guest's case from
then on. By this a station may do no more than accepting and closing guests' cases lets it do
anyway. A change of the card itself does not count, and it is told why.
"""

from __future__ import annotations

from typing import Final, Protocol

from ledger.core.act import Act, Trust, Value, Write
from ledger.core.faults import RuleFault
from ledger.core.record import Author, Change, Record
from ledger.rules.casework import CASE_ACTION, CLOSING, creates
from ledger.rules.guests import SHARED

_MOVE: Final = "move"


class View(Protocol):
    """What is looked at: the ledger as it stands."""

    def record(self, record: str) -> Record | None:
        """A record by its id."""

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one."""


def moved_away(card: str, author: Author, view: View) -> bool:
    """Whether somebody lived in the author's village and was moved out of it."""
    return any(move.area == author.area for move in view.owned(card, _MOVE))


def may_reach(act: Act, write: Write, card: str, author: Author, view: View) -> bool:
    """Whether a write may concern the card of somebody who was moved away.

    That is: beginning a case of his, or what closing one writes.
    """
    if write.kind == "case":
        begins = act.action.startswith(CASE_ACTION) and creates(act, write)
        return begins and moved_away(card, author, view)
    if act.action != CLOSING:
        return False
    closed = (view.record(each.record) for each in act.writes if each.kind == "case")
    named = {case.data.get("person") for case in closed if case is not None}
    return card in named and moved_away(card, author, view)


def out_of_reach(
    act: Act, write: Write, before: Record, author: Author, view: View
) -> RuleFault | None:
    """Why a record of another area is not written; nothing where it is done in good faith."""
    card = before.id if before.kind == "person" else before.owner
    if card and may_reach(act, write, card, author, view):
        return None
    if card and moved_away(card, author, view):
        found = view.record(card)
        name = str(found.data.get("name") or "") if found is not None else ""
        return RuleFault("act.moved-away", area=before.area, name=name)
    return RuleFault("act.area", area=before.area)


def leaves_work(act: Act) -> bool:
    """Whether an office has to look if something of an act is not known where it should be."""
    return any(write.kind in SHARED and "owner" in write.set for write in act.writes)


def placed(act: Act, view: View) -> list[Change]:
    """What an office puts right behind an act: the case of somebody who had moved away, and what
    belongs to a case, are made known to the village he belongs to."""
    homes: dict[str, Value] = {}
    changes = []
    for write in act.writes:
        record = view.record(write.record) if write.kind in SHARED else None
        owner = view.record(record.owner) if record is not None and record.owner else None
        if record is None or owner is None:
            continue
        if record.kind == "case":
            wanted = homes[record.id] = _home_of(record, owner, view)
        elif owner.kind == "case":
            wanted = homes.get(owner.id, owner.data.get("home"))
        else:
            continue
        if (record.data.get("home") or None) != (wanted or None):
            changes.append(Change(record.kind, {"home": wanted}, record.id, Trust.OFFICE))
    return changes


def _home_of(case: Record, card: Record, view: View) -> Value:
    """The other village that a case concerns by its applicant's card."""
    if card.area == case.area or not view.owned(card.id, _MOVE):
        return case.data.get("home")
    return card.area
