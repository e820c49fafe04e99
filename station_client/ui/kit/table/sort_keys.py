"""Alt+1 to Alt+9: sorting by a column without a mouse, in a table or in the box above it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def place_asked(event: QKeyEvent) -> int | None:
    """The place of the column, from 0 on, that a key sorts by; None for any other key."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    place = event.key() - Qt.Key.Key_1
    return place if held == Qt.KeyboardModifier.AltModifier and 0 <= place <= 8 else None
