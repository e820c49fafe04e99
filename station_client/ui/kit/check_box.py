"""A box to tick."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_3


class CheckBox(QAbstractButton):
    """A box to tick, with its words; Space ticks, Enter goes on to the next field."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._side = theme.px(19)
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    # Qt

    def sizeHint(self) -> QSize:
        wide = self._theme.text_width(self.text(), self._theme.font(self._theme.size.text))
        gap = SPACE_3 if self.text() else 0
        return QSize(self._side + gap + wide + 4, max(self._side + 4, self._theme.px(28)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, side = self._theme.colour, self._side
        top = (self.height() - side) / 2
        box = QRectF(1, top, side, side).adjusted(0.75, 0.75, -0.75, -0.75)
        checked = self.isChecked()
        painter.setPen(QPen(QColor(colour.brand if checked else colour.third), 1.5))
        painter.setBrush(QColor(colour.brand if checked else colour.paper))
        painter.drawRoundedRect(box, SPACE_1, SPACE_1)
        if checked:
            inner = side - self._theme.px(5)
            tick = self._theme.icons.pixmap(
                "check", colour.on_brand, inner, self.devicePixelRatioF()
            )
            painter.drawPixmap(
                QPoint(1 + (side - inner) // 2, round(top) + (side - inner) // 2), tick
            )
        if self.text():
            painter.setFont(self._theme.font(self._theme.size.text))
            painter.setPen(QColor(colour.ink if self.isEnabled() else colour.hint))
            words = self.rect().adjusted(side + SPACE_3, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
