"""The one helper for "later" and "not so often"; nobody else makes timers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Throttle(QObject):
    """Calls ``func`` once, ``ms`` after the last :meth:`call` (or the first, see below).

    Args:
        ms: The delay in milliseconds.
        func: What to call, on the main thread.
        parent: The owner; when it goes, nothing is called any more.
        trailing: True waits for a pause (typing); False counts from the first call, so that a
            stream of calls is still answered every ``ms`` (saving, repainting).
    """

    def __init__(
        self, ms: int, func: Callable[[], object], parent: QObject, *, trailing: bool = True
    ) -> None:
        super().__init__(parent)
        self._func = func
        self._trailing = trailing
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ms)
        self._timer.timeout.connect(self._fire)

    @property
    def waiting(self) -> bool:
        """Whether a call is due."""
        return self._timer.isActive()

    def call(self) -> None:
        """Ask for a call."""
        if self._trailing or not self._timer.isActive():
            self._timer.start()

    def now(self) -> None:
        """Make the call that is due, at once; nothing happens when none is due."""
        if self._timer.isActive():
            self._fire()

    def cancel(self) -> None:
        """Forget the call that is due."""
        self._timer.stop()

    def _fire(self) -> None:
        self._timer.stop()
        self._func()


class Repeat(QObject):
    """Calls ``func`` every ``ms`` while its owner lives."""

    def __init__(self, ms: int, func: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._func = func
        self._timer = QTimer(self)
        self._timer.setInterval(ms)
        self._timer.timeout.connect(self._fire)
        self._timer.start()

    def _fire(self) -> None:
        self._func()


def soon(owner: QObject, func: Callable[[], object]) -> None:
    """Call ``func`` once control is back in the event loop, if ``owner`` still lives."""
    QTimer.singleShot(0, owner, func)
