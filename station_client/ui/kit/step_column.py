"""The steps of a way, one below the other, with what each brings about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.flow_steps import Mark
from station_client.ui.kit.label import Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_2


@dataclass(frozen=True)
class Step:
    """A step: its title, what comes of it (may be ""), and where it stands."""

    title: str
    text: str = ""
    mark: Mark = "next"


class _Number(QWidget):
    """The number of a step in a circle, with the thread to the next one."""

    def __init__(self, theme: Theme, number: int, mark: Mark, last: bool) -> None:
        super().__init__()
        self._theme = theme
        self._number = number
        self._mark: Mark = mark
        self._last = last
        self.setFixedWidth(theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        side = self._theme.px(22)
        middle = side / 2 + 1
        if not self._last:
            painter.setPen(QPen(QColor(colour.line), 2))
            painter.drawLine(QPointF(middle, middle), QPointF(middle, self.height()))
        tone = {"done": "green", "now": "brand", "next": "grey"}[self._mark]
        ink, ground = colour.tone(tone)  # type: ignore[arg-type]
        circle = QRectF(1, 1, side - 1, side - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawEllipse(circle)
        painter.setPen(QColor(ink))
        painter.setFont(self._theme.font(self._theme.size.small, bold=True))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class StepColumn(QWidget):
    """Numbered steps in the order given."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown: list[QWidget] = []

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Put these steps in place of what was there."""
        for old in self._shown:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        last = len(steps) - 1
        self._shown = [self._draw(at, step, at == last) for at, step in enumerate(steps)]
        for widget in self._shown:
            self._column.addWidget(widget)
        self.setAccessibleName(" → ".join(step.title for step in steps))

    def _draw(self, at: int, step: Step, last: bool) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(_Number(self._theme, at + 1, step.mark, last))
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, SPACE_2)
        words.setSpacing(2)
        words.addWidget(Label(step.title, "strong" if step.mark == "now" else "text", wrap=True))
        if step.text:
            words.addWidget(Label(step.text, "second", wrap=True))
        row.addLayout(words, 1)
        return widget
