"""The search box and the people it finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import Label
from station_client.ui.kit.search_box import SearchBox
from station_client.ui.kit.table.page import Column, Fetch, Filters, Line, Page, Sort
from station_client.ui.kit.table.table import PagedTable
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.desk.views import PersonRow
    from station_client.ui.places import Context

WIDTH, ENGLISH_WIDTH, LARGE_WIDTH = 424, 452, 356


class ListPane(Card):
    """Signals: person_chosen(str), entered(), new_wanted(), roster_wanted(), found(int),
    excel_wanted() and paper_wanted(): the list out of the program."""

    person_chosen = Signal(str)
    entered = Signal()
    new_wanted = Signal()
    roster_wanted = Signal()
    found = Signal(int)
    excel_wanted = Signal()
    paper_wanted = Signal()

    def __init__(self, context: Context) -> None:
        say, theme = context.say, context.theme
        super().__init__(theme, margin=SPACE_3)
        self._say = say
        self._fresh = False
        self._ids: tuple[str, ...] = ()
        width = WIDTH if say.lang == "zh" else ENGLISH_WIDTH
        self.setFixedWidth(theme.px(LARGE_WIDTH if theme.look.large else width))
        self.search = SearchBox(theme, say("ui.people.search"))
        self.chosen_few = Banner(theme, "", "brand", action=say("ui.people.show_all"))
        self.chosen_few.acted.connect(self.show_all)
        self.chosen_few.hide()
        self.table = PagedTable(
            theme,
            context.work,
            _columns(say, large=theme.look.large),
            _fetch(context.counter, short=theme.look.large),
            title=say("ui.people.list"),
        )
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hint = Label(say("ui.people.hint"), "hint", wrap=True)
        for widget in (self.search, self.chosen_few, self.table):
            self.body.addWidget(widget, 1 if widget is self.table else 0)
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        row.addWidget(self._hint, 1)
        for icon, words, keys, signal in (
            ("printer", "out_paper", "Ctrl+Shift+P", self.paper_wanted),
            ("download", "out_excel", "Ctrl+Shift+E", self.excel_wanted),
        ):
            button = IconButton(theme, icon, say(f"screen.ledger.{words}"), key=keys)
            button.clicked.connect(signal)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.body.addLayout(self._deeds(context))
        self.search.typed.connect(self._on_typed)
        self.search.moved.connect(self.table.step)
        self.search.sort_wanted.connect(self.table.sort_by_place)
        self.search.chosen.connect(self.entered)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(lambda _person: self.entered.emit())
        self.table.counted.connect(self._on_counted)
        self.table.failed.connect(context.fail)

    def _deeds(self, context: Context) -> QHBoxLayout:
        theme, say = context.theme, context.say
        new = Button(theme, say("ui.people.new"), "row", key="Ctrl+N")
        roster = Button(theme, say("ui.people.roster"), "row", key="Ctrl+I")
        new.clicked.connect(self.new_wanted)
        roster.clicked.connect(self.roster_wanted)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(new)
        row.addWidget(roster)
        row.addStretch(1)
        return row

    # what it shows

    def ask(self) -> None:
        """Read the list anew; the cursor stays on the same person."""
        self.table.ask({"text": self.search.text, "ids": self._ids})

    def take_focus(self) -> None:
        """Typing starts a new search."""
        self.search.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.edit.selectAll()

    def show_few(self, ids: Sequence[str]) -> None:
        """Only these people (routine work to be gone through)."""
        self._ids = tuple(ids)
        self.search.show_text("")
        self.chosen_few.show_text(self._say("ui.people.few", n=len(self._ids)))
        self.chosen_few.setVisible(bool(self._ids))
        self.ask()

    def show_all(self) -> None:
        """Everybody again."""
        self.show_few(())
        self.take_focus()

    def show_person(self, person: str, name: str) -> None:
        """Put the cursor on somebody; look him up by name when he is not in the list."""
        if self.table.choose(person):
            return
        if not self._ids:
            self.search.show_text(name)
            self.ask()

    @property
    def sort_by(self) -> Sort:
        """The order in which the list stands now."""
        return self.table.pages.sort_by

    @property
    def few(self) -> tuple[str, ...]:
        """The people the list is limited to, if it is."""
        return self._ids

    # inner

    def _on_typed(self, _text: str) -> None:
        self._ids = ()
        self.chosen_few.hide()
        self._fresh = True
        self.ask()

    def _on_counted(self, total: int, ms: float) -> None:
        self.search.show_note(self._say("ui.shell.search_count", n=f"{total:,}", ms=round(ms)))
        fresh, self._fresh = self._fresh, False
        self.found.emit(total)
        if fresh and self.search.text.strip():
            self.table.choose_first()

    def _on_current(self, person: str) -> None:
        if person:
            self.person_chosen.emit(person)


def _columns(say: Texts, *, large: bool) -> tuple[Column, ...]:
    sex_age = 56 if say.lang == "zh" else 86
    columns = (
        Column("name", say("ui.people.col.name"), 72, strong=True),
        Column("sex_age", say("ui.people.col.sex_age"), sex_age),
        Column("id_no", say("ui.people.id_no"), 166, digits=True),
        Column("address", say("ui.people.col.address"), 60),
    )
    return columns[:3] if large else columns


def _fetch(counter: Counter, *, short: bool) -> Fetch:
    """People by page, in the order of a heading that was clicked; else the search gives the best
    ones first, so a page is cut off its end."""
    from station_client.desk import heads
    from station_client.desk.cards import find_people
    from station_client.desk.people_order import in_order

    two = counter.say("ui.people.two")

    def fetch(offset: int, limit: int, sort: Sort, filters: Filters) -> Page:
        ids = filters.get("ids")
        ids = ids if isinstance(ids, tuple) else ()
        if sort:
            people = in_order(counter, str(filters.get("text", "")), ids, sort, offset, limit)
            lines = tuple(_line(row, two, short=short) for row in people.rows)
            return Page(lines, people.total, people.ms)
        if ids:
            records = counter.ledger.records(ids[offset : offset + limit])
            rows = [heads.person_row(counter, each) for each in records]
            return Page(tuple(_line(row, two, short=short) for row in rows), len(ids), 0.0)
        found = find_people(counter, str(filters.get("text", "")), offset + limit)
        lines = tuple(_line(row, two, short=short) for row in found.rows[offset:])
        return Page(lines, found.total, found.ms)

    return fetch


def _line(row: PersonRow, two: str, *, short: bool) -> Line:
    """``short``: there is no column for the address; a conflict is said in place of the number."""
    cells = [row.name, row.sex_age, row.id_shown, row.address]
    if not row.conflict:
        return Line(row.id, tuple(cells))
    said = 2 if short else 3
    cells[said] = two
    return Line(row.id, tuple(cells), {"name": "amber", ("id_no" if short else "address"): "amber"})
