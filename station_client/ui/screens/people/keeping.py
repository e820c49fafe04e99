"""Keeping the draft of a card while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_client.ui.screens.people.drafts import NEW, CardDrafts
from station_client.ui.throttle import Throttle

if TYPE_CHECKING:
    from ledger.core.act import ActId, Value
    from station_client.ui.places import Context

KEEP_MS = 900


class Keeper(QObject):
    """Writes what was typed now and then, and at once when the form is left.

    Signals:
        kept(bool): It was written; False when nothing is typed any more.
    """

    kept = Signal(bool)

    def __init__(
        self,
        context: Context,
        drafts: CardDrafts,
        typed: Callable[[], Mapping[str, Value]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._typed = typed
        self._person: str | None = None
        self._seen: tuple[ActId, ...] = ()
        self.drafts = drafts
        self._later = Throttle(KEEP_MS, self._soon, self, trailing=False)

    def begin(self, person: str, seen: tuple[ActId, ...]) -> None:
        """What is typed from now on belongs to this card ("" for a new one)."""
        self._later.cancel()
        self._person, self._seen = person or NEW, seen

    def end(self) -> None:
        """Nothing is kept any more: it was saved."""
        self._later.cancel()
        self._person = None

    def touch(self) -> None:
        """Something was typed."""
        self._later.call()

    def now(self) -> None:
        """Write it before anything else happens."""
        self._later.cancel()
        if self._person is not None:
            number = self.drafts.number()
            self.drafts.keep(number, self._person, self._typed(), self._seen)

    def drop(self) -> None:
        """Throw the draft away."""
        self._later.cancel()
        if self._person is not None:
            self.drafts.drop(self.drafts.number(), self._person)

    def _soon(self) -> None:
        person, seen, drafts = self._person, self._seen, self.drafts
        if person is None:
            return
        number, values = drafts.number(), dict(self._typed())
        self._context.work.run(
            lambda: drafts.keep(number, person, values, seen),
            lambda _none: self.kept.emit(bool(values)),
            self._context.fail,
            owner=self,
        )
