"""The last seven nights as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station_client.ui.kit.label import Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, Tone

if TYPE_CHECKING:
    from station_client.desk.nights import Night

_PICTURES: dict[str, tuple[str, Tone | None]] = {
    "ok": ("check", "green"),
    "usb": ("usb", "amber"),
    "failed": ("x", "red"),
    "nothing": ("minus", "grey"),
    "tonight": ("moon", None),
}


class NightMark(QWidget):
    """One night: a tinted square with an icon; what happened is its tool tip and its name."""

    def __init__(self, theme: Theme, night: Night) -> None:
        super().__init__()
        self._theme = theme
        self._icon, self._tone = _PICTURES.get(night.result, ("minus", "grey"))
        side = theme.px(30)
        self.setFixedSize(QSize(side, side))
        self.setToolTip(night.text)
        self.setAccessibleName(f"{night.label} {night.text}")

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self._theme.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = c.brand
        if self._tone is not None:
            ink, ground = c.tone(self._tone)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(self.rect()), SPACE_2, SPACE_2)
        side = self._theme.px(16)
        at = (self.width() - side) // 2
        painter.drawPixmap(
            QPoint(at, at),
            self._theme.icons.pixmap(self._icon, ink, side, self.devicePixelRatioF()),
        )
        painter.end()


class Nights(QWidget):
    """The marks in a row, each over its day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_3)
        self._shown: list[QWidget] = []
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_nights(self, nights: Sequence[Night]) -> None:
        """Put these nights in place of what was there, oldest first."""
        for old in self._shown:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = [self._draw(night) for night in nights]
        for at, widget in enumerate(self._shown):
            self._row.insertWidget(at, widget)

    def _draw(self, night: Night) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(NightMark(self._theme, night), 0, middle)
        column.addWidget(Label(night.label, "small"), 0, middle)
        return widget
