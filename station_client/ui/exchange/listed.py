"""A list of the exchange: searched, in either order of time, onto paper and to Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.search_box import SearchBox
from station_client.ui.theme.tokens import SPACE_1, SPACE_2

if TYPE_CHECKING:
    from station_client.desk.exchange_lists import Asked
    from station_client.ui.places import Context
    from station_client.ui.screens.ledger.taking_out import TakingOut, Wanted


class ListedPane(QWidget):
    """A box to search in, the order, the two ways out, and the rows below.

    Args:
        wanted: The list as it is asked for now, for paper and Excel.
        keys: Of paper and Excel, where this list has any.

    Signals:
        asked(): Other words, or the other order.
    """

    asked = Signal()

    def __init__(
        self,
        context: Context,
        title: str,
        empty: tuple[str, str],
        out: TakingOut,
        wanted: Callable[[Asked], Wanted],
        keys: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__()
        self._say, theme = context.say, context.theme
        self._oldest_first = False
        self._none_said = empty[1]
        self.search = SearchBox(theme, self._say("ui.exchange.search"))
        self.search.edit.setAccessibleName(self._say("ui.exchange.search_in", list=title))
        self.search.typed.connect(lambda _text: self.asked.emit())
        self.order = IconButton(theme, "arrow-down", "")
        self.order.clicked.connect(self._turn_round)
        self._show_order()
        words = "screen.ledger"
        self.paper = IconButton(
            theme, "printer", f"{self._say(f'{words}.print')} {title}", key=keys[0]
        )
        self.excel = IconButton(
            theme, "download", f"{self._say(f'{words}.excel_button')} {title}", key=keys[1]
        )
        self.paper.clicked.connect(lambda: out.paper(wanted(self.what())))
        self.excel.clicked.connect(lambda: out.excel(wanted(self.what())))
        head = QHBoxLayout()
        head.setSpacing(SPACE_1)
        head.addWidget(self.search, 1)
        for button in (self.order, self.paper, self.excel):
            head.addWidget(button)
        self._rows = Rows()
        self._none = EmptyState(theme, self._none_said, icon=empty[0])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(head)
        column.addWidget(_scrolled(self._rows, self._none, title), 1)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows.rows

    def what(self) -> Asked:
        """What is asked of the list now."""
        from station_client.desk.exchange_lists import Asked

        return Asked(self.search.text, self._oldest_first)

    def show_lines(self, rows: Sequence[Row], total: int) -> None:
        """These rows, of so many found."""
        self._rows.show_rows(list(rows))
        typed = self.search.text.strip()
        shown = "ui.exchange.shown" if len(rows) < total else "ui.exchange.count"
        self.search.show_note(self._say(shown, n=f"{total:,}", shown=len(rows)) if total else "")
        nothing = self._say("ui.exchange.not_found", text=typed) if typed else self._none_said
        self._none.show_text(nothing)
        self._none.setVisible(not rows)

    def _turn_round(self) -> None:
        self._oldest_first = not self._oldest_first
        self._show_order()
        self.asked.emit()

    def _show_order(self) -> None:
        icon, key = ("arrow-up", "oldest") if self._oldest_first else ("arrow-down", "newest")
        self.order.show_icon(icon, self._say(f"ui.exchange.{key}"))


def _scrolled(rows: QWidget, none: QWidget, name: str) -> QScrollArea:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, SPACE_2, 0)
    column.addWidget(rows)
    column.addWidget(none)
    column.addStretch(1)
    none.hide()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(inner)
    return area
