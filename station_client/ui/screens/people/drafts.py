"""What was typed into a card and not saved yet: kept on this PC, found again after a power cut."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.core.act import ActId

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.core.act import Value
    from station_client.desk.counter import Counter

KIND = "card"
NEW = "new"


@dataclass(frozen=True)
class CardDraft:
    """Typed values by field, and the state of the card they were typed over."""

    values: Mapping[str, Value]
    seen: tuple[ActId, ...]
    at: datetime


class CardDrafts:
    """One draft per operator and card; ``person`` is :data:`NEW` for a new card.

    Any thread may call.  A draft that was written later than it was typed never replaces a newer
    one: every call carries the number of the change it stands for.
    """

    def __init__(self, counter: Counter) -> None:
        self._drafts = counter.ledger.local.drafts
        self._operator = counter.operator.id
        self._lock = threading.Lock()
        self._latest: dict[str, int] = {}
        self._next = 0

    def number(self) -> int:
        """The number of the next change; taken where the typing happens."""
        self._next += 1
        return self._next

    def keep(
        self, number: int, person: str, values: Mapping[str, Value], seen: Sequence[ActId]
    ) -> None:
        """Keep what was typed; nothing typed drops the draft."""
        with self._lock:
            if number < self._latest.get(person, 0):
                return
            self._latest[person] = number
            if not values:
                self._drafts.drop(self._id(person))
                return
            data = {"values": dict(values), "seen": [[act.node, act.seq] for act in seen]}
            self._drafts.put(self._id(person), self._operator, KIND, person, data)

    def drop(self, number: int, person: str) -> None:
        """Forget the draft: it was saved, or thrown away."""
        self.keep(number, person, {}, ())

    def get(self, person: str) -> CardDraft | None:
        """The draft of a card, or None."""
        name = self._id(person)
        for draft in self._drafts.list(self._operator, KIND):
            if draft.id == name:
                seen = tuple(ActId(node, seq) for node, seq in draft.data["seen"])
                return CardDraft(draft.data["values"], seen, draft.updated)
        return None

    def _id(self, person: str) -> str:
        return f"{KIND}-{self._operator}-{person}"
