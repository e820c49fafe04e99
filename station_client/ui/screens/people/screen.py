"""The residents' place: the list, and beside it the card, or the card to type into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_client.ui.places import Context, Screen
from station_client.ui.screens.ledger.taking_out import TakingOut, Wanted
from station_client.ui.screens.people.beside import Beside
from station_client.ui.screens.people.list_pane import ListPane
from station_client.ui.screens.people.out import wanted
from station_client.ui.screens.people.roster_door import RosterDoor
from station_client.ui.theme.tokens import SPACE_4

if TYPE_CHECKING:
    from station_client.ui.bus import Changes


class PeopleScreen(Screen):
    """Arrives with ``person`` (a card), ``ids`` (only these people), ``do`` = ``new``, ``edit``
    or ``roster``; with nothing it is as it was left."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found = 0
        self.list = ListPane(context)
        self.beside = Beside(context)
        self._people = QWidget()
        row = QHBoxLayout(self._people)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        row.addWidget(self.list)
        row.addWidget(self.beside, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._people)
        self.roster = RosterDoor(context, self._pages, self._people)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.out = TakingOut(context, self.list.take_focus, self)
        column.setSpacing(SPACE_4)
        column.addWidget(self.out.panel)
        column.addWidget(self._pages)
        self._connect()
        self.list.ask()

    def _connect(self) -> None:
        self.list.person_chosen.connect(self.beside.choose)
        self.list.entered.connect(self._go_to_card)
        self.list.found.connect(self._on_found)
        self.list.new_wanted.connect(self.new_card)
        self.list.roster_wanted.connect(self.open_roster)
        self.list.excel_wanted.connect(lambda: self.out.excel(self._wanted()))
        self.list.paper_wanted.connect(lambda: self.out.paper(self._wanted()))
        self.beside.opened.connect(self.list.show_person)
        self.beside.saved.connect(self._on_saved)
        self.beside.left.connect(self.list.take_focus)
        self.roster.left.connect(self._on_saved)
        self.roster.person_wanted.connect(self._from_roster)
        self.context.bus.listen(self, ("person", "case", "slip", "attachment"), self._on_changed)

    # Screen

    def arrive(self, target: Mapping[str, str]) -> None:
        do = target.get("do", "")
        if do == "roster":
            self.open_roster()
            return
        if target:
            self.roster.close()
        if target.get("ids"):
            self.list.show_few(target["ids"].split(","))
        if do == "new":
            self.new_card()
            return
        if target.get("person"):
            self.beside.show_person(target["person"], edit=do == "edit")
        if self.roster.in_front is not None:
            self.roster.in_front.take_focus()
        elif not self.beside.editing:
            self.list.take_focus()

    def home(self) -> None:
        if not self.roster.home():
            self.arrive({})

    def leave(self) -> None:
        self.beside.keep_typed()

    def held(self) -> str:
        return self.context.say("ui.roster.stays_as_it_is") if self.roster.running else ""

    def keep(self) -> object | None:
        return self.roster.keep()

    def resume(self, kept: object) -> None:
        self.roster.resume(kept)

    def where(self) -> Mapping[str, str]:
        if self.roster.in_front is not None:
            return {"do": "roster"}
        place = {"ids": ",".join(self.list.few)} if self.list.few else {}
        if self.beside.editing:
            person = self.beside.form.person
            return {**place, "person": person, "do": "edit"} if person else {**place, "do": "new"}
        return {**place, "person": self.beside.person} if self.beside.person else place

    def escape(self) -> bool:
        if self.roster.in_front is not None:
            return self.roster.in_front.escape()
        if self.out.escape():
            return True
        if self.beside.editing:
            return self.beside.form.escape()
        if self.beside.reading and self.beside.card.escape():
            return True
        if self.list.few:
            self.list.show_all()
            return True
        if not self.list.search.edit.hasFocus():
            self.list.take_focus()
            return True
        return False

    # people

    def _wanted(self) -> Wanted:
        return wanted(self.context.say, self.list.search.text, self.list.few, self.list.sort_by)

    def new_card(self) -> None:
        """Ctrl+N: an empty card; what was searched for in vain is put where it belongs."""
        self.beside.new_card(_typed_from(self.list.search.text) if not self._found else {})

    def _on_found(self, total: int) -> None:
        self._found = total
        text, say = self.list.search.text.strip(), self.context.say
        if total:
            self.beside.say_nobody(say("ui.people.nobody"))
        elif text:
            self.beside.show_nobody(say("ui.people.not_found", text=text))
        else:
            self.beside.show_nobody(say("ui.people.empty"))

    def _on_saved(self) -> None:
        self.list.ask()
        self.list.take_focus()

    def _on_changed(self, _changes: Changes) -> None:
        self.list.ask()
        self.beside.refresh()

    def _go_to_card(self) -> None:
        if self.beside.reading:
            self.beside.card.tabs.setFocus(Qt.FocusReason.TabFocusReason)

    # the roster

    def open_roster(self) -> None:
        """Ctrl+I: import a roster."""
        self.beside.keep_typed()
        self.roster.open()

    def _from_roster(self, person: str) -> None:
        self.beside.show_person(person)
        self.list.take_focus()

    # Qt

    def event(self, event: QEvent) -> bool:
        # F3 is the shell's as well (an application for nobody yet); with a card open it is ours.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F3
            and self.beside.card.isVisible()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and self.beside.card.isVisible():
            self.beside.start_item()
        else:
            super().keyPressEvent(event)


def _typed_from(text: str) -> dict[str, str]:
    """What was searched for in vain, as the beginning of a new card."""
    words = text.strip()
    digits = words.rstrip("xX")
    if digits.isdigit() and len(words) in (15, 18):
        return {"id_no": words}
    if digits.isdigit() and len(words) == 11:
        return {"mobile": words}
    if words and not words.isascii():
        return {"name": words}
    return {}
