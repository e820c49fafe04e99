"""All cases: filter, search, the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.label import Label
from station_client.ui.kit.page_title import PageTitle
from station_client.ui.kit.search_box import SearchBox
from station_client.ui.kit.segments import Segments
from station_client.ui.kit.table.page import Filters, Page, Sort
from station_client.ui.kit.table.signs import show_signs
from station_client.ui.kit.table.table import Memory, PagedTable
from station_client.ui.places import Context
from station_client.ui.screens.cases.listing import SHOWN, SIGN, columns, fetch, found_ids
from station_client.ui.screens.ledger.taking_out import TakingOut, Wanted
from station_client.ui.theme.tokens import SPACE_3

if TYPE_CHECKING:
    from station_client.desk.counter import Counter
    from station_client.ui.kit.state_sign import State

SEARCH_WIDTH = 340
LEDGER = "TZ-43"
SIGNS: tuple[State, ...] = ("saved", "received", "decided", "returned")


class CaseList(QWidget):
    """The list.

    Signals:
        opened(str): A case was chosen.
    """

    opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say, theme = context.say, context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        self.out = TakingOut(context, self.focus, self)
        title = PageTitle(theme, say("ui.place.cases"))
        self.search = SearchBox(theme, say("screen.cases.search"))
        self.search.setFixedWidth(theme.px(SEARCH_WIDTH))
        title.add(self.search)
        paper = Button(theme, say("screen.ledger.print"), icon="printer", key="Ctrl+P")
        excel = Button(theme, say("screen.ledger.excel_button"), icon="download", key="Ctrl+E")
        paper.clicked.connect(lambda: self.out.paper(self._wanted()))
        excel.clicked.connect(lambda: self.out.excel(self._wanted()))
        title.add(paper)
        title.add(excel)
        column.addWidget(title)
        column.addWidget(self.out.panel)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self.filter = Segments(
            theme,
            say("screen.cases.filter"),
            [(key, say(f"screen.cases.show_{key}")) for key in SHOWN],
        )
        self._count = Label("", "hint")
        row.addWidget(self.filter, 1)
        row.addWidget(self._count)
        column.addLayout(row)
        column.addWidget(self._table_card(), 1)
        self.filter.chosen.connect(lambda _key: self._ask())
        self.search.typed.connect(lambda _text: self._ask())
        self.search.moved.connect(self.table.step)
        self.search.sort_wanted.connect(self.table.sort_by_place)
        self.search.chosen.connect(self._enter)

    def _wanted(self) -> Wanted:
        from station_client.desk import lists

        say, text, show = self._context.say, self.search.text.strip(), self.filter.current()
        said = (say("desk.list.shown"), say(f"screen.cases.show_{show}"))
        if text:
            said = (say("desk.list.searched"), text)

        sort = self.table.pages.sort_by

        def find(counter: Counter) -> lists.Listing:
            ids = found_ids(counter, sort, {"show": show, "text": text})
            return lists.of_records(counter, LEDGER, ids, [said])

        return Wanted(LEDGER, say("ui.place.cases"), find)

    def refresh(self) -> None:
        """Read anew, staying on the same case."""
        self._ask()

    def focus(self) -> None:
        """Put the cursor into the search box."""
        self.search.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _table_card(self) -> Card:
        say, theme = self._context.say, self._context.theme
        card = Card(theme, margin=6)
        counter = self._context.counter

        def source(offset: int, limit: int, sort: Sort, filters: Filters) -> Page:
            return fetch(counter, offset, limit, sort, filters)

        self.table = PagedTable(
            theme,
            self._context.work,
            columns(say),
            source,
            title=say("ui.place.cases"),
            memory=Memory(self._context.prefs, "cases"),
        )
        words = {say(f"desk.standing.{state}"): state for state in SIGNS}
        show_signs(theme, self.table, SIGN, words)
        self.table.opened.connect(self.opened)
        self.table.counted.connect(self._on_counted)
        self.table.failed.connect(self._context.fail)
        self.none_text = ""
        self._none = EmptyState(theme, "", icon="folder-open")
        self._none.hide()
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self._none, 1)
        return card

    def _ask(self) -> None:
        self.table.ask({"show": self.filter.current(), "text": self.search.text})

    def _on_counted(self, total: int, ms: float) -> None:
        say, text = self._context.say, self.search.text.strip()
        self._count.setText(say("screen.cases.count", n=total, ms=round(ms)))
        self.table.setVisible(total > 0)
        self._none.setVisible(total == 0)
        if total:
            if not self.table.current_id():
                self.table.choose_first()
            return
        key = "not_found" if text else f"none_{self.filter.current()}"
        self.none_text = say(f"screen.cases.{key}", text=text)
        self._none.show_text(self.none_text)

    def _enter(self) -> None:
        case = self.table.current_id()
        if case:
            self.opened.emit(case)
