"""What stands beside the list: nobody, a card, or a card to type into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from station_client.ui.kit.card import Card
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.places import Sheets, sheets_of
from station_client.ui.screens.people.card_pane import CardPane
from station_client.ui.screens.people.drafts import NEW, CardDraft, CardDrafts
from station_client.ui.screens.people.edit_pane import EditPane
from station_client.ui.throttle import Throttle

if TYPE_CHECKING:
    from station_client.desk.views import CardView, Saved, SlipLine
    from station_client.ui.places import Context

OPEN_MS = 40


class Beside(QStackedWidget):
    """Opens cards, begins and ends typing into them, prints them.

    Signals:
        opened(str, str): A card somebody asked for, other than by the cursor of the list, is
            shown: its record and the name on it.
        saved(): A card was saved.
        left(): Typing ended; the list may have the keyboard again.
    """

    opened = Signal(str, str)
    saved = Signal()
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._drafts = CardDrafts(context.counter)
        self._edit_next = False
        self._tell = False
        self.person = ""
        self.card = CardPane(context)
        self.form = EditPane(context, self._drafts)
        self._nobody = Card(context.theme)
        self._words = EmptyState(context.theme, context.say("ui.people.nobody"), icon="users")
        self._nobody.body.addWidget(self._words)
        for widget in (self._nobody, self.card, self.form):
            self.addWidget(widget)
        self._open_later = Throttle(OPEN_MS, self.open_again, self)
        self.card.edit_wanted.connect(self.edit_card)
        self.card.print_wanted.connect(self.print_card)
        self.card.item_wanted.connect(self.start_item)
        self.card.slip_wanted.connect(self._print_again)
        self.card.changed.connect(self.open_again)
        self.form.saved.connect(self._on_saved)
        self.form.left.connect(self._on_left)
        self.form.open_wanted.connect(self.show_person)

    # what is shown

    @property
    def editing(self) -> bool:
        """Whether a card is being typed into."""
        return self.currentWidget() is self.form

    @property
    def reading(self) -> bool:
        """Whether a card is being looked at."""
        return self.currentWidget() is self.card

    def keep_typed(self) -> None:
        """Keep what was typed before something else is shown."""
        if self.editing:
            self.form.keep_now()

    def show_person(self, person: str, *, edit: bool = False) -> None:
        """Open this card now; ``edit`` begins to type into it."""
        self.keep_typed()
        self.person = person
        self._edit_next = edit
        self._tell = True
        self.open_again()

    def choose(self, person: str) -> None:
        """The cursor of the list moved here; the card follows when it stands."""
        if person == self.person and (self.editing or self.reading):
            return
        self.keep_typed()
        self.person = person
        self._open_later.call()

    def show_nobody(self, words: str) -> None:
        """No card: say what belongs here."""
        self._words.show_text(words)
        if not self.editing:
            self.person = ""
            self.card.view = None
            self.setCurrentWidget(self._nobody)

    def say_nobody(self, words: str) -> None:
        """What to say when there is no card, without closing one that is there."""
        self._words.show_text(words)

    def refresh(self) -> None:
        """The card may have changed in the ledger; what is being typed is left alone."""
        if self.person and self.reading:
            self.open_again()

    def open_again(self) -> None:
        """Read the card from the ledger and show it."""
        from station_client.desk.cards import open_card

        if not self.person:
            return
        counter, person, drafts = self._context.counter, self.person, self._drafts
        self._context.work.run(
            lambda: (open_card(counter, person), drafts.get(person)),
            lambda both: self._show(both[0], both[1]),
            self._context.fail,
            key="people.card",
            owner=self,
        )

    def _show(self, view: CardView, draft: CardDraft | None) -> None:
        if view.id != self.person:
            return
        self.card.show_card(view, self._said_of(draft) if not view.locked else "")
        self.setCurrentWidget(self.card)
        tell, self._tell = self._tell, False
        if tell:
            self.opened.emit(view.id, view.head.name)
        edit, self._edit_next = self._edit_next, False
        if edit:
            self.edit_card()

    def _said_of(self, draft: CardDraft | None) -> str:
        if draft is None:
            return ""
        say = self._context.say
        fields = self._context.counter.catalogue.kinds["person"].fields
        labels = [fields[name].label(say.lang) for name in draft.values if name in fields]
        return say("ui.people.draft.waiting", fields=say("ui.field.comma").join(labels))

    # typing

    def new_card(self, typed: dict[str, str]) -> None:
        """An empty card; ``typed`` is put in, unless a new card was begun earlier."""
        from station_client.desk.cards import blank_card

        self.keep_typed()
        counter, drafts = self._context.counter, self._drafts
        self._context.work.run(
            lambda: (blank_card(counter), drafts.get(NEW)),
            lambda both: self._begin(both[0], both[1], {} if both[1] else typed),
            self._context.fail,
            key="people.begin",
            owner=self,
        )

    def edit_card(self) -> None:
        """The card that is shown, with what was typed into it earlier."""
        view, drafts = self.card.view, self._drafts
        if view is None or view.locked:
            return
        self._context.work.run(
            lambda: drafts.get(view.id),
            lambda draft: self._begin(view, draft, {}),
            self._context.fail,
            key="people.begin",
            owner=self,
        )

    def _begin(self, view: CardView, draft: CardDraft | None, typed: dict[str, str]) -> None:
        self._open_later.cancel()
        self._context.work.cancel("people.card")
        self.setCurrentWidget(self.form)
        self.form.edit(view, draft, typed)

    def _on_saved(self, saved: Saved) -> None:
        self._context.notify(saved.text)
        self.person = saved.record
        self._tell = True
        self.open_again()
        self.saved.emit()

    def _on_left(self) -> None:
        if self.person:
            self.open_again()
        else:
            self.setCurrentWidget(self._nobody)
        self.left.emit()

    # deeds

    def print_card(self) -> None:
        """PT-13, looked at first."""
        from station_client.desk.printing import print_card

        view, counter = self.card.view, self._context.counter
        if view is None:
            return
        person, name = view.id, view.head.name

        def make() -> Sheets:
            sheets = sheets_of(print_card(counter, person))
            return sheets._replace(title=f"{sheets.title} · {name}")

        self._context.show_paper(make)

    def start_item(self) -> None:
        """Begin an application for this person."""
        view = self.card.view
        if view is not None and not view.locked:
            self._context.navigate("accept", person=view.id)

    def _print_again(self, line: SlipLine) -> None:
        from station_client.desk.printing import reprint

        counter, slip = self._context.counter, line.id
        self._context.show_paper(lambda: sheets_of(reprint(counter, slip)))
