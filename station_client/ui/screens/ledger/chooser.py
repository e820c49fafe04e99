"""Choosing columns: shown or not, and their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.check_box import CheckBox
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.screens.ledger.columns import Wanted
from station_client.ui.theme.tokens import SPACE_2

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.theme.theme import Theme


LABEL_WIDTH = 132


class _ColumnRow(Row):
    """A column: the box, its name, up and down."""

    def __init__(self, theme: Theme, say: Texts, column: Wanted) -> None:
        super().__init__(theme, column.label, live=False)
        metrics = QFontMetrics(theme.font(theme.size.text))
        right = Qt.TextElideMode.ElideRight
        self.box = CheckBox(theme, metrics.elidedText(column.label, right, theme.px(LABEL_WIDTH)))
        self.box.setAccessibleName(column.label)
        self.box.setToolTip(column.label)
        self.box.setChecked(column.shown)
        self.up = IconButton(theme, "arrow-up", f"{say('screen.ledger.up')} {column.label}")
        self.down = IconButton(theme, "arrow-down", f"{say('screen.ledger.down')} {column.label}")
        self.row.addWidget(self.box, 1)
        self.row.addWidget(self.up)
        self.row.addWidget(self.down)


class ColumnChooser(Card):
    """Beside the table while it is open; the table follows at once.

    Signals:
        changed(list): The columns as they are wanted now.
        reset(): Back to the columns as they are declared.
        closed(): Put it away.
    """

    changed = Signal(list)
    reset = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__(theme, say("screen.ledger.columns"), icon="columns-3")
        self._theme = theme
        self._say = say
        self._columns: list[Wanted] = []
        self.rows = Rows()
        area = Scrolled(say("screen.ledger.columns"), spacing=0)
        area.column.addWidget(self.rows)
        area.column.addStretch(1)
        self.body.addWidget(area, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self._reset = Button(theme, say("screen.ledger.usual_columns"), "row", icon="rotate-ccw")
        self._close = Button(theme, say("ui.close"), "row")
        self._reset.clicked.connect(self.reset)
        self._close.clicked.connect(self.closed)
        row.addWidget(self._reset)
        row.addStretch(1)
        row.addWidget(self._close)
        self.body.addLayout(row)

    def show_columns(self, columns: Sequence[Wanted]) -> None:
        """These columns, in this order."""
        self._columns = list(columns)
        rows: list[Row] = []
        for at, column in enumerate(columns):
            row = _ColumnRow(self._theme, self._say, column)
            row.box.clicked.connect(lambda shown, at=at: self.set_shown(at, shown))
            row.up.clicked.connect(lambda _=False, at=at: self.move_column(at, -1))
            row.down.clicked.connect(lambda _=False, at=at: self.move_column(at, 1))
            row.up.setEnabled(at > 0)
            row.down.setEnabled(at < len(columns) - 1)
            rows.append(row)
        self.rows.show_rows(rows)

    def focus(self) -> None:
        """Put the focus on the first column."""
        row = self._row(0)
        if row is not None:
            row.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_shown(self, at: int, shown: bool) -> None:
        """Show or hide the column at this place; the last one stays."""
        others = any(column.shown for n, column in enumerate(self._columns) if n != at)
        row = self._row(at)
        if not shown and not others and row is not None:
            row.box.setChecked(True)  # a table without a column says nothing
            return
        self._columns[at] = replace(self._columns[at], shown=shown)
        self.changed.emit(list(self._columns))

    def move_column(self, at: int, by: int) -> None:
        """Move the column at this place; the focus goes with it."""
        to = at + by
        if not 0 <= to < len(self._columns):
            return
        self._columns.insert(to, self._columns.pop(at))
        columns = list(self._columns)
        self.show_columns(columns)
        row = self._row(to)
        if row is not None:
            button = row.up if by < 0 else row.down
            (button if button.isEnabled() else row.box).setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit(columns)

    def _row(self, at: int) -> _ColumnRow | None:
        rows = self.rows.rows
        row = rows[at] if 0 <= at < len(rows) else None
        return row if isinstance(row, _ColumnRow) else None
