"""Labels and values in columns, with an eye beside what is masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_4, Tone
from station_client.ui.throttle import Throttle

HIDE_AGAIN_MS = 30_000


@dataclass(frozen=True)
class Detail:
    """One value: ``key`` names it in signals; ``note`` is a mark below it (两个说法).

    ``digits`` draws the value in the digits' face; ``masked`` adds the eye.
    """

    key: str
    label: str
    shown: str
    masked: bool = False
    digits: bool = False
    note: str = ""
    note_tone: Tone = "amber"
    wide: bool = False


class DetailCell(QWidget):
    """Label above, value below.

    Signals:
        wanted(): The eye was pressed to see the whole value.
    """

    wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        detail: Detail,
        *,
        reveal: str,
        hide: str,
        empty: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._detail = detail
        self._names = (reveal, hide)
        self._open = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addWidget(Label(detail.label, "second"))
        line = QHBoxLayout()
        line.setSpacing(SPACE_1)
        self._value = Label(
            detail.shown or empty,
            "hint" if not detail.shown else "digits" if detail.digits else "text",
            wrap=not detail.digits,
        )
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(self._value, 0 if detail.masked else 1)
        self._eye: IconButton | None = None
        if detail.masked:
            self._eye = IconButton(theme, "eye", f"{reveal} {detail.label}", pixels=24)
            self._eye.clicked.connect(self._press)
            line.addWidget(self._eye)
            line.addStretch(1)
        column.addLayout(line)
        if detail.note:
            column.addWidget(Badge(detail.note, detail.note_tone), 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._later = Throttle(HIDE_AGAIN_MS, self.cover, self)

    def uncover(self, whole: str) -> None:
        """Show the whole value; it covers itself again after half a minute."""
        self._value.setText(whole)
        self._open = True
        if self._eye is not None:
            self._eye.show_icon("eye-off", f"{self._names[1]} {self._detail.label}")
        self._later.call()

    def cover(self) -> None:
        """Mask the value again."""
        self._value.setText(self._detail.shown)
        self._open = False
        if self._eye is not None:
            self._eye.show_icon("eye", f"{self._names[0]} {self._detail.label}")
        self._later.cancel()

    def _press(self) -> None:
        if self._open:
            self.cover()
        else:
            self.wanted.emit()


class DetailGrid(QWidget):
    """A grid of details.

    Args:
        reveal: Name of the eye while masked; ``hide`` while not; ``empty`` stands for no value.

    Signals:
        reveal_wanted(str): The eye of this key was pressed; answer with :meth:`uncover`.
    """

    reveal_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        *,
        columns: int = 4,
        reveal: str = "",
        hide: str = "",
        empty: str = "—",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = columns
        self._words = {"reveal": reveal, "hide": hide, "empty": empty}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_4)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._cells: dict[str, DetailCell] = {}

    def show_details(self, details: Sequence[Detail]) -> None:
        """Put these details in place of what was there."""
        for cell in self._cells.values():
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = {}
        row = column = 0
        for detail in details:
            span = min(2 if detail.wide else 1, self._columns)
            if column + span > self._columns:
                row, column = row + 1, 0
            cell = DetailCell(
                self._theme,
                detail,
                reveal=self._words["reveal"],
                hide=self._words["hide"],
                empty=self._words["empty"],
            )
            cell.wanted.connect(lambda key=detail.key: self.reveal_wanted.emit(key))
            self._grid.addWidget(cell, row, column, 1, span)
            self._cells[detail.key] = cell
            column += span
        self._grid.setRowStretch(row + 1, 1)
        self._grid.setContentsMargins(0, SPACE_2, 0, 0)

    def uncover(self, key: str, whole: str) -> None:
        """Show the whole value of ``key`` for a while."""
        if key in self._cells:
            self._cells[key].uncover(whole)
