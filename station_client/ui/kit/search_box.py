"""A box to type into: search."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.key_cap import KeyCap
from station_client.ui.kit.label import Label
from station_client.ui.kit.table.sort_keys import place_asked
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import RADIUS, SPACE_2
from station_client.ui.throttle import Throttle

TYPING_MS = 60


class _Edit(QLineEdit):
    """A line edit that hands Up, Down and Esc to the box."""

    moved = Signal(int)
    sort_wanted = Signal(int)
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.moved.emit(1)
        elif event.key() == Qt.Key.Key_Up:
            self.moved.emit(-1)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.escaped.emit()
        elif (place := place_asked(event)) is not None:
            self.sort_wanted.emit(place)
        else:
            super().keyPressEvent(event)


class SearchBox(QFrame):
    """Icon, text, and on the right a key cap or the count and the milliseconds.

    Signals:
        typed(str): The text, a moment after it changed.
        chosen(): Enter.
        moved(int): Down (1) or Up (-1), for the list below.
        sort_wanted(int): Alt+1 to Alt+9: the place of the column to sort the list below by.
    """

    typed = Signal(str)
    chosen = Signal()
    moved = Signal(int)
    sort_wanted = Signal(int)

    def __init__(
        self, theme: Theme, hint: str, *, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("search-box")
        colour = theme.colour
        self.setStyleSheet(
            f"#search-box {{ background: {colour.paper}; border: 1px solid {colour.edge};"
            f" border-radius: {RADIUS}px; }}"
        )
        self.edit = _Edit()
        self.edit.setProperty("role", "bare")
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(hint)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._note = Label("", "hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), 0, theme.px(10), 0)
        row.setSpacing(SPACE_2)
        row.addWidget(IconMark(theme, "search", colour.third))
        row.addWidget(self.edit, 1)
        row.addWidget(self._note)
        if key:
            row.addWidget(KeyCap(key))
        self.setFixedHeight(theme.size.button)
        self.setFocusProxy(self.edit)
        self._throttle = Throttle(TYPING_MS, self._tell, self)
        self.edit.textEdited.connect(self._throttle.call)
        self.edit.returnPressed.connect(self._enter)
        self.edit.moved.connect(self.moved)
        self.edit.sort_wanted.connect(self.sort_wanted)
        self.edit.escaped.connect(self.clear)

    @property
    def text(self) -> str:
        return self.edit.text()

    def show_note(self, text: str) -> None:
        """The small words on the right: 4 人 · 3 毫秒."""
        self._note.setText(text)

    def show_text(self, text: str) -> None:
        """Put a text in without a signal, and select it."""
        self.edit.setText(text)
        self.edit.selectAll()

    def clear(self) -> None:
        """Empty the box, and tell."""
        self.edit.clear()
        self._throttle.cancel()
        self._tell()

    def _enter(self) -> None:
        self._throttle.now()
        self.chosen.emit()

    def _tell(self) -> None:
        self.typed.emit(self.edit.text())
