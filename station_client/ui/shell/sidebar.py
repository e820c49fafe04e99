"""The side bar: the eight places, and who works here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import RADIUS, SPACE_1, SPACE_2, SPACE_4

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.places import Place


class PlaceButton(QAbstractButton):
    """One place: icon, name, and its key or the number of things waiting there."""

    def __init__(self, theme: Theme, place: Place, name: str, say: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self._icon_name = place.icon
        self._key = f"F{place.fkey}"
        self._waiting = 0
        self.setText(name)
        self.setAccessibleName(f"{name} {self._key}")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._font = theme.font(theme.size.text)
        self._small = theme.font(theme.size.small)

    def show_waiting(self, number: int) -> None:
        """How many things wait there; 0 shows the key again."""
        self._waiting = number
        if number:
            self.setAccessibleName(self._say("ui.shell.badge", place=self.text(), n=number))
        else:
            self.setAccessibleName(f"{self.text()} {self._key}")
        self.update()

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(156), self._theme.size.row)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, theme = self._theme.colour, self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.nav_current if chosen else c.nav_hover))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        ink = c.nav_current_text if chosen else c.nav_text
        side, x = theme.size.icon, theme.px(10)
        pixmap = theme.icons.pixmap(self._icon_name, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(x, (self.height() - side) // 2), pixmap)
        painter.setFont(self._font)
        painter.setPen(QColor(ink))
        left = x + side + theme.px(10)
        words = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._waiting:
            self._paint_waiting(painter)
        else:
            painter.setFont(self._small)
            painter.setPen(QColor(c.nav_current_text if chosen else c.nav_hint))
            right = self.rect().adjusted(0, 0, -theme.px(10), 0)
            end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(right, end, self._key)
        painter.end()

    def _paint_waiting(self, painter: QPainter) -> None:
        c, theme = self._theme.colour, self._theme
        text = str(self._waiting)
        metrics = QFontMetrics(self._small)
        high = metrics.height() + 2
        wide = max(high, metrics.horizontalAdvance(text) + theme.px(14))
        box = QRectF(self.width() - wide - theme.px(10), (self.height() - high) / 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.nav_badge))
        painter.drawRoundedRect(box, high / 2, high / 2)
        painter.setFont(self._small)
        painter.setPen(QColor(c.nav_badge_text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Sidebar(QWidget):
    """Signals:
    chosen(str): A place was chosen.
    settings_wanted(), lock_wanted(): The buttons at the bottom.
    """

    chosen = Signal(str)
    settings_wanted = Signal()
    lock_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        say: Texts,
        places: Sequence[Place],
        *,
        station: str,
        operator: str,
        posts: str,
    ) -> None:
        super().__init__()
        self.setProperty("role", "nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(say("ui.shell.places"))
        self.setFixedWidth(theme.size.nav)
        self._buttons: dict[str, PlaceButton] = {}
        column = QVBoxLayout(self)
        margin = theme.px(10)
        column.setContentsMargins(margin, SPACE_4, margin, margin)
        column.setSpacing(2)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_2, 0, SPACE_2, SPACE_2)
        head.setSpacing(SPACE_1)
        head.addWidget(Label(say("ui.shell.product"), "nav-name"))
        head.addWidget(Label(station, "nav-hint", wrap=True))
        column.addLayout(head)
        for place in places:
            button = PlaceButton(theme, place, say(place.text), say)
            button.clicked.connect(lambda _=False, key=place.key: self.chosen.emit(key))
            self._buttons[place.key] = button
            column.addWidget(button)
        column.addStretch(1)
        line = QFrame()
        line.setProperty("role", "nav-line")
        line.setFixedHeight(1)
        column.addWidget(line)
        column.addLayout(self._foot(theme, say, operator, posts))

    def _foot(self, theme: Theme, say: Texts, operator: str, posts: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(SPACE_2, SPACE_1, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        c = theme.colour
        row.addWidget(ElidedLabel(operator, "nav-text"), 1)
        for icon, key, shortcut, signal in (
            ("settings", "ui.shell.settings", "Ctrl+,", self.settings_wanted),
            ("lock", "ui.shell.lock", "Ctrl+L", self.lock_wanted),
        ):
            button = IconButton(
                theme,
                icon,
                say(key),
                key=shortcut,
                ink=c.nav_text,
                hover=c.nav_hover,
                pixels=28,
            )
            button.clicked.connect(signal)
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(ElidedLabel(posts, "nav-hint"))
        return column

    def show_place(self, key: str) -> None:
        """Mark the place that is shown."""
        for each, button in self._buttons.items():
            button.setChecked(each == key)

    def show_waiting(self, key: str, number: int) -> None:
        """How many things wait in a place."""
        if key in self._buttons:
            self._buttons[key].show_waiting(number)
