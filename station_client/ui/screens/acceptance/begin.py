"""Before the form: for whom, for what; or a draft that was begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.page_title import PageTitle
from station_client.ui.kit.restyle import restyle
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.kit.search_box import SearchBox
from station_client.ui.places import Context
from station_client.ui.screens.acceptance.begun import DraftsCard
from station_client.ui.screens.acceptance.guest import GuestForm
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_4

if TYPE_CHECKING:
    from station_client.desk.counter import Counter
    from station_client.desk.drafts import DraftLine
    from station_client.desk.guides import ItemLine
    from station_client.desk.views import People, PersonRow

SHOWN = 30
SIDE_WIDTH = 400
LAST_ITEM = "accept.item"


@dataclass(frozen=True)
class Beginnings:
    """What can be begun and what was."""

    items: tuple[ItemLine, ...]
    drafts: tuple[DraftLine, ...]


def beginnings(counter: Counter) -> Beginnings:
    """The items that can be started here, and the operator's drafts."""
    from station_client.desk.drafts import list_drafts
    from station_client.desk.guides import items

    usable = tuple(item for item in items(counter) if item.usable)
    return Beginnings(usable, tuple(list_drafts(counter)))


class BeginPage(QWidget):
    """Search on the left; what can be applied for and the drafts on the right.

    Enter on a person goes to the items, Enter on an item begins.

    Signals:
        chosen(object, str): Begin for this person, by id, or for a guest, by what he told; and
            for this item.
        draft_opened(str): Go on with this draft.
    """

    chosen = Signal(object, str)
    draft_opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._person: str | Mapping[str, str] = ""
        self._items_next = False  # somebody was chosen before there was an item to go to
        self._people: tuple[PersonRow, ...] = ()
        self._at = 0
        say, theme = context.say, context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        column.addWidget(PageTitle(theme, say("ui.place.accept"), say("screen.accept.begin_hint")))
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self._people_card(), 7)
        side = QVBoxLayout()
        side.setSpacing(SPACE_4)
        side.addWidget(self._items_card())
        self.drafts = DraftsCard(context)
        self.drafts.setMaximumWidth(theme.px(SIDE_WIDTH))
        self.drafts.opened.connect(self.draft_opened)
        self.drafts.dropped.connect(self.refresh)
        side.addWidget(self.drafts, 1)
        row.addLayout(side, 4)
        column.addLayout(row, 1)

    # what it shows

    def refresh(self) -> None:
        """Read items, drafts and people anew."""
        counter = self._context.counter
        self._context.work.run(
            lambda: beginnings(counter),
            self._show_beginnings,
            self._context.fail,
            key="accept.begin",
            owner=self,
        )
        self._ask(self.search.text)

    def focus(self) -> None:
        """Put the cursor where typing starts."""
        self.search.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.edit.selectAll()

    def take_person(self, person: str) -> None:
        """Somebody was chosen elsewhere: only the item is asked for."""
        from station_client.desk.cards import open_card

        counter = self._context.counter
        self._context.work.run(
            lambda: open_card(counter, person).head,
            lambda head: self._choose(head.id, head.name, f"{head.line} · {head.address}"),
            self._context.fail,
            key="accept.person",
            owner=self,
        )

    def ask_guest(self, *, open_it: bool) -> None:
        """Ask for a resident of another village, or go back to those of this one."""
        for widget in (self.search, self._area, self.other):
            widget.setVisible(not open_it)
        self.guest.setVisible(open_it)
        if open_it:
            self.guest.ask("" if self._people else self.search.text.strip())
        else:
            self.focus()

    def take_item(self, item: str) -> None:
        """An item was chosen elsewhere: only the person is asked for."""
        self._context.prefs.set(LAST_ITEM, item)
        self.focus()

    # parts

    def _people_card(self) -> Card:
        say, theme = self._context.say, self._context.theme
        card = Card(theme, say("screen.accept.who"))
        self.search = SearchBox(theme, say("screen.accept.who_hint"))
        self.search.typed.connect(self._ask)
        self.search.moved.connect(self._step)
        self.search.chosen.connect(self._enter)
        self.people = Rows()
        self._none = EmptyState(
            theme, "", icon="users", action=say("screen.accept.new_card"), key="Ctrl+N"
        )
        self._none.acted.connect(self._new_card)
        self._none.hide()
        self._area = Scrolled(say("screen.accept.who"), spacing=0)
        self._area.column.addWidget(self.people)
        self._area.column.addWidget(self._none)
        self._area.column.addStretch(1)
        self.guest = GuestForm(self._context)
        self.guest.told.connect(self._choose)
        self.guest.left.connect(lambda: self.ask_guest(open_it=False))
        self.guest.hide()
        self.other = Button(theme, say("screen.accept.guest"), "quiet", key="Ctrl+G")
        self.other.clicked.connect(lambda: self.ask_guest(open_it=True))
        for widget, stretch in ((self.search, 0), (self._area, 1), (self.guest, 1)):
            card.body.addWidget(widget, stretch)
        card.body.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _items_card(self) -> Card:
        say, theme = self._context.say, self._context.theme
        card = Card(theme, say("screen.accept.what"))
        card.setMaximumWidth(theme.px(SIDE_WIDTH))
        self._for = Label(say("screen.accept.nobody_yet"), "second", wrap=True)
        self.items = Rows()
        card.body.addWidget(self._for)
        card.body.addWidget(self.items)
        return card

    # people

    def _ask(self, text: str) -> None:
        from station_client.desk.cards import find_people

        counter = self._context.counter
        self._context.work.run(
            lambda: find_people(counter, text, SHOWN),
            lambda people: self._show_people(people, text),
            self._context.fail,
            key="accept.people",
            owner=self,
        )

    def _show_people(self, people: People, text: str) -> None:
        say = self._context.say
        self._people, self._at = people.rows, 0
        self.people.show_rows([self._person_row(row) for row in people.rows])
        self._none.setVisible(not people.rows)
        key = "screen.accept.not_found" if text.strip() else "screen.accept.no_people"
        self._none.show_text(say(key, text=text.strip()))
        self.search.show_note(
            say("ui.shell.search_count", n=people.total, ms=round(people.ms))
            if text.strip()
            else say("screen.accept.latest")
        )
        self._mark()

    def _person_row(self, person: PersonRow) -> Row:
        theme = self._context.theme
        row = Row(theme, f"{person.name} {person.sex_age} {person.address}")
        row.row.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        name = ElidedLabel(person.name, "strong")
        name.setFixedWidth(theme.px(84))
        sex_age = Label(person.sex_age, "second")
        sex_age.setFixedWidth(theme.px(84))
        row.row.addWidget(name)
        row.row.addWidget(sex_age)
        number = Label(person.id_shown, "digits-second")
        number.setMinimumWidth(theme.px(168))
        row.row.addWidget(number)
        row.row.addWidget(ElidedLabel(person.address, "hint"), 1)
        about = f"{person.sex_age} · {person.address}"
        row.opened.connect(lambda: self._choose(person.id, person.name, about))
        return row

    def _step(self, by: int) -> None:
        self._at = max(0, min(len(self._people) - 1, self._at + by))
        self._mark()

    def _mark(self) -> None:
        for at, row in enumerate(self.people.rows):
            marked = at == self._at and bool(self._people)
            restyle(row, marked=marked)
            if marked:
                self._area.ensureWidgetVisible(row, 0, SPACE_1)

    def _enter(self) -> None:
        if 0 <= self._at < len(self._people):
            self.people.rows[self._at].opened.emit()

    def _choose(self, person: str | Mapping[str, str], name: str, about: str) -> None:
        self._person = person
        self._for.setText(self._context.say("screen.accept.for", name=name, about=about))
        self._items_next = not self.items.rows
        if len(self.items.rows) == 1:
            self.items.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
            return
        last = str(self._context.prefs.get(LAST_ITEM, "") or "")
        for row in self.items.rows:
            if row.property("item") == last:
                row.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.items.focus_first()

    def _new_card(self) -> None:
        self._context.navigate("people", do="new", text=self.search.text.strip())

    # items and drafts

    def _show_beginnings(self, found: Beginnings) -> None:
        self.items.show_rows([self._item_row(item) for item in found.items])
        self.drafts.show_drafts(found.drafts)
        waited, self._items_next = self._items_next, False
        if waited or (self._person and not self.search.edit.hasFocus()):
            self.items.focus_first()

    def _item_row(self, item: ItemLine) -> Row:
        theme = self._context.theme
        row = Row(theme, f"{item.title} {item.days_text}")
        row.setProperty("item", item.code)
        row.row.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        row.row.addWidget(IconMark(theme, "file-text", theme.colour.brand))
        row.row.addWidget(Label(item.title, "strong", wrap=True), 1)
        row.row.addWidget(Label(item.days_text, "second"))
        row.opened.connect(lambda: self._begin(item.code))
        return row

    def _begin(self, item: str) -> None:
        if not self._person:
            self._context.notify(self._context.say("screen.accept.choose_person"), "grey")
            self.focus()
            return
        self._context.prefs.set(LAST_ITEM, item)
        self.chosen.emit(self._person, item)
