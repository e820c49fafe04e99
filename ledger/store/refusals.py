"""Which acts count for nothing: those refused here, and those refused before they came here."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import Act, ActId
from ledger.store import tables
from ledger.store.local import read_setting, write_setting
from ledger.store.prepared import Prepared, changing, given, selection

#: The kind by which an office takes an act out of the ledger.
REFUSAL = "refusal"
#: Setting: the acts that were refused before they came here, with the code of each.
REFUSED_AHEAD = "refused.ahead"

_act = tables.act.c
_REFUSED = Prepared.of(
    sa.select(_act.node, _act.seq).where(given(_act.office), _act.refused.is_not(None)), "office"
)
_CODE = selection((_act.refused,), _act.office, _act.node, _act.seq)
_MARK = changing(tables.act, "refused")


def named_by(act: Act) -> list[tuple[ActId, str]]:
    """The acts that an act refuses, with the code of each."""
    return [
        (ActId.parse(str(write.set["act"])), str(write.set.get("code", "")))
        for write in act.writes
        if write.kind == REFUSAL and "act" in write.set
    ]


class Refusals:
    """What is known of refusals inside one write transaction."""

    def __init__(self, connection: Connection, office: int) -> None:
        self._connection = connection
        self._office = office
        self._held = {ActId(*row) for row in _REFUSED.all(connection, office)}
        self._ahead: dict[str, str] = read_setting(connection, office, REFUSED_AHEAD, {})
        self._is_news = False

    def __bool__(self) -> bool:
        return bool(self._held)

    def __contains__(self, act_id: ActId) -> bool:
        """Whether an act that is held here was refused."""
        return act_id in self._held

    def add(self, act_id: ActId) -> None:
        """An act is held here as refused from now on."""
        self._held.add(act_id)

    def code_of(self, act_id: ActId) -> str | None:
        """The code with which an act held here was refused; None for one that counts."""
        if act_id not in self._held:
            return None
        code: str | None = _CODE.value(self._connection, self._office, *act_id)
        return code

    def mark(self, act_id: ActId, code: str) -> None:
        """Note on an act that is held here that the office refused it, and why."""
        _MARK.run(self._connection, code, self._office, *act_id)
        self._is_news |= self._ahead.pop(str(act_id), None) is not None

    def lift(self, act_id: ActId) -> None:
        """An act that is held here counts again: what refused it was refused itself."""
        _MARK.run(self._connection, None, self._office, *act_id)
        self._held.discard(act_id)

    def expect(self, act_id: ActId, code: str) -> None:
        """An act was refused that has not come here yet."""
        self._ahead[str(act_id)] = code
        self._is_news = True

    def came_before(self, act_id: ActId) -> bool:
        """Whether an act that comes was refused before."""
        return bool(self._ahead) and str(act_id) in self._ahead

    def take(self, act_id: ActId) -> str | None:
        """The code with which an act that comes was refused before; None where it was not."""
        code = self._ahead.pop(str(act_id), None) if self._ahead else None
        self._is_news |= code is not None
        return code

    def save(self) -> None:
        """Keep what is refused ahead, if that changed."""
        if self._is_news:
            write_setting(self._connection, self._office, REFUSED_AHEAD, self._ahead)
