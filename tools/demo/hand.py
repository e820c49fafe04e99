"""A hand at the counter: types and presses keys in the real window, as an operator does.

The window runs on this thread; between two deeds its event loop is let run until what was waited
for has come about, so nothing depends on a fixed pause.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

W = TypeVar("W", bound=QWidget)
Found = TypeVar("Found")
#: Never spent where what is waited for comes: a machine may do much else beside.
PATIENCE_SECONDS = 120.0
BEAT_MS = 15
#: A layout inside a layout inside a scroll area needs a few turns of the loop to come to rest.
LAYOUT_ROUNDS = 6
PLAIN = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Hand:
    """Works one window; keeps pictures if given a folder."""

    def __init__(self, window: QWidget, pictures: Path | None = None, *, first: int = 1) -> None:
        self.window = window
        self._pictures = pictures
        self.number = first - 1
        self._beat = QTimer(window)  # wakes the waiting loop when nothing else does
        self._beat.start(BEAT_MS)

    def wait(self, probe: Callable[[], Found], what: str = "") -> Found:
        """Let the window run until ``probe`` says something true; TimeoutError if it never does."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (answer := probe()):
            if time.monotonic() > deadline:
                self.picture("waited-in-vain")
                raise TimeoutError(f"waited in vain for {what or probe}")
            QCoreApplication.processEvents(
                QEventLoop.ProcessEventsFlag.AllEvents
                | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            )
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return answer

    def find(self, kind: type[W], name: str = "", *, enabled: bool = True) -> W:
        """The visible widget of a kind whose accessible name, or text, has these words."""
        found: W | None = None

        def looked() -> bool:
            nonlocal found
            found = self.look(kind, name, enabled=enabled)
            return found is not None

        self.wait(looked, f"{kind.__name__} {name}")
        assert found is not None
        return found

    def look(self, kind: type[W], name: str = "", *, enabled: bool = True) -> W | None:
        """The same, at once; None when there is none."""
        for widget in self.window.findChildren(kind):
            if not widget.isVisible() or (enabled and not widget.isEnabled()):
                continue
            if not name or name in _names(widget):
                return widget
        return None

    def read(self, words: str) -> str:
        """Wait until something on the screen says these words; gives the whole of what it says."""
        return self.wait(lambda: self.says(words), f"the words {words}")

    def says(self, words: str) -> str:
        """The whole text of a visible widget that has these words in it, "" when none has."""
        widget = self.look(QWidget, words, enabled=False)
        return _names(widget) if widget is not None else ""

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        """Press a key, wherever the cursor is."""
        for _ in range(times):
            QTest.keyClick(self._focused(), key, modifier)

    def write(self, text: str) -> None:
        """Type a text, wherever the cursor is; Chinese comes whole, from the input method."""
        widget = self._focused()
        if text.isascii():
            QTest.keyClicks(widget, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(widget, event)

    def fill(self, name: str, text: str) -> None:
        """Put a text into the field of this name, replacing what stood there."""
        field = self.find(QLineEdit, name)
        field.setFocus()
        field.selectAll()
        self.write(text)

    def click(self, kind: type[QWidget], name: str) -> None:
        """Press a button."""
        QTest.mouseClick(self.find(kind, name), Qt.MouseButton.LeftButton)

    def choose_path(self, path: Path, ask: Callable[[], object]) -> None:
        """Do what makes the window ask for a file or folder, and choose ``path``."""
        answered: list[bool] = []

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QFileDialog):
                line = dialog.findChild(QLineEdit, "fileNameEdit")
                assert isinstance(line, QLineEdit)
                line.setText(str(path))
                answered.append(True)
                QTest.keyClick(line, Qt.Key.Key_Return)

        timer = QTimer()
        timer.timeout.connect(answer)
        timer.start(BEAT_MS)
        try:
            ask()
            self.wait(lambda: answered and QApplication.activeModalWidget() is None, str(path))
        finally:
            timer.stop()
        # Without a screen there is nobody who gives the keyboard back when a dialog closes.
        self.window.activateWindow()

    def rest(self) -> None:
        """Let what was just put on the screen be shown and laid out."""
        for _ in range(LAYOUT_ROUNDS):
            QCoreApplication.processEvents()

    def picture(self, name: str) -> None:
        """Keep a picture of the window."""
        if self._pictures is None:
            return
        self.number += 1
        self.rest()
        path = self._pictures / f"{self.number:02d}-{name}.png"
        self.window.grab().save(str(path))

    def _focused(self) -> QWidget:
        # A widget that is shown before it has a parent is a window and takes the keyboard away.
        self.wait(self.window.isActiveWindow, "the keyboard to come back to the window")
        return QApplication.focusWidget() or self.window


def _names(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    shown = str(text()) if callable(text) and not isinstance(widget, QLineEdit) else ""
    return f"{widget.accessibleName()} {shown} {widget.objectName()}"
