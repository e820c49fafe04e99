"""The state of the link, always in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_2, Tone

if TYPE_CHECKING:
    from station_client.desk.standing import LinkState


class LinkPill(QAbstractButton):
    """离线 · 待上传 7，最早 2 天前. A click goes to the exchange."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._tone: Tone = "grey"
        self._icon_name = "cloud-off"
        self._font = theme.font(theme.size.px(14))
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_state(self, state: LinkState) -> None:
        """Another state: amber when away with things unsent, green when linked."""
        if state.linked:
            self._tone, self._icon_name = "green", "cloud-check"
        else:
            self._tone, self._icon_name = ("amber" if state.unsent else "grey"), "cloud-off"
        self.setText(state.text)
        self.setAccessibleName(f"{self._name} {state.text}")
        self.updateGeometry()
        self.update()
        self.show()

    # Qt

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self._font).horizontalAdvance(self.text())
        side = self._theme.px(17)
        return QSize(wide + side + SPACE_2 + 2 * self._theme.px(12), self._theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, ground = self._theme.colour.tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        half = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), half, half)
        side, x = self._theme.px(17), self._theme.px(12)
        pixmap = self._theme.icons.pixmap(self._icon_name, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(x, (self.height() - side) // 2), pixmap)
        painter.setFont(self._font)
        painter.setPen(QColor(ink))
        words = self.rect().adjusted(x + side + SPACE_2, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
