"""The cheat sheet: every key and what it does, over the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.key_cap import KeyCap
from station_client.ui.kit.label import Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_5

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.places import Place

_DEEDS = (
    ("Ctrl+N", "new"),
    ("Ctrl+G", "guest"),
    ("Ctrl+S", "save"),
    ("Ctrl+P", "print"),
    ("Ctrl+E", "excel"),
    ("Ctrl+Shift+P", "people_paper"),
    ("Ctrl+Shift+E", "people_excel"),
    ("F9", "outcome_one"),
    ("F10", "outcome_two"),
    ("Ctrl+U", "send"),
)
_FIELDS = (
    ("Enter", "next"),
    ("↓", "choose"),
    ("Space", "tick"),
    ("Ctrl+Enter", "line"),
    ("Alt+1…9", "sort"),
)
_WINDOW = (
    ("Ctrl+K", "search"),
    ("Esc", "back"),
    ("Ctrl+L", "lock"),
    ("Ctrl+,", "settings"),
    ("Ctrl+?", "help"),
)


class CheatSheet(QWidget):
    """Covers the window until Esc, Enter or a click.

    Signals:
        closed(): It was closed.
    """

    closed = Signal()

    def __init__(self, theme: Theme, say: Texts, places: Sequence[Place], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._covered = parent
        self.setAccessibleName(say("ui.cheat.title"))
        sheet = QFrame()
        sheet.setProperty("role", "overlay")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        column.setSpacing(SPACE_3)
        head = QHBoxLayout()
        head.addWidget(Label(say("ui.cheat.title"), "title"))
        head.addSpacing(SPACE_3)
        head.addWidget(Label(say("ui.cheat.hint"), "second"), 1)
        self._close = Button(theme, say("ui.close"), key="Esc", bind=False)
        self._close.clicked.connect(self._shut)
        head.addWidget(self._close)
        column.addLayout(head)
        blocks = QHBoxLayout()
        blocks.setSpacing(SPACE_5 * 2)
        left, right = QVBoxLayout(), QVBoxLayout()
        for half in (left, right):
            half.setSpacing(SPACE_5)
            blocks.addLayout(half)
        left.addLayout(
            self._block(say("ui.cheat.places"), [(f"F{p.fkey}", say(p.text)) for p in places])
        )
        left.addLayout(self._block(say("ui.cheat.fields"), self._lines(say, _FIELDS)))
        right.addLayout(self._block(say("ui.cheat.deeds"), self._lines(say, _DEEDS)))
        right.addLayout(self._block(say("ui.cheat.window"), self._lines(say, _WINDOW)))
        left.addStretch(1)
        right.addStretch(1)
        column.addLayout(blocks)
        outer = QVBoxLayout(self)
        outer.addWidget(sheet, 0, Qt.AlignmentFlag.AlignCenter)

    def open(self) -> None:
        """Cover the window."""
        self.setGeometry(self._covered.rect())
        self.show()
        self.raise_()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lines(self, say: Texts, keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(key, say(f"ui.cheat.{name}")) for key, name in keys]

    def _block(self, title: str, lines: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        grid.addWidget(Label(title, "section"), 0, 0, 1, 2)
        for row, (key, text) in enumerate(lines, start=1):
            grid.addWidget(KeyCap(key), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Label(text), row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _shut(self) -> None:
        self.hide()
        self.closed.emit()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._shut()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_one: bool) -> bool:
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(self._theme.colour.nav)
        veil.setAlpha(150)
        painter.fillRect(self.rect(), veil)
        painter.end()
