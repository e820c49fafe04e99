"""A hand at the counter: types and presses keys in the real window, as an operator does.

The window runs on this thread; between two deeds its event loop is let run until what was waited
for has come about, so nothing depends on a fixed pause.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

W = TypeVar("W", bound=QWidget)
Found = TypeVar("Found")
PATIENCE_SECONDS = 30.0


class Hand:
    """Works one window; keeps pictures if given a folder."""

    def __init__(self, window: QWidget, pictures: Path | None = None) -> None:
        self.window = window
        self._pictures = pictures
        self._count = 0

    def wait(self, probe: Callable[[], Found], what: str = "") -> Found:
        """Let the window run until ``probe`` says something true; TimeoutError if it never does."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (answer := probe()):
            if time.monotonic() > deadline:
                self.picture("waited-in-vain")
                raise TimeoutError(f"waited in vain for {what or probe}")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return answer

    def find(self, kind: type[W], name: str = "", *, enabled: bool = True) -> W:
        """The visible widget of a kind whose accessible name, or text, begins so."""
        return self.wait(lambda: self.look(kind, name, enabled=enabled), f"{kind.__name__} {name}")

    def look(self, kind: type[W], name: str = "", *, enabled: bool = True) -> W | None:
        """The same, at once; None when there is none."""
        for widget in self.window.findChildren(kind):
            if not widget.isVisible() or (enabled and not widget.isEnabled()):
                continue
            if not name or name in _names(widget):
                return widget
        return None

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        times: int = 1,
    ) -> None:
        """Press a key, wherever the cursor is."""
        for _ in range(times):
            QTest.keyClick(self._focused(), key, modifier)

    def type(self, text: str) -> None:
        """Type a text, wherever the cursor is."""
        widget = self._focused()
        if text.isascii():
            QTest.keyClicks(widget, text)
        elif isinstance(widget, QLineEdit):
            # What an input method hands over comes as a whole.
            widget.insert(text)
            widget.textEdited.emit(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            widget.insertPlainText(text)

    def fill(self, name: str, text: str) -> None:
        """Put a text into the field of this name, replacing what stood there."""
        field = self.find(QLineEdit, name)
        field.setFocus()
        field.selectAll()
        self.type(text)

    def click(self, kind: type[QWidget], name: str) -> None:
        """Press a button."""
        QTest.mouseClick(self.find(kind, name), Qt.MouseButton.LeftButton)

    def picture(self, name: str) -> None:
        """Keep a picture of the window."""
        if self._pictures is None:
            return
        self._count += 1
        QCoreApplication.processEvents()
        path = self._pictures / f"{self._count:02d}-{name}.png"
        self.window.grab().save(str(path))

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window


def _names(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    shown = str(text()) if callable(text) and not isinstance(widget, QLineEdit) else ""
    return f"{widget.accessibleName()} {shown} {widget.objectName()}"
