"""Acts that a renewed PC says again: the office tells by what they say which are one and the same.

A PC that was restored or copied, or whose office was restored, says under a new name what the
office is not known to hold (see store.renewal). Some of it had arrived all the same, or is handed
back by a neighbour later: then one of the two stands, and the other is left out as repeated.
"""

from __future__ import annotations

from sqlalchemy.engine import Connection

from ledger.core.act import Act, ActId, Write
from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.exchange.seals import Was
from ledger.exchange.segments import NewAct
from ledger.store import renewal
from ledger.store.batch import Batch
from ledger.store.local import read_setting, read_settings, write_setting
from ledger.store.refusals import REFUSAL

#: The code of a refused act that was handed back before its refusal was.
REFUSED_BEFORE = "act.refused"
#: Setting, per former node: which acts were let in for acts of his (number → their names). They are
#: several where a PC was copied, and each copy wrote an act of its own under that number.
STOOD_FOR = "stood_for."


def first_names(connection: Connection, office: int) -> dict[ActId, list[ActId]]:
    """Of acts that were let in for acts of another name: these names."""
    found: dict[ActId, list[ActId]] = {}
    for key, standing in read_settings(connection, office, STOOD_FOR).items():
        for seq, names in standing.items():
            first = ActId(key.removeprefix(STOOD_FOR), seq)
            for name in names:
                found.setdefault(ActId(*name), []).append(first)
    return found


class SaidAgain:
    """Which acts were let in for which others, inside one transaction of an office."""

    def __init__(self, connection: Connection, batch: Batch, office: int) -> None:
        self._connection = connection
        self._batch = batch
        self._office = office
        self._stood_for: dict[str, dict[int, list[ActId]]] = {}
        self._news_of: set[str] = set()

    def repeated(self, item: NewAct) -> RuleFault | None:
        """An act that a restored PC says again, held here under its first name or a later one."""
        act = item.act
        first = ActId.parse(act.stands_for) if act.stands_for else act.id
        names = [first] if act.stands_for else []
        for name in (*names, *self._standing_for(first)):
            held = self._batch.act(name)
            if held is None or self._says(held) != self._says(act):
                continue
            if self._stands_in_for(name, item.was):
                return RuleFault(renewal.REPEATED, act=str(name))
        return None

    def _stands_in_for(self, name: ActId, was: Was | None) -> bool:
        """Whether a held act leaves no room for another that says the same: it counts, or was
        refused for what it says, which nobody need be told twice. One that was itself left out as
        repeated does not; nor any refused one for an act that was let in before.
        """
        code = self._batch.refusal_of(name)
        if code is None:
            return True
        return was is None and code not in (renewal.REPEATED, REFUSED_BEFORE)

    def still_said(self, refusal: Act) -> list[Change] | None:
        """What a refusal that is handed back still says, where a part of it does not hold any more;
        None where all of it holds, or it is none.

        Two histories of an office may have left out each of two acts for the sake of the other. One
        stands here by now; the refusal that would take it away is refused itself.
        """
        if not any(self._would_leave_none(write) for write in refusal.writes):
            return None
        return [
            Change(write.kind, dict(write.set))
            for write in refusal.writes
            if not self._would_leave_none(write)
        ]

    def _would_leave_none(self, write: Write) -> bool:
        if write.kind != REFUSAL or write.set.get("code") != renewal.REPEATED:
            return False
        params = write.set.get("params")
        other = params.get("act") if isinstance(params, dict) else None
        named, kept = (renewal.act_named(value) for value in (write.set.get("act"), other))
        if named is None or kept is None or self._batch.act(named) is None:
            return False
        gone = self._batch.act(kept) is not None and self._batch.refusal_of(kept) is not None
        return gone and self._batch.refusal_of(named) is None

    def _says(self, act: Act) -> tuple[object, ...]:
        def stands_for(creator: ActId, record: str) -> str:
            held = self._batch.act(creator) or self._said_for(creator, record, act)
            return held.stands_for if held is not None else ""

        return renewal.content(act, stands_for)

    def _said_for(self, creator: ActId, record: str, asked: Act) -> Act | None:
        """The act that was let in for one that made a record and never came here itself."""
        for name in self._standing_for(creator):
            again = asked if name == asked.id else self._batch.act(name)
            if again is not None and any(write.record == record for write in again.writes):
                return again
        return None

    def _standing_for(self, first: ActId) -> list[ActId]:
        """The acts that were let in for an act of another name."""
        return self._of(first.node).get(first.seq, [])

    def _of(self, node: str) -> dict[int, list[ActId]]:
        if node not in self._stood_for:
            kept = read_setting(self._connection, self._office, STOOD_FOR + node, {})
            self._stood_for[node] = {
                seq: [ActId(*name) for name in names] for seq, names in kept.items()
            }
        return self._stood_for[node]

    def note_standing(self, act: Act) -> None:
        """An act was let in; if it was said again, it stands for its first."""
        if act.stands_for:
            self._stands(ActId.parse(act.stands_for), act)

    def note_name_between(self, act: Act) -> None:
        """A PC that was renewed twice may have made a record under a name that never came here: by
        the first of its acts that writes the record, it is known what that name stood for."""
        for write in act.writes if act.stands_for else ():
            creator = renewal.creator(write.record)
            if creator is None or creator == act.id or str(creator) == act.stands_for:
                continue
            unheard = self._batch.act(creator) is None
            if unheard and self._said_for(creator, write.record, act) is None:
                self._stands(creator, act)

    def _stands(self, first: ActId, act: Act) -> None:
        names = self._of(first.node).setdefault(first.seq, [])
        if act.id not in names:
            names.append(act.id)
            self._news_of.add(first.node)

    def save(self) -> None:
        """Keep what was let in for what."""
        for node in sorted(self._news_of):
            write_setting(self._connection, self._office, STOOD_FOR + node, self._stood_for[node])
