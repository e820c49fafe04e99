"""What happened, one event below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_3, Tone


@dataclass(frozen=True)
class Event:
    """One event: title, when, who and where in a line, and a text (may be "")."""

    title: str
    when: str
    who: str
    text: str = ""
    tone: Tone = "brand"


class _Knot(QWidget):
    """The dot and the thread."""

    def __init__(self, theme: Theme, tone: Tone, last: bool) -> None:
        super().__init__()
        self._theme = theme
        self._tone: Tone = tone
        self._last = last
        self.setFixedWidth(theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, top, dot = self.width() / 2, self._theme.px(11), self._theme.px(5)
        if not self._last:
            painter.setPen(QPen(QColor(self._theme.colour.line), 2))
            painter.drawLine(QPointF(middle, top), QPointF(middle, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colour.tone(self._tone)[0]))
        painter.drawEllipse(QPointF(middle, top), dot, dot)
        painter.end()


class Timeline(QWidget):
    """Events in the order given."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown: list[QWidget] = []

    def show_events(self, events: Sequence[Event]) -> None:
        """Put these events in place of what was there."""
        for old in self._shown:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = [self._draw(e, e is events[-1]) for e in events]
        for widget in self._shown:
            self._column.addWidget(widget)

    def _draw(self, event: Event, last: bool) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(_Knot(self._theme, event.tone, last))
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, SPACE_3)
        words.setSpacing(SPACE_1)
        top = QHBoxLayout()
        top.setSpacing(SPACE_3)
        top.addWidget(Label(event.title, "strong"))
        top.addWidget(ElidedLabel(event.who, "second"), 1)
        top.addWidget(Label(event.when, "hint"))
        words.addLayout(top)
        if event.text:
            words.addWidget(Label(event.text, "second", wrap=True))
        row.addLayout(words, 1)
        widget.setAccessibleName(f"{event.when} {event.title} {event.who} {event.text}".strip())
        return widget
