"""An icon that only illustrates."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_client.ui.theme.theme import Theme


class IconMark(QWidget):
    """A Lucide icon in one colour; no part of the tab order, not read aloud."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        ink: str = "",
        pixels: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._ink = ink or theme.colour.second
        side = theme.px(pixels)
        self._size = QSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self._size)

    def show_icon(self, icon: str, ink: str = "") -> None:
        """Another icon."""
        self._icon = icon
        self._ink = ink or self._ink
        self.update()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pixmap = self._theme.icons.pixmap(
            self._icon, self._ink, self._size.width(), self.devicePixelRatioF()
        )
        painter.drawPixmap(QPoint(0, 0), pixmap)
        painter.end()
