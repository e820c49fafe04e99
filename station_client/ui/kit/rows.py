"""Rows of a short list: what they say, opened by Enter or a click, walked by Up and Down."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.restyle import restyle
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_3

ROW_PAD = 3
#: Nobody presses a row for longer: a press of which no end is heard keeps away nothing after that.
PRESS_MS = 2000


class Row(QFrame):
    """One row of 38 px with a line below it; add widgets to ``row``.

    Args:
        name: What is read aloud: the whole row in words.
        live: Whether it can be opened; a row that cannot takes no focus.

    Signals:
        opened(): Enter, Space or a click.
        stepped(int): Down (1) or Up (-1).
        let_go(): The mouse button was let go, after what that opened.
    """

    opened = Signal()
    let_go = Signal()
    stepped = Signal(int)

    def __init__(
        self, theme: Theme, name: str, *, live: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._live = live
        self.pressed = False
        self.setProperty("role", "row")
        self.setProperty("live", live)
        self.setAccessibleName(name)
        self.setMinimumHeight(theme.size.row)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(SPACE_1, ROW_PAD, SPACE_1, ROW_PAD)
        self.row.setSpacing(SPACE_3)
        if live:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._live and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        elif key == Qt.Key.Key_Down:
            self.stepped.emit(1)
        elif key == Qt.Key.Key_Up:
            self.stepped.emit(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed = self._live and event.button() == Qt.MouseButton.LeftButton
        if not self.pressed:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self.pressed = self.pressed, False
        if pressed and self.rect().contains(event.position().toPoint()):
            self.opened.emit()
        super().mouseReleaseEvent(event)
        self.let_go.emit()


class Rows(QWidget):
    """A column of rows; Up and Down walk the live ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[Row] = []
        self._next: list[Row] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def show_rows(self, rows: list[Row]) -> None:
        """Put these rows in place of what was there; the cursor stays at its place in the list.

        While somebody is pressing a row they wait: what is let go is what was pressed.
        """
        self._next = rows
        if self._pressed():
            QTimer.singleShot(PRESS_MS, self, self._put)
        else:
            self._put()

    def _pressed(self) -> bool:
        return any(
            row.pressed or any(button.isDown() for button in _buttons(row)) for row in self._rows
        )

    def _released(self) -> None:
        """After what was let go has done its deed: put the rows that waited for it."""
        QTimer.singleShot(0, self, self._put)

    def _put(self) -> None:
        rows, self._next = self._next, None
        if rows is None:
            return
        cursor = self._cursor()
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = rows
        for row in rows:
            self._column.addWidget(row)
            row.show()
            row.stepped.connect(self._step)
            row.let_go.connect(self._released)
            for button in _buttons(row):
                button.released.connect(self._released)
        if rows:
            restyle(rows[-1], last=True)
        if cursor is not None and rows:
            at, button_at = cursor
            row = rows[min(at, len(rows) - 1)]
            _place_of(row, button_at).setFocus()

    def _cursor(self) -> tuple[int, int | None] | None:
        """The row with the cursor, and which of its buttons has it; None when it is elsewhere."""
        for at, row in enumerate(self._rows):
            if row.hasFocus():
                return at, None
            for button_at, button in enumerate(_buttons(row)):
                if button.hasFocus():
                    return at, button_at
        return None

    def focus_first(self) -> bool:
        """Focus the first live row; False when there is none."""
        for row in self._rows:
            if row.focusPolicy() != Qt.FocusPolicy.NoFocus:
                row.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _step(self, by: int) -> None:
        live = [row for row in self._rows if row.focusPolicy() != Qt.FocusPolicy.NoFocus]
        at = next((i for i, row in enumerate(live) if row.hasFocus()), None)
        if at is not None and 0 <= at + by < len(live):
            live[at + by].setFocus(Qt.FocusReason.TabFocusReason)


def _buttons(row: Row) -> list[QAbstractButton]:
    return row.findChildren(QAbstractButton)


def _place_of(row: Row, button_at: int | None) -> QWidget:
    buttons = _buttons(row)
    return row if button_at is None or button_at >= len(buttons) else buttons[button_at]
