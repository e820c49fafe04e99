"""The ledger's "this changed", brought to the main thread for the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from station_client.ui.throttle import Throttle

if TYPE_CHECKING:
    from ledger.store.journal import Held
    from ledger.store.ledger import Ledger
    from ledger.store.slots import Changed

GATHER_MS = 120


@dataclass(frozen=True)
class Changes:
    """What changed since the last call, gathered.

    Attributes:
        kinds: Kinds of records.
        records: Their ids; empty together with ``kinds`` when only the link moved.
        from_exchange: Whether any of it came from the office.
        receipts: Whether the office has confirmed more of what was done here.  That changes the
            sign of records of every kind, so everybody who listens is told.
    """

    kinds: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    from_exchange: bool = False
    receipts: bool = False


@dataclass
class _Listener:
    widget: QWidget
    kinds: frozenset[str]
    call: Callable[[Changes], object]
    missed: Changes | None = None


class LedgerSignals(QObject):
    """Bridges ``Ledger.watch`` to the main thread and tells those screens that care.

    Changes are gathered for a moment so that an exchange of a thousand acts is one refresh.  A
    screen that is not visible is told when it is shown (it calls :meth:`catch_up`), not before.

    Signals:
        changed(Changes): Every gathered change, for what is always in sight.
    """

    changed = Signal(object)
    _arrived = Signal(object)
    _link_moved = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gathered = Changes()
        self._listeners: list[_Listener] = []
        self._ledger: Ledger | None = None
        self._held: Held | None = None
        self._stop: Callable[[], None] | None = None
        self._throttle = Throttle(GATHER_MS, self._publish, self, trailing=False)
        self._arrived.connect(self._gather)
        self._link_moved.connect(self._gather_link)

    def follow(self, ledger: Ledger) -> None:
        """Listen to ``ledger`` (and no longer to another one)."""
        self.close()
        self._ledger, self._held = ledger, ledger.held()
        self._stop = ledger.watch(self._noticed)

    def close(self) -> None:
        """Stop listening."""
        if self._stop is not None:
            self._stop()
            self._stop = self._ledger = None

    def listen(
        self, widget: QWidget, kinds: Iterable[str], call: Callable[[Changes], object]
    ) -> None:
        """Call ``call(changes)`` when records of ``kinds`` change, or the office confirms more of
        what was done here, and ``widget`` is visible."""
        self._listeners.append(_Listener(widget, frozenset(kinds), call))

    def catch_up(self, widget: QWidget) -> None:
        """Tell the listeners of ``widget``, now visible, what they missed."""
        for listener in self._alive():
            if listener.widget is widget and listener.missed is not None:
                missed, listener.missed = listener.missed, None
                listener.call(missed)

    def link_moved(self) -> None:
        """Publish a change without records: the link came, went, was tried, or brought receipts.

        From any thread.
        """
        self._link_moved.emit(self._confirmed_more())

    def _noticed(self, changed: Changed) -> None:
        """On the thread that wrote: an exchange may bring receipts along with records."""
        receipts = changed.source == "exchange" and self._confirmed_more()
        self._arrived.emit(
            Changes(
                frozenset(changed.kinds),
                frozenset(changed.records),
                changed.source == "exchange",
                receipts,
            )
        )

    def _confirmed_more(self) -> bool:
        ledger = self._ledger
        if ledger is None:
            return False
        held, before = ledger.held(), self._held
        self._held = held
        return held != before

    def _gather(self, changes: Changes) -> None:
        self._gathered = _joined(self._gathered, changes)
        self._throttle.call()

    def _gather_link(self, receipts: bool) -> None:
        self._gather(Changes(receipts=receipts))

    def _publish(self) -> None:
        changes, self._gathered = self._gathered, Changes()
        self.changed.emit(changes)
        for listener in self._alive():
            if not (changes.receipts or listener.kinds & changes.kinds):
                continue
            if listener.widget.isVisible():
                listener.call(changes)
            else:
                listener.missed = _joined(listener.missed or Changes(), changes)

    def _alive(self) -> list[_Listener]:
        self._listeners = [each for each in self._listeners if isValid(each.widget)]
        return list(self._listeners)


def _joined(one: Changes, two: Changes) -> Changes:
    return Changes(
        one.kinds | two.kinds,
        one.records | two.records,
        one.from_exchange or two.from_exchange,
        one.receipts or two.receipts,
    )
