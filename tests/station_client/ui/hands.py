"""What an operator's hands do: keys and clicks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

NONE = Qt.KeyboardModifier.NoModifier


def key_click(widget: QWidget | None, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press and release a key."""
    assert widget is not None
    QTest.keyClick(widget, key, modifiers)


def key_clicks(widget: QWidget | None, text: str) -> None:
    """Type letters and digits."""
    assert widget is not None
    QTest.keyClicks(widget, text)


def commit(widget: QWidget, text: str) -> None:
    """Choose a word in an input method, as Chinese is typed."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def mouse_click(widget: QWidget) -> None:
    """Click the middle of a widget."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
