"""A list of the exchange: searched, sorted by its columns, onto paper and to Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import Label
from station_client.ui.kit.search_box import SearchBox
from station_client.ui.kit.table.page import Column, Fetch, Filters, Line, Page, Sort
from station_client.ui.kit.table.table import PagedTable
from station_client.ui.screens.ledger.taking_out import Wanted
from station_client.ui.theme.tokens import SPACE_1, SPACE_2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.desk.exchange_lists import Asked, Name
    from station_client.desk.exchange_lists import Line as ListLine
    from station_client.desk.lists import Listing
    from station_client.ui.places import Context
    from station_client.ui.screens.ledger.taking_out import TakingOut
    from station_client.ui.theme.tokens import Tone

#: The ledger that a list is a view of.
_LEDGERS: Final[Mapping[Name, str]] = {"diary": "TZ-55", "unsent": "", "refused": ""}
#: Pixels at normal type; the last column takes what is left.
_WIDTHS: Final[Mapping[Name, tuple[int, ...]]] = {
    "diary": (112, 96, 80, 120),
    "unsent": (104, 120),
    "refused": (104, 120, 80),
}
_TONES: Final[Mapping[str, Tone]] = {"ok": "green", "usb": "green", "failed": "amber"}


class ListedPane(QWidget):
    """A box to search in, the two ways out, the table, and below it the chosen row in full.

    Args:
        empty: Icon and sentence for a list with nothing in it.
        keys: Of paper and Excel, where this list has any.

    Signals:
        opened(str, str): Kind and record of a row that was chosen.
    """

    opened = Signal(str, str)

    def __init__(
        self,
        context: Context,
        name: Name,
        empty: tuple[str, str],
        out: TakingOut,
        keys: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__()
        self._say, self._name, theme = context.say, name, context.theme
        self._title = self._say(f"desk.list.{name}")
        self._none_said = empty[1]
        self._at_top = True
        self.search = SearchBox(theme, self._say("ui.exchange.search"))
        self.search.edit.setAccessibleName(self._say("ui.exchange.search_in", list=self._title))
        self.table = PagedTable(
            theme,
            context.work,
            _columns(self._say, name),
            _source(context.counter, name),
            title=self._title,
        )
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = EmptyState(theme, self._none_said, icon=empty[0])
        self._none.hide()
        self._whole = Label("", "second", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(self._head(context, out, keys))
        for part in (self.table, self._none):
            column.addWidget(part, 1)
        column.addWidget(self._whole)
        self.search.typed.connect(lambda _text: self.ask())
        self.search.moved.connect(self.table.step)
        self.search.sort_wanted.connect(self.table.sort_by_place)
        self.search.chosen.connect(lambda: self._open(self.table.current_id()))
        self.table.opened.connect(self._open)
        self.table.counted.connect(self._on_counted)
        self.table.current_changed.connect(lambda _row: self._show_whole())
        self.table.failed.connect(context.fail)

    def _head(self, context: Context, out: TakingOut, keys: tuple[str, str]) -> QHBoxLayout:
        theme, words, title = context.theme, "screen.ledger", self._title
        self.paper = IconButton(
            theme, "printer", f"{self._say(f'{words}.print')} {title}", key=keys[0]
        )
        self.excel = IconButton(
            theme, "download", f"{self._say(f'{words}.excel_button')} {title}", key=keys[1]
        )
        self.paper.clicked.connect(lambda: out.paper(self._wanted()))
        self.excel.clicked.connect(lambda: out.excel(self._wanted()))
        head = QHBoxLayout()
        head.setSpacing(SPACE_1)
        head.addWidget(self.search, 1)
        head.addWidget(self.paper)
        head.addWidget(self.excel)
        return head

    def ask(self) -> None:
        """Read the list anew; the cursor stays on the same row, or at the top if it was there."""
        row = self.table.currentIndex().row()
        if row >= 0:
            self._at_top = row == 0
        self.table.ask({"text": self.search.text})

    def what(self) -> Asked:
        """What is asked of the list now."""
        from station_client.desk.exchange_lists import Asked

        return Asked(self.search.text, self.table.pages.sort_by)

    def _wanted(self) -> Wanted:
        name, asked = self._name, self.what()

        def find(counter: Counter) -> Listing:
            from station_client.desk import lists

            return lists.of_exchange(counter, name, asked)

        return Wanted(_LEDGERS[name], self._title, find)

    def _on_counted(self, total: int, _ms: float) -> None:
        typed = self.search.text.strip()
        self.search.show_note(self._say("ui.exchange.count", n=f"{total:,}") if total else "")
        nothing = self._say("ui.exchange.not_found", text=typed) if typed else self._none_said
        self._none.show_text(nothing)
        self.table.setVisible(total > 0)
        self._none.setVisible(total == 0)
        if total and (self._at_top or not self.table.current_id()):
            self.table.choose_first()
        self._show_whole()

    def _show_whole(self) -> None:
        """Sentences are longer than a column is wide."""
        line = self.table.current()
        self._whole.setText(line.cells[-1] if line is not None else "")
        self._whole.setVisible(line is not None)

    def _open(self, row: str) -> None:
        kind, _, record = row.partition("|")
        if record:
            self.opened.emit(kind, record.partition("|")[0])


def _columns(say: Texts, name: Name) -> tuple[Column, ...]:
    from station_client.desk.exchange_lists import COLUMNS

    return tuple(
        Column(key, say(f"desk.list.{key}"), width, badge=key == "outcome")
        for (key, _), width in zip(COLUMNS[name], _WIDTHS[name], strict=True)
    )


def _source(counter: Counter, name: Name) -> Fetch:
    """Reads a part of the list, in the order of a heading; else the newest first."""

    def fetch(offset: int, limit: int, sort: Sort, filters: Filters) -> Page:
        import time

        from station_client.desk import exchange_view
        from station_client.desk.exchange_lists import Asked

        started = time.perf_counter()
        asked = Asked(str(filters.get("text") or ""), sort)
        found = exchange_view.lines_of(counter, name, asked, slice(offset, offset + limit))
        lines = tuple(_line(name, line) for line in found.lines)
        return Page(lines, found.total, (time.perf_counter() - started) * 1000)

    return fetch


def _line(name: Name, line: ListLine) -> Line:
    """A row; its id says what it opens (nothing in the diary), and tells it from all others."""
    from station_client.desk.exchange_lists import cells_of

    about = f"{getattr(line, 'kind', '')}|{getattr(line, 'record', '')}"
    tone = _TONES.get(str(getattr(line, "icon", "")))
    tones = {"outcome": tone} if tone is not None else {}
    return Line(f"{about}|{line.at.isoformat()}", cells_of(name, line, on_paper=False), tones)
