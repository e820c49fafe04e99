"""The list of choices that opens below a field."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from station_client.ui.kit.fields.choices import Choice
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1

SHOWN = 8


class ChoicePopup(QFrame):
    """An overlay of the window the field is in; the field keeps the keyboard.

    Signals:
        picked(int): A line was clicked.
    """

    picked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "overlay")
        self.setObjectName("choice-popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = QStringListModel(self)
        self._list = QListView()
        self._list.setProperty("role", "choices")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._click)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._list)
        self.hide()

    @property
    def current(self) -> int:
        """The marked line, -1 for none."""
        index = self._list.currentIndex()
        return index.row() if index.isValid() else -1

    def open_below(self, field: QWidget, choices: list[Choice], none: str, at: int = 0) -> None:
        """Show ``choices`` below (or above) ``field``; ``none`` when there is none."""
        window = field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._model.setStringList([choice.line for choice in choices] or [none])
        self._list.setEnabled(bool(choices))
        if choices:
            self.mark(min(at, len(choices) - 1))
        lines = min(SHOWN, max(1, len(choices)))
        height = lines * self._theme.px(33) + 2 * SPACE_1 + 6
        corner = field.mapTo(window, QPoint(0, field.height() + SPACE_1))
        if corner.y() + height > window.height():
            corner = field.mapTo(window, QPoint(0, -height - SPACE_1))
        width = max(field.width(), self._wanted(choices))
        x = max(0, min(corner.x(), window.width() - width))
        self.setGeometry(x, corner.y(), width, height)
        self.show()
        self.raise_()

    def mark(self, row: int) -> None:
        """Mark a line."""
        index = self._model.index(row, 0)
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index)

    def step(self, by: int) -> None:
        """Mark the next or the previous line."""
        count = self._model.rowCount()
        self.mark(max(0, min(count - 1, self.current + by)))

    def _wanted(self, choices: list[Choice]) -> int:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(c.line) for c in choices[:60]), default=0)
        return min(widest + self._theme.px(48), self._theme.px(520))

    def _click(self, index: QModelIndex) -> None:
        self.picked.emit(index.row())
