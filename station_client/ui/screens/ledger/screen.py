"""The screen of the ledgers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.label import Label
from station_client.ui.kit.page_title import PageTitle
from station_client.ui.kit.segments import Segments
from station_client.ui.places import Context, Screen
from station_client.ui.screens.ledger.board import Board
from station_client.ui.screens.ledger.chooser import ColumnChooser
from station_client.ui.screens.ledger.columns import targets
from station_client.ui.screens.ledger.excel import ExcelPanel
from station_client.ui.screens.ledger.filter_strip import FilterStrip
from station_client.ui.screens.ledger.out import Out
from station_client.ui.theme.tokens import SPACE_3

LAST = "ledger.last"
FIRST = "TZ-05"
CHOOSER_WIDTH = 320


class LedgerScreen(Screen):
    """F5: choose a ledger, filter, sort, choose columns, out to Excel, onto paper.

    Arrives with ``ledger`` to show that one.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        from station_client.desk.ledgers import ledgers

        names = ledgers(context.counter)
        self._titles = {name.code: name.title for name in names}
        kept = str(context.prefs.get(LAST, FIRST))
        self._code = kept if kept in self._titles else names[0].code
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(self._head())
        column.addLayout(self._tools())
        self.filters = FilterStrip(context)
        self.excel = ExcelPanel(context.theme, context.say)
        self.chooser = ColumnChooser(context.theme, context.say)
        self.chooser.setFixedWidth(context.theme.px(CHOOSER_WIDTH))
        self.board = Board(context)
        self.out = Out(context, self)
        self.out.written.connect(self._on_written)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.board, 1)
        row.addWidget(self.chooser)
        column.addWidget(self.filters)
        column.addWidget(self.excel)
        column.addLayout(row, 1)
        for panel in (self.filters, self.excel, self.chooser):
            panel.hide()
        self._connect()
        self._show_ledger()

    # the place

    def arrive(self, target: Mapping[str, str]) -> None:
        code = target.get("ledger", "")
        if code in self._titles and code != self._code:
            self._choose(code)
        else:
            self.board.ask(self.filters.where())
        self.board.focus()

    def where(self) -> Mapping[str, str]:
        return {"ledger": self._code}

    def escape(self) -> bool:
        for panel in (self.excel, self.chooser, self.filters):
            if panel.isVisible():
                panel.hide()
                self.board.focus()
                return True
        return False

    @property
    def count_text(self) -> str:
        """How many rows there are and how long it took, as it is shown."""
        return self._count.text()

    # parts

    def _head(self) -> PageTitle:
        say, theme = self.context.say, self.context.theme
        title = PageTitle(theme, say("ui.place.ledger"))
        self.filter_button = Button(
            theme, say("screen.ledger.filter"), icon="list-filter", key="Ctrl+F"
        )
        self._columns = Button(theme, say("screen.ledger.columns"), icon="columns-3")
        self._paper = Button(theme, say("screen.ledger.print"), icon="printer", key="Ctrl+P")
        self._excel = Button(
            theme, say("screen.ledger.excel_button"), icon="download", key="Ctrl+E"
        )
        self.filter_button.clicked.connect(self.toggle_filters)
        self._columns.clicked.connect(self.toggle_columns)
        self._paper.clicked.connect(self.print_ledger)
        self._excel.clicked.connect(self.open_excel)
        for button in (self.filter_button, self._columns, self._paper, self._excel):
            title.add(button)
        return title

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        names = list(self._titles.items())
        self.names = Segments(
            self.context.theme, self.context.say("screen.ledger.which"), names, self._code
        )
        self._count = Label("", "hint")
        row.addWidget(self.names, 1)
        row.addWidget(self._count)
        return row

    def _connect(self) -> None:
        self.names.chosen.connect(self._choose)
        self.filters.changed.connect(self._on_filters)
        self.chooser.changed.connect(self.board.show_columns)
        self.chooser.reset.connect(self._usual_columns)
        self.chooser.closed.connect(self.escape)
        self.excel.closed.connect(self.escape)
        self.excel.wanted.connect(self._write)
        self.board.counted.connect(self._on_counted)
        self.board.opened.connect(self._open)
        self.context.bus.listen(
            self, ("person", "case", "tz05"), lambda _changes: self.board.refresh()
        )

    # choosing

    def _choose(self, code: str) -> None:
        self._code = code
        self.names.show_choice(code)
        self.context.prefs.set(LAST, code)
        self._show_ledger()
        self.board.focus()

    def _show_ledger(self) -> None:
        from station_client.desk.ledgers import filters

        self.filters.show_filters(filters(self.context.counter, self._code))
        self.board.show_ledger(self._code, self._titles[self._code])
        self.chooser.show_columns(self.board.wanted)
        self._on_filters()

    def _on_filters(self) -> None:
        count = self.filters.count()
        say = self.context.say
        words = say("screen.ledger.filter_on", n=count) if count else say("screen.ledger.filter")
        self.filter_button.say(words)
        self.board.ask(self.filters.where())

    def _on_counted(self, total: int, ms: float) -> None:
        self._count.setText(self.context.say("screen.ledger.count", n=f"{total:,}", ms=round(ms)))

    def _usual_columns(self) -> None:
        self.board.usual_columns()
        self.chooser.show_columns(self.board.wanted)

    def _open(self, line_id: str) -> None:
        person, case = targets(line_id)
        if case and self._code == "TZ-43":
            self.context.navigate("cases", case=case)
        elif person:
            self.context.navigate("people", person=person)

    # panels

    def toggle_filters(self) -> None:
        """Ctrl+F: show or hide the filters."""
        self.excel.hide()
        self.filters.setVisible(not self.filters.isVisible())
        if self.filters.isVisible():
            self.filters.focus()
        else:
            self.board.focus()

    def toggle_columns(self) -> None:
        """Show or hide the choice of columns."""
        self.chooser.setVisible(not self.chooser.isVisible())
        if self.chooser.isVisible():
            self.board.take_order()
            self.chooser.show_columns(self.board.wanted)
            self.chooser.focus()

    def open_excel(self) -> None:
        """Ctrl+E: ask where to and why."""
        self.filters.hide()
        self.excel.open(self._code, self._titles[self._code], self.context.counter.today())

    # out

    def print_ledger(self) -> None:
        """Ctrl+P: PT-26, seen before it is printed."""
        from station_client.desk.ledgers import print_ledger

        counter, code = self.context.counter, self._code
        where, sort = self.filters.where(), self.board.sort_by
        self.out.print(lambda: print_ledger(counter, code, where, sort))

    def _write(self, path: Path, purpose: str) -> None:
        from station_client.desk.lists import of_ledger

        counter, code = self.context.counter, self._code
        where, sort = self.filters.where(), self.board.sort_by
        self.out.write(lambda: of_ledger(counter, code, where, sort), path, purpose)

    def _on_written(self) -> None:
        self.excel.hide()
        self.board.focus()
