"""A few choices side by side, one of them in force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import RADIUS, SPACE_1


class _Segment(QAbstractButton):
    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self._font = theme.font(theme.size.text)
        self._strong = theme.font(theme.size.text, bold=True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = self._theme.text_width(self.text(), self._strong)
        return QSize(wide + self._theme.px(26), self._theme.size.field)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self._theme.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = c.brand_tint if chosen else c.muted if self.underMouse() else c.paper
        painter.setPen(QPen(QColor(c.brand if chosen else c.edge)))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setFont(self._strong if chosen else self._font)
        painter.setPen(QColor(c.brand_strong if chosen else c.ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class Segments(QWidget):
    """Left and Right change the choice; Tab goes past the whole group.

    Signals:
        chosen(str): The operator chose this key.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[tuple[str, str]],
        current: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _text in choices]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        for at, (_key, text) in enumerate(choices):
            button = _Segment(theme, text)
            self._group.addButton(button, at)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(self._pick)
        self.show_choice(current or self._keys[0])

    def current(self) -> str:
        """The key in force."""
        return self._keys[self._group.checkedId()]

    def focus_current(self) -> None:
        """Put the keyboard on the choice in force."""
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def show_choice(self, key: str) -> None:
        """Another one in force, without a signal."""
        self._group.button(self._keys.index(key)).setChecked(True)
        self._one_tab_stop()

    def _one_tab_stop(self) -> None:
        for button in self._group.buttons():
            strong = Qt.FocusPolicy.StrongFocus
            button.setFocusPolicy(strong if button.isChecked() else Qt.FocusPolicy.ClickFocus)

    def _pick(self, at: int) -> None:
        self._one_tab_stop()
        self.chosen.emit(self._keys[at])

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        at = self._group.checkedId() + by
        if by and 0 <= at < len(self._keys):
            button = self._group.button(at)
            button.setChecked(True)
            button.setFocus(Qt.FocusReason.TabFocusReason)
            self._pick(at)
        else:
            super().keyPressEvent(event)
