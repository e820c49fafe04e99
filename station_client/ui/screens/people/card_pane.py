"""A card to look at: head, conflicts, tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button, Kind
from station_client.ui.kit.card import Card
from station_client.ui.kit.fields.make import EditorMaker
from station_client.ui.kit.tabs import Tabs
from station_client.ui.screens.people.card_scans import CardScans
from station_client.ui.screens.people.case_list import CaseList
from station_client.ui.screens.people.details import Details
from station_client.ui.screens.people.header import CardHeader
from station_client.ui.screens.people.history import MOST, History
from station_client.ui.screens.people.reveal import Reveal
from station_client.ui.screens.people.sections import Section, sections_of
from station_client.ui.screens.people.settle import Conflicts
from station_client.ui.theme.tokens import SPACE_2, SPACE_4

if TYPE_CHECKING:
    from ledger.core.act import Value
    from station_client.desk.views import CardView, HistoryLine, Saved
    from station_client.ui.places import Context

CASES, SCANS, HISTORY = "cases", "scans", "history"


class CardPane(QWidget):
    """Signals: edit_wanted(), print_wanted(), item_wanted(), slip_wanted(SlipLine), changed()."""

    edit_wanted = Signal()
    print_wanted = Signal()
    item_wanted = Signal()
    slip_wanted = Signal(object)
    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view: CardView | None = None
        self._history_of = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4 - 2)
        self._make_head()
        for widget in (
            self.header, self.locked_note, self.draft_note, self.purpose, self.conflicts,
        ):  # fmt: skip
            column.addWidget(widget)
        self._contents = self._make_tabs()
        column.addWidget(self._contents, 1)
        column.addStretch(0)
        self._connect()

    def _make_head(self) -> None:
        say, theme = self._context.say, self._context.theme
        catalogue = self._context.counter.catalogue
        self.header = CardHeader(theme, say)
        self._reveal = Reveal(self._context, self)
        self.purpose = self._reveal.panel
        self.locked_note = Banner(theme, "", "blue", icon="lock")
        self.locked_note.hide()
        self.draft_note = Banner(theme, "", "blue", action=say("ui.people.draft.go_on"))
        self.draft_note.hide()
        maker = EditorMaker(theme, say, catalogue.codes, self._context.counter.today)
        fields = dict(catalogue.kinds["person"].fields)
        self.conflicts = Conflicts(theme, say, maker, fields)

    def _make_tabs(self) -> Card:
        say, theme = self._context.say, self._context.theme
        kind = self._context.counter.catalogue.kinds["person"]
        titles = [(group.code, group.label(say.lang)) for group in kind.groups]
        self._sections: tuple[Section, ...] = sections_of(say, titles)
        digits = frozenset(
            name for name, field in kind.fields.items() if field.mask in ("id", "phone", "account")
        )
        card = Card(theme)
        self.tabs = Tabs(theme, say("ui.people.tabs"))
        kind_of: Kind = "secondary" if theme.look.large else "row"
        self.edit = Button(theme, say("ui.people.edit"), kind_of, icon="pencil", key="Ctrl+E")
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.tabs, 1)
        if theme.look.large:
            self.header.add_deed(self.edit)
        else:
            top.addWidget(self.edit)
        card.body.addLayout(top)
        line = QFrame()
        line.setProperty("role", "rule")
        line.setFixedHeight(1)
        card.body.addWidget(line)
        self._stack = QStackedWidget()
        self._pages: dict[str, QScrollArea] = {}
        self.details = {section.key: Details(theme, say, digits) for section in self._sections}
        for section in self._sections:
            self._add_page(section.key, self.details[section.key], section.title)
        self.cases = CaseList(theme, say)
        self.scans = CardScans(self._context)
        self.history = History(theme, say)
        self._add_page(CASES, self.cases, say("ui.people.tab.cases", n=0))
        self._add_page(SCANS, self.scans, say("ui.people.tab.scans", n=0))
        self._add_page(HISTORY, self.history, say("ui.people.tab.history"))
        card.body.addWidget(self._stack, 1)
        return card

    def _add_page(self, key: str, widget: QWidget, name: str) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, SPACE_2, 0)
        column.addWidget(widget)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(name)
        area.setWidget(inner)
        self._pages[key] = area
        self._stack.addWidget(area)

    def _connect(self) -> None:
        self.header.print_wanted.connect(self.print_wanted)
        self.header.item_wanted.connect(self.item_wanted)
        self.header.reveal_wanted.connect(self._ask_purpose)
        for details in self.details.values():
            details.reveal_wanted.connect(self._ask_purpose)
        self._reveal.revealed.connect(self._uncover)
        self.conflicts.settled.connect(self._settle)
        if self._context.theme.look.large:
            self.conflicts.choosing.connect(self._contents.setHidden)
        self.edit.clicked.connect(self.edit_wanted)
        self.draft_note.acted.connect(self.edit_wanted)
        self.cases.case_opened.connect(lambda case: self._context.navigate("cases", case=case))
        self.cases.slip_wanted.connect(self.slip_wanted)
        self.scans.changed.connect(self.changed)
        self.tabs.chosen.connect(self._show_page)

    # what it shows

    def show_card(self, view: CardView, draft: str = "") -> None:
        """This card; ``draft`` says what was typed and not saved, "" for nothing."""
        say = self._context.say
        same = self.view is not None and self.view.id == view.id
        self.view = view
        self.header.show_head(view)
        self.purpose.hide()
        self.conflicts.show_conflicts(view.conflicts)
        self.locked_note.show_text(view.locked)
        self.locked_note.setVisible(bool(view.locked))
        self.draft_note.show_text(draft)
        self.draft_note.setVisible(bool(draft))
        for section in self._sections:
            self.details[section.key].show_groups(section.of(view.groups))
        self.cases.show_card(view)
        self._history_of = ""
        tabs = [(section.key, section.title) for section in self._sections]
        tabs.append((CASES, say("ui.people.tab.cases", n=len(view.cases))))
        tabs.append((SCANS, say("ui.people.tab.scans", n=view.scans)))
        tabs.append((HISTORY, say("ui.people.tab.history")))
        self.tabs.show_tabs(tabs)
        self.edit.setVisible(not view.locked)
        if not same:
            for area in self._pages.values():
                area.verticalScrollBar().setValue(0)
        self._show_page(self.tabs.current())

    def escape(self) -> bool:
        """Close what is open inside; False when nothing was."""
        return self.purpose.close_panel() or self.conflicts.close_panel() or self.scans.own.escape()

    def _show_page(self, key: str) -> None:
        if key in self._pages:
            self._stack.setCurrentWidget(self._pages[key])
        if key == HISTORY:
            self._read_history()
        if key == SCANS and self.view is not None:
            self.scans.show_card(self.view)

    def _read_history(self) -> None:
        from station_client.desk.cards import awaits_past, history

        view, counter = self.view, self._context.counter
        if view is None or self._history_of == view.id:
            return
        person = view.id
        self._history_of = person
        self._context.work.run(
            lambda: (history(counter, person, MOST), awaits_past(counter, person)),
            self._show_history,
            self._context.fail,
            key="people.history",
            owner=self,
        )

    def _show_history(self, found: tuple[list[HistoryLine], bool]) -> None:
        lines, arriving = found
        self.history.show_lines(lines, self._context.counter.now(), arriving=arriving)

    # deeds

    def _ask_purpose(self, field: str) -> None:
        self.conflicts.close_panel()
        if self.view is not None:
            self._reveal.ask(self.view.id, field)

    def _uncover(self, person: str, field: str, whole: str) -> None:
        if self.view is None or self.view.id != person:
            return
        self.header.uncover(field, whole)
        for details in self.details.values():
            details.uncover(field, whole)

    def _settle(self, field: str, value: Value) -> None:
        from station_client.desk.cards import settle

        counter, view = self._context.counter, self.view
        if view is None:
            return
        person = view.id
        self._context.work.run(
            lambda: settle(counter, person, field, value),
            self._settled,
            self._context.fail,
            owner=self,
        )

    def _settled(self, saved: Saved) -> None:
        self.conflicts.close_panel()
        self._context.notify(saved.text)
        self.changed.emit()
