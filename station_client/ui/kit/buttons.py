"""Buttons, with their key printed on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from station_client.ui.kit.key_cap import printed
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import RADIUS, SPACE_1, SPACE_2, SPACE_4

Kind = Literal["primary", "secondary", "outcome", "danger", "quiet", "row"]


@dataclass(frozen=True)
class _Paint:
    ground: str
    hover: str
    edge: str
    ink: str
    cap: str


def bind_key(button: QAbstractButton, key: str) -> None:
    """Let ``key`` press the button at once, while it is visible and enabled.

    Not ``setShortcut``: that presses a tenth of a second later, after an animation.
    """
    shortcut = QShortcut(QKeySequence(key), button)
    shortcut.activated.connect(button.click)


class Button(QPushButton):
    """A button: icon, words, printed key.

    Kinds: ``primary`` (the one deed of the screen), ``secondary``, ``outcome`` (the other
    outcome, amber), ``danger`` (what cannot be undone), ``quiet`` (words only), ``row`` (as
    secondary, low enough for a list row).

    Args:
        key: Printed on the button and, unless ``bind`` is False, pressing it: ``F9``,
            ``Ctrl+S``.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: Kind = "secondary",
        *,
        icon: str = "",
        key: str = "",
        bind: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: Kind = kind
        self._icon_name = icon
        self._key = printed(key) if key else ""
        self.setText(text)
        self.setAccessibleName(f"{text} {key}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._font = theme.font(theme.size.text if kind != "row" else theme.size.secondary)
        self._cap_font = theme.font(theme.size.small, face="digits")
        if key and bind:
            bind_key(self, key)

    def say(self, text: str) -> None:
        """Other words."""
        self.setText(text)
        self.setAccessibleName(f"{text} {self._key}".strip())
        self.updateGeometry()

    def _look(self) -> _Paint:
        c = self._theme.colour
        if not self.isEnabled():
            if self._kind == "primary":
                return _Paint(c.disabled, c.disabled, c.disabled, c.on_disabled, c.on_disabled)
            return _Paint(c.muted, c.muted, c.line, c.hint, c.third)
        return {
            "primary": _Paint(c.brand, c.brand_strong, c.brand, c.on_brand, c.on_brand),
            "secondary": _Paint(c.paper, c.muted, c.edge, c.ink, c.edge),
            "row": _Paint(c.paper, c.muted, c.edge, c.ink, c.edge),
            "outcome": _Paint(c.paper, c.amber_tint, c.amber, c.amber_text, c.amber),
            "danger": _Paint(c.paper, c.red_tint, c.red, c.red, c.red),
            "quiet": _Paint("", c.muted, "", c.brand, c.edge),
        }[self._kind]

    def _parts(self) -> tuple[int, int, int]:
        """Widths of icon, words and key cap, each with the gap that follows or leads."""
        icon = self._theme.size.icon + SPACE_2 if self._icon_name else 0
        words = QFontMetrics(self._font).horizontalAdvance(self.text())
        cap = 0
        if self._key:
            wide = QFontMetrics(self._cap_font).horizontalAdvance(self._key)
            cap = SPACE_2 + wide + 2 * self._theme.px(5) + 2
        return icon, words, cap

    # Qt

    def sizeHint(self) -> QSize:
        pad = {"quiet": SPACE_2, "row": SPACE_4}.get(self._kind, self._theme.px(16))
        height = self._theme.size.button
        if self._kind in ("row", "quiet"):
            height = self._theme.px(30)
        return QSize(sum(self._parts()) + 2 * pad, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        ground = look.hover if self.underMouse() or self.isDown() else look.ground
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(look.edge)) if look.edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        icon, words, cap = self._parts()
        x = (self.width() - icon - words - cap) // 2
        if icon:
            side = self._theme.size.icon
            pixmap = self._theme.icons.pixmap(
                self._icon_name, look.ink, side, self.devicePixelRatioF()
            )
            painter.drawPixmap(QPoint(x, (self.height() - side) // 2), pixmap)
            x += icon
        painter.setFont(self._font)
        painter.setPen(QColor(look.ink))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(x, 0, words + 2, self.height()), middle, self.text())
        if cap:
            self._paint_cap(painter, QRect(x + words + SPACE_2, 0, cap - SPACE_2, 0), look)
        painter.end()

    def _paint_cap(self, painter: QPainter, place: QRect, look: _Paint) -> None:
        height = QFontMetrics(self._cap_font).height() + SPACE_1
        box = QRect(place.x(), (self.height() - height) // 2, place.width(), height)
        painter.setFont(self._cap_font)
        painter.setPen(QPen(QColor(look.cap)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), SPACE_1, SPACE_1)
        painter.setPen(QColor(look.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)
