"""A key, drawn as one, beside what it does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class KeyCap(QLabel):
    """``Ctrl+K`` as ``Ctrl K`` in a small box."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(printed(key), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "key")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def printed(key: str) -> str:
    """A key sequence as it is printed: ``Ctrl+Shift+P`` → ``Ctrl Shift P``."""
    return key[:-1].replace("+", " ") + key[-1:]
