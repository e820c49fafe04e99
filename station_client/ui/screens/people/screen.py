"""The residents' place: the list, and beside it the card, or the card to type into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_client.ui.kit.card import Card
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.places import Context, Screen
from station_client.ui.screens.people.card_pane import CardPane
from station_client.ui.screens.people.drafts import NEW, CardDraft, CardDrafts
from station_client.ui.screens.people.edit_pane import EditPane
from station_client.ui.screens.people.list_pane import ListPane
from station_client.ui.theme.tokens import SPACE_4
from station_client.ui.throttle import Throttle

if TYPE_CHECKING:
    from station_client.desk.views import CardView, Saved, SlipLine
    from station_client.ui.bus import Changes
    from station_client.ui.screens.roster.page import RosterPage

OPEN_MS = 40


class PeopleScreen(Screen):
    """Arrives with ``person`` (a card), ``ids`` (only these people), ``do`` = ``new``, ``edit``
    or ``roster``; with nothing it is as it was left."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._drafts = CardDrafts(context.counter)
        self._person = ""
        self._do_next = ""
        self._roster: RosterPage | None = None
        self._make()
        self._open_later = Throttle(OPEN_MS, self._open, self)
        self._connect()
        self.list.ask()

    def _make(self) -> None:
        context, theme, say = self.context, self.context.theme, self.context.say
        self.list = ListPane(context)
        self.card = CardPane(context)
        self.form = EditPane(context, self._drafts)
        self._nobody = Card(theme)
        self._words = EmptyState(theme, say("ui.people.nobody"), icon="users")
        self._nobody.body.addWidget(self._words)
        self.beside = QStackedWidget()
        for widget in (self._nobody, self.card, self.form):
            self.beside.addWidget(widget)
        people = QWidget()
        row = QHBoxLayout(people)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        row.addWidget(self.list)
        row.addWidget(self.beside, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(people)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        self.list.person_chosen.connect(self._on_chosen)
        self.list.entered.connect(self._go_to_card)
        self.list.found.connect(self._on_found)
        self.list.new_wanted.connect(self.new_card)
        self.list.roster_wanted.connect(self.open_roster)
        self.card.edit_wanted.connect(self.edit_card)
        self.card.print_wanted.connect(self.print_card)
        self.card.item_wanted.connect(self.start_item)
        self.card.slip_wanted.connect(self._print_again)
        self.card.changed.connect(self._open)
        self.form.saved.connect(self._on_saved)
        self.form.left.connect(self._on_left)
        self.form.open_wanted.connect(self.show_person)
        self.context.bus.listen(self, ("person", "case", "slip"), self._on_changed)

    # Screen

    def arrive(self, target: Mapping[str, str]) -> None:
        if target.get("ids"):
            self.list.show_few(target["ids"].split(","))
        if target.get("do") == "roster":
            self.open_roster()
            return
        if target:
            self._show_people()
        if target.get("do") == "new":
            self.new_card()
            return
        if target.get("person"):
            self._do_next = target.get("do", "")
            self.show_person(target["person"])
        if self._roster is not None and self._pages.currentWidget() is self._roster:
            self._roster.take_focus()
        elif not self._editing:
            self.list.take_focus()

    def leave(self) -> None:
        if self._editing:
            self.form.keep_now()

    def where(self) -> Mapping[str, str]:
        if self._roster is not None and self._pages.currentWidget() is self._roster:
            return {"do": "roster"}
        few = {"ids": ",".join(self.list.few)} if self.list.few else {}
        if self._editing:
            person = self.form.person
            return {**few, "person": person, "do": "edit"} if person else {**few, "do": "new"}
        return {**few, "person": self._person} if self._person else few

    def escape(self) -> bool:
        if self._roster is not None and self._pages.currentWidget() is self._roster:
            return self._roster.escape()
        if self._editing:
            return self.form.escape()
        if self.card.isVisible() and self.card.escape():
            return True
        if self.list.few:
            self.list.show_all()
            return True
        if not self.list.search.edit.hasFocus():
            self.list.take_focus()
            return True
        return False

    # the card

    @property
    def _editing(self) -> bool:
        return self.beside.currentWidget() is self.form

    def show_person(self, person: str) -> None:
        """Open this card beside the list."""
        if self._editing:
            self.form.keep_now()
            self.beside.setCurrentWidget(self.card if self.card.view else self._nobody)
        self._person = person
        self._open()

    def new_card(self) -> None:
        """Ctrl+N: an empty card; what is in the search box is put where it belongs."""
        from station_client.desk.cards import blank_card

        if self._editing:
            self.form.keep_now()
        counter, drafts = self.context.counter, self._drafts
        typed = _typed_from(self.list.search.text)
        self.context.work.run(
            lambda: (blank_card(counter), drafts.get(NEW)),
            lambda both: self._begin(both[0], both[1], {} if both[1] else typed),
            self.context.fail,
            key="people.begin",
            owner=self,
        )

    def edit_card(self) -> None:
        """Ctrl+E: the card that is shown, with what was typed into it earlier."""
        view = self.card.view
        if view is None or view.locked:
            return
        drafts = self._drafts
        self.context.work.run(
            lambda: drafts.get(view.id),
            lambda draft: self._begin(view, draft, {}),
            self.context.fail,
            key="people.begin",
            owner=self,
        )

    def print_card(self) -> None:
        """Ctrl+P: PT-13, looked at first."""
        from station_client.desk.printing import print_card

        view, counter = self.card.view, self.context.counter
        if view is not None:
            title = counter.catalogue.prints["PT-13"].label(self.context.say.lang)
            self.context.show_paper(
                f"{title} · {view.head.name}", lambda: print_card(counter, view.id).paper.png()
            )

    def start_item(self) -> None:
        """F3: begin an application for this person."""
        view = self.card.view
        if view is not None and not view.locked:
            self.context.navigate("accept", person=view.id)

    def _print_again(self, line: SlipLine) -> None:
        from station_client.desk.printing import reprint

        counter = self.context.counter
        self.context.show_paper(line.title, lambda: reprint(counter, line.id).paper.png())

    def _begin(self, view: CardView, draft: CardDraft | None, typed: dict[str, str]) -> None:
        self._open_later.cancel()
        self.beside.setCurrentWidget(self.form)
        self.form.edit(view, draft, typed)

    def _on_chosen(self, person: str) -> None:
        if person == self._person and (self._editing or self.card.view is not None):
            return
        if self._editing:
            self.form.keep_now()
        self._person = person
        self._open_later.call()

    def _open(self) -> None:
        from station_client.desk.cards import open_card

        if not self._person:
            return
        counter, person, drafts = self.context.counter, self._person, self._drafts
        self.context.work.run(
            lambda: (open_card(counter, person), drafts.get(person)),
            lambda both: self._show(both[0], both[1]),
            self.context.fail,
            key="people.card",
            owner=self,
        )

    def _show(self, view: CardView, draft: CardDraft | None) -> None:
        if view.id != self._person:
            return
        self.card.show_card(view, self._said_of(draft) if not view.locked else "")
        self.beside.setCurrentWidget(self.card)
        self.list.show_person(view.id, view.head.name)
        do, self._do_next = self._do_next, ""
        if do == "edit":
            self.edit_card()

    def _said_of(self, draft: CardDraft | None) -> str:
        if draft is None:
            return ""
        say = self.context.say
        fields = self.context.counter.catalogue.kinds["person"].fields
        labels = [fields[name].label(say.lang) for name in draft.values if name in fields]
        return say("ui.people.draft.waiting", fields=say("ui.field.comma").join(labels))

    def _on_saved(self, saved: Saved) -> None:
        self.context.notify(saved.text)
        self._person = saved.record
        self._open()
        self.list.ask()
        self.list.take_focus()

    def _on_left(self) -> None:
        if self._person:
            self._open()
        else:
            self.beside.setCurrentWidget(self._nobody)
        self.list.take_focus()

    def _on_found(self, total: int) -> None:
        text = self.list.search.text.strip()
        say = self.context.say
        if total:
            self._words.show_text(say("ui.people.nobody"))
            return
        self._words.show_text(
            say("ui.people.not_found", text=text) if text else say("ui.people.empty")
        )
        if not self._editing:
            self._person = ""
            self.card.view = None
            self.beside.setCurrentWidget(self._nobody)

    def _on_changed(self, changes: Changes) -> None:
        self.list.ask()
        if self._person and not self._editing and self.card.view is not None:
            self._open()

    def _go_to_card(self) -> None:
        if self.beside.currentWidget() is self.card:
            self.card.tabs.setFocus(Qt.FocusReason.TabFocusReason)

    # the roster

    def open_roster(self) -> None:
        """Ctrl+I: import a roster."""
        if self._roster is None:
            from station_client.ui.screens.roster.page import RosterPage

            self._roster = RosterPage(self.context)
            self._roster.left.connect(self._leave_roster)
            self._roster.person_wanted.connect(self._from_roster)
            self._pages.addWidget(self._roster)
        if self._editing:
            self.form.keep_now()
        self._pages.setCurrentWidget(self._roster)
        self._roster.arrive()

    def _from_roster(self, person: str) -> None:
        self._show_people()
        self.show_person(person)

    def _leave_roster(self) -> None:
        self._show_people()
        self.list.ask()
        self.list.take_focus()

    def _show_people(self) -> None:
        self._pages.setCurrentIndex(0)

    # Qt

    def event(self, event: QEvent) -> bool:
        # F3 is the shell's as well (an application for nobody yet); with a card open it is ours.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F3
            and self.card.isVisible()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and self.card.isVisible():
            self.start_item()
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
