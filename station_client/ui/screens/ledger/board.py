"""The table of a ledger with the person's columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from station_client.ui.kit.card import Card
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.table.signs import show_signs
from station_client.ui.kit.table.table import Memory, PagedTable
from station_client.ui.places import Context
from station_client.ui.screens.ledger.columns import (
    SIGN,
    Wanted,
    forget,
    keep,
    source,
    table_columns,
    wanted,
)

if TYPE_CHECKING:
    from station_client.desk.ledgers import LedgerColumn
    from station_client.ui.kit.state_sign import State
    from station_client.ui.kit.table.page import Sort

SIGNS: tuple[State, ...] = ("saved", "received", "decided", "returned")


class Board(Card):
    """One table at a time; another one is made when the ledger or its columns change.

    Signals:
        counted(int, float): Rows in all, and the milliseconds it took.
        opened(str): Enter or a double click on a row.
    """

    counted = Signal(int, float)
    opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, margin=6)
        self._context = context
        self._code = self._title = ""
        self._declared: tuple[LedgerColumn, ...] = ()
        self.wanted: list[Wanted] = []
        self.table: PagedTable | None = None
        self._where: dict[str, object] = {}
        self.none_text = ""
        self._none = EmptyState(context.theme, "", icon="table-2")
        self._none.hide()
        self.body.addWidget(self._none, 1)

    @property
    def sort_by(self) -> Sort:
        """The order the person chose, () for the ledger's own."""
        return self.table.pages.sort_by if self.table is not None else ()

    def show_ledger(self, code: str, title: str) -> None:
        """Another ledger."""
        from station_client.desk.ledgers import columns

        self._code, self._title = code, title
        self._declared = columns(self._context.counter, code)
        self.wanted = wanted(self._context.prefs, code, self._declared)
        self._rebuild(())

    def show_columns(self, chosen: Sequence[Wanted]) -> None:
        """Other columns or another order, remembered."""
        self.wanted = list(chosen)
        keep(self._context.prefs, self._code, self.wanted)
        self._order_table([each.key for each in self.wanted if each.shown])
        self._rebuild(self.sort_by)
        self._ask()

    def usual_columns(self) -> None:
        """The columns as they are declared."""
        forget(self._context.prefs, self._code)
        self._order_table([])
        self.wanted = wanted(self._context.prefs, self._code, self._declared)
        self._rebuild(self.sort_by)
        self._ask()

    def ask(self, where: Mapping[str, object]) -> None:
        """Read anew with these filters."""
        self._where = dict(where)
        self._ask()

    def refresh(self) -> None:
        """Read anew."""
        self._ask()

    def focus(self) -> None:
        """Put the cursor into the table."""
        if self.table is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_order(self) -> None:
        """Columns may have been dragged in the heading: the choice follows."""
        if self.table is None:
            return
        header, columns = self.table.horizontalHeader(), self.table.pages.columns
        dragged = [columns[header.logicalIndex(at)].key for at in range(header.count())]
        by_key = {each.key: each for each in self.wanted}
        shown = [by_key[key] for key in dragged if key in by_key]
        places = iter(shown)
        self.wanted = [next(places) if each.shown else each for each in self.wanted]

    def _order_table(self, keys: list[str]) -> None:
        """Let the table forget an order that was dragged, and take this one."""
        prefs, name = self._context.prefs, f"table.ledger.{self._code}"
        kept = prefs.get(name)
        if isinstance(kept, dict):
            prefs.set(name, {**kept, "order": [*keys, SIGN] if keys else []})

    def _ask(self) -> None:
        if self.table is not None:
            self.table.ask(self._where)

    def _rebuild(self, sort: Sort) -> None:
        context, say = self._context, self._context.say
        focused = self.table is not None and self.table.hasFocus()
        if self.table is not None:
            self.body.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        shown = {each.key for each in self.wanted if each.shown}
        kept: Sort = tuple(each for each in sort if each[0] in shown)
        table = self.table = PagedTable(
            context.theme,
            context.work,
            table_columns(say, self.wanted, self._declared),
            source(context.counter, self._code, self.wanted, self._declared),
            title=self._title,
            memory=Memory(context.prefs, f"ledger.{self._code}"),
        )
        table.pages.ask(self._where, kept)
        show_signs(
            context.theme, table, SIGN, {say(f"desk.standing.{sign}"): sign for sign in SIGNS}
        )
        table.counted.connect(self._on_counted)
        table.opened.connect(self.opened)
        table.failed.connect(context.fail)
        self.body.insertWidget(0, table, 1)
        if focused:
            self.focus()

    def _on_counted(self, total: int, ms: float) -> None:
        if self.table is not None:
            self.table.setVisible(total > 0)
            if total and not self.table.current_id():
                self.table.choose_first()
        self._none.setVisible(total == 0)
        key = "screen.ledger.none_filtered" if self._where else "screen.ledger.none"
        self.none_text = self._context.say(key)
        self._none.show_text(self.none_text)
        self.counted.emit(total, ms)
