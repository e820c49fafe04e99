"""A piece of routine work and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_client.ui.theme.theme import Theme


class ProgressBar(QWidget):
    """A slim bar; ``total`` 0 draws it empty."""

    def __init__(
        self, theme: Theme, pixels: int = 64, high: int = 7, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._part = 0.0
        self._size = QSize(theme.px(pixels), theme.px(high))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def show_part(self, done: int, total: int) -> None:
        """``done`` of ``total``."""
        self._part = min(1.0, max(0.0, done / total)) if total else 0.0
        self.update()

    # Qt

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        painter.setBrush(QColor(self._theme.colour.muted))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if self._part > 0:
            filled = QRectF(0, 0, max(self.height(), self.width() * self._part), self.height())
            painter.setBrush(QColor(self._theme.colour.brand))
            painter.drawRoundedRect(filled, radius, radius)
        painter.end()
