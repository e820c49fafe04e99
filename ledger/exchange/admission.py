"""Letting acts in at an office: judged one by one, and answered by a refusal where a rule says no.

The office never vetoes history: a refused act stays in its journal, and the acts behind it go
through.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import Act, ActId
from ledger.core.faults import ForgedInput, RuleFault
from ledger.core.record import Author, Change
from ledger.exchange.handback import in_order
from ledger.exchange.said_again import REFUSED_BEFORE, SaidAgain
from ledger.exchange.seals import Was
from ledger.exchange.segments import NewAct
from ledger.rules.casework import CLOSING
from ledger.rules.good_faith import leaves_work
from ledger.rules.newer import cannot_judge
from ledger.store import nodes, renewal, tables
from ledger.store.batch import Batch
from ledger.store.compose import compose
from ledger.store.history import held_of
from ledger.store.ledger import Ledger
from ledger.store.refusals import named_by

#: The act by which the office does what a station's act left to it.
FOLLOWED = "case.effects"
#: How many acts one refusal names: an act has a largest size.
REFUSED_AT_ONCE = 500
#: What a forged act says is repeated in its refusal up to this length.
QUOTED = 120


class Admission:
    """The acts of one bundle on their way into the office's ledger, inside one transaction."""

    def __init__(
        self,
        connection: Connection,
        batch: Batch,
        ledger: Ledger,
        sender: Author,
        made_with: int = 0,
    ) -> None:
        """``made_with``: the number of the catalogue that the sender goes by."""
        self._connection = connection
        self._batch = batch
        self._ledger = ledger
        self._sender = sender
        self._made_with = made_with
        self._again = SaidAgain(connection, batch, ledger.place.office)
        self._to_follow: list[Act] = []
        #: What stood in a refusal beside something that does not hold any more.
        self._said_anew: list[Change] = []
        self.refusals: list[tuple[Act, RuleFault, Author]] = []
        #: The first own act of the sender that cannot be judged here yet; 0 when there is none.
        self.stopped_at = 0
        #: Whether some that he handed back cannot be judged here yet.
        self.left_back = False

    def take(self, new: list[NewAct], back: list[NewAct]) -> int:
        """Let in the sender's own acts and those he hands back; gives how many were not held.

        What was made with a newer catalogue and cannot be judged by this one is left, and so is
        everything behind it in the same journal (see older).
        """
        acts: Sequence[NewAct] = in_order([*new, *back]) if back else new
        self._hear_refusals(acts)
        self._batch.preload(write.record for item in acts for write in item.act.writes)
        held = self._handed_back_before(acts)
        taken = 0
        for item in acts:
            own = item.act.node == self._sender.node
            if own and self.stopped_at:
                continue
            if item.act.id in held:
                self._take_chain(item)
            elif item.act.id not in self._batch:
                taken += self._let_in(item)
        return taken

    def _hear_refusals(self, acts: Sequence[NewAct]) -> None:
        """What this office refused before it was restored, it need not judge again: its refusal
        may stand behind it in the same bundle."""
        coming = {item.act.id for item in acts}
        for item in acts:
            if item.was is Was.OWN:
                for act_id, code in named_by(item.act):
                    if act_id in coming:
                        self._batch.refusals.expect(act_id, code)

    def reached(self, new: list[NewAct]) -> list[NewAct]:
        """The sender's own acts up to where it was stopped."""
        return [item for item in new if not self.stopped_at or item.act.seq < self.stopped_at]

    def _let_in(self, item: NewAct) -> bool:
        """Take an act in, or refuse it; False when it cannot be judged yet, and was left."""
        act = item.act
        author = self._sender
        self._again.note_name_between(act)
        if self._batch.refusals.came_before(act.id):
            self._ledger.clock.fold(act.time)
            self._batch.put(act, item.data, item.hash, area=author.area)
            return True
        if item.was is not None:
            self._ledger.clock.fold(act.time)
            self._have_back(item, item.was)
            return True
        fault = self._again.repeated(item) or self._ledger.rules.check(act, self._batch, author)
        if fault is not None and self._cannot_judge(fault):
            self._leave(act)
            return False
        self._ledger.clock.fold(act.time)
        if fault is None:
            self._put(item, item.hash, author.area)
        else:
            self._batch.refuse(act, item.data, item.hash, fault.code, author.area)
            self.refusals.append((act, fault, author))
        return True

    def _cannot_judge(self, fault: RuleFault) -> bool:
        return cannot_judge(fault, self._made_with, self._ledger.catalogue.version)

    def _leave(self, act: Act) -> None:
        if act.node == self._sender.node:
            self.stopped_at = act.seq
        else:
            self.left_back = True

    def _have_back(self, item: NewAct, was: Was) -> None:
        """An act that this office has held before is again what it was then."""
        area = self._sender.area
        if was is Was.OWN:
            self._ledger.own_again(self._connection, item.act.node)
            still = self._again.still_said(item.act)
            if still is not None:
                fault = RuleFault(renewal.REPEATED, act=str(item.act.id))
                self._batch.refuse(item.act, item.data, item.hash, fault.code, area)
                self.refusals.append((item.act, fault, self._sender))
                self._said_anew += still
                return
        repeated = self._again.repeated(item) if was is Was.TAKEN else None
        if was is Was.REFUSED:
            self._batch.refuse(item.act, item.data, item.hash, REFUSED_BEFORE, area)
        elif repeated is not None:
            self._batch.refuse(item.act, item.data, item.hash, repeated.code, area)
            self.refusals.append((item.act, repeated, self._sender))
        else:
            self._put(item, item.hash, area)

    def _put(self, item: NewAct, chain: bytes | None, area: str) -> None:
        self._batch.put(item.act, item.data, chain, area=area)
        self._again.note_standing(item.act)
        if item.was is not Was.OWN and (item.act.action == CLOSING or leaves_work(item.act)):
            self._to_follow.append(item.act)

    def _handed_back_before(self, acts: Sequence[NewAct]) -> set[ActId]:
        """Those that somebody else handed back before their author came."""
        if not self._ledger.place.restored:
            return set()
        names = [item.act.id for item in acts]
        return held_of(self._connection, self._ledger.place.office, names)

    def _take_chain(self, item: NewAct) -> None:
        """Of an act that is held, only its place in its author's chain is news."""
        table = tables.act
        this = sa.and_(
            table.c.office == self._ledger.place.office,
            table.c.node == item.act.node,
            table.c.seq == item.act.seq,
        )
        if self._connection.execute(sa.select(table.c.bytes).where(this)).scalar() != item.data:
            raise ForgedInput("node.forked", node=item.act.node, seq=item.act.seq)
        if item.hash is not None:
            self._connection.execute(sa.update(table).where(this).values(hash=item.hash))

    # Answers

    def finish(self) -> None:
        """Do what acts leave to the office, and answer what was refused by acts of the office
        that name each act, and why."""
        for act in self._to_follow:
            self._follow(act)
        self._again.save()
        if self._said_anew:
            self._write("refusal", self._said_anew)
        for start in range(0, len(self.refusals), REFUSED_AT_ONCE):
            self._refuse(self.refusals[start : start + REFUSED_AT_ONCE])

    def _follow(self, act: Act) -> None:
        """What a station may not write, because it lies in another village (see `guests`)."""
        changes = self._ledger.rules.follow_up(act, self._batch)
        if changes:
            self._write(FOLLOWED, changes)

    def _write(self, action: str, changes: Sequence[Change]) -> None:
        """An act of the office itself, at the end of its journal."""
        ledger = self._ledger
        mark = nodes.mark_of(self._connection, ledger.place.office, ledger.node)
        header = (ledger.node, mark.seq + 1, ledger.clock.tick(), "", action, "", "")
        act, data = compose(header, changes, self._batch, ledger.place.births)
        ledger.append(self._connection, self._batch, mark, act, data)

    def _refuse(self, refusals: list[tuple[Act, RuleFault, Author]]) -> None:
        changes = [
            Change(
                "refusal",
                {
                    "area": author.area,
                    "act": str(act.id),
                    "code": fault.code,
                    "params": {key: str(value)[:QUOTED] for key, value in fault.params.items()},
                    "station": author.station,
                    "action": act.action[:QUOTED],
                    "record": act.writes[0].record[:QUOTED] if act.writes else "",
                },
            )
            for act, fault, author in refusals
        ]
        self._write("refusal", changes)
