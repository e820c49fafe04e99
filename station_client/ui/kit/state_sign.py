"""The one sign of the three states: open, half and full circle; red for returned."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station_client.ui.kit.label import Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1

State = Literal["saved", "received", "decided", "returned"]


class StateDot(QWidget):
    """The circle alone. Decoration: the word beside it is what is read aloud."""

    def __init__(
        self, theme: Theme, state: State, pixels: int = 12, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = state
        side = theme.px(pixels)
        self.setFixedSize(QSize(side, side))

    def show_state(self, state: State) -> None:
        """Another state."""
        self._state = state
        self.update()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        ink = QColor(colour.red if self._state == "returned" else colour.brand)
        stroke = max(2.0, self.width() / 7)
        circle = QRectF(self.rect()).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
        painter.setPen(QPen(ink, stroke))
        if self._state in ("decided", "returned"):
            painter.setBrush(ink)
        painter.drawEllipse(circle)
        if self._state == "received":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawPie(circle, 90 * 16, 180 * 16)
        painter.end()


class StateSign(QWidget):
    """The circle and its word: 已存本站, 所已收, 已决定, 被退回."""

    def __init__(
        self, theme: Theme, state: State, word: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dot = StateDot(theme, state)
        self._word = Label(word, "second", ink="red" if state == "returned" else "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        row.addWidget(self._dot)
        row.addWidget(self._word)
        self.setAccessibleName(word)
