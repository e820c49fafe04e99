"""A short word on a tinted ground: a deadline, a result, a mark."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from station_client.ui.kit.restyle import restyle
from station_client.ui.theme.tokens import Tone


class Badge(QLabel):
    """A word and its tone; the word says it all, the colour only repeats it."""

    def __init__(self, text: str, tone: Tone = "grey", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "badge")
        self.setProperty("tone", tone)
        self.setText(text)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_word(self, text: str, tone: Tone) -> None:
        """Another word, another tone."""
        self.setText(text)
        restyle(self, tone=tone)
