"""A button that is only an icon; what it does is its name and its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from station_client.ui.kit.buttons import bind_key
from station_client.ui.kit.key_cap import printed
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import RADIUS


class IconButton(QAbstractButton):
    """An icon to press.

    Args:
        ink: Colour of the icon; "" for the usual one.
        hover: Colour of the ground under the mouse; "" for the usual one.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        *,
        key: str = "",
        ink: str = "",
        hover: str = "",
        pixels: int = 30,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._ink = ink or theme.colour.second
        self._hover = hover or theme.colour.muted
        self._side = theme.px(pixels)
        self.setText("")
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({printed(key)})" if key else name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if key:
            bind_key(self, key)

    def show_icon(self, icon: str, name: str) -> None:
        """Another icon for another deed (reveal, hide)."""
        self._icon_name = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._hover))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        side = min(self._theme.size.icon, self._side)
        ink = self._ink if self.isEnabled() else self._theme.colour.third
        pixmap = self._theme.icons.pixmap(self._icon_name, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(QPoint((self.width() - side) // 2, (self.height() - side) // 2), pixmap)
        painter.end()
