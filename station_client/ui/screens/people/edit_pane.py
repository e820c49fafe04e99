"""A card to type into: one form per tab, what is wrong below the fields, saved with Ctrl+S."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card, SectionTitle
from station_client.ui.kit.label import Label
from station_client.ui.screens.people.asking import AskPanel
from station_client.ui.screens.people.drafts import CardDraft, CardDrafts
from station_client.ui.screens.people.forms import Forms
from station_client.ui.screens.people.hints import Hints
from station_client.ui.screens.people.keeping import Keeper
from station_client.ui.screens.people.reveal import Reveal
from station_client.ui.screens.people.saving import (
    Attempt,
    Outcome,
    find_notices,
    save,
    stands_against,
)
from station_client.ui.theme.tokens import SPACE_3, SPACE_4
from station_client.ui.throttle import Throttle

if TYPE_CHECKING:
    from ledger.core.act import ActId, Value
    from station_client.desk.views import CardView, Notice, Saved
    from station_client.ui.places import Context

CHECK_MS = 250


class EditPane(QWidget):
    """Signals: saved(Saved), left(): back to the card, open_wanted(str): somebody else's card."""

    saved = Signal(object)
    left = Signal()
    open_wanted = Signal(str)

    def __init__(self, context: Context, drafts: CardDrafts) -> None:
        super().__init__()
        self._context = context
        self._reveal = Reveal(context, self)
        self._view: CardView | None = None
        self._seen: tuple[ActId, ...] = ()
        self._notices: Sequence[Notice] = ()
        self._saving = False
        self._make()
        self._keeper = Keeper(context, drafts, self.forms.changes, self)
        self._check_later = Throttle(CHECK_MS, self._check, self)
        self._connect()

    def _make(self) -> None:
        say, theme = self._context.say, self._context.theme
        self._title = SectionTitle(theme, " ", " ", icon="pencil")
        self.hints = Hints(theme, say)
        self.found_draft = Banner(theme, "", "blue", action=say("ui.people.draft.drop"))
        self.purpose = self._reveal.panel
        self.forms = Forms(self._context)
        self.asking = AskPanel(theme, say)
        card = Card(theme)
        line = QFrame()
        line.setProperty("role", "rule")
        line.setFixedHeight(1)
        card.body.addWidget(self._title)
        for widget in (self.hints, self.found_draft, self.purpose):
            card.body.addWidget(widget)
        card.body.addWidget(self.forms.tabs)
        card.body.addWidget(line)
        card.body.addWidget(self.forms, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(card, 1)
        column.addWidget(self.asking)
        column.addLayout(self._bar())

    def _bar(self) -> QHBoxLayout:
        say, theme = self._context.say, self._context.theme
        self._count = Label("", "second", wrap=True)
        later = Button(theme, say("ui.people.later"), key="Esc", bind=False)
        self.save = Button(theme, say("ui.people.save"), "primary", icon="save", key="Ctrl+S")
        later.clicked.connect(self.leave)
        self.save.clicked.connect(self.try_save)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(later)
        row.addWidget(self.save)
        row.setContentsMargins(SPACE_4, 0, 0, 0)
        return row

    def _connect(self) -> None:
        self.forms.changed.connect(self._on_changed)
        self.forms.finished.connect(lambda: self.save.setFocus(Qt.FocusReason.TabFocusReason))
        self.forms.reveal_wanted.connect(lambda field: self._reveal.ask(self.person, field))
        self._reveal.revealed.connect(lambda _person, field, _whole: self.forms.uncover(field))
        self._keeper.kept.connect(self._say_kept)
        self.hints.open_wanted.connect(self.open_wanted)
        self.found_draft.acted.connect(self._drop_draft)
        self.asking.confirmed.connect(self.try_save)

    # what it shows

    @property
    def person(self) -> str:
        """The card that is edited, "" for a new one (or none)."""
        return self._view.id if self._view else ""

    def edit(
        self, view: CardView, draft: CardDraft | None, typed: Mapping[str, Value] | None = None
    ) -> None:
        """Begin: ``draft`` is what was typed earlier, ``typed`` is put in as if typed now."""
        say = self._context.say
        self._view = view
        self._seen = draft.seen if draft and view.id else view.seen
        self._saving = False
        self._keeper.begin(view.id, self._seen)
        self.save.setEnabled(True)
        for part in (self.asking, self.purpose):
            part.hide()
        self._show_notices((), every=False)
        values = {field.name: field.value for group in view.groups for field in group.fields}
        self.forms.begin(values, draft.values if draft else {})
        for name, value in (typed or {}).items():
            self.forms.put(name, value)
        self._show_title(say("ui.people.edit_hint"))
        self.found_draft.show_text(say("ui.people.draft.found"))
        self.found_draft.setVisible(draft is not None)
        self._tell()
        if draft is not None:
            self._check_later.call()
        self.forms.focus_first()

    def leave(self) -> None:
        """Back to the card; what was typed stays as a draft."""
        self.keep_now()
        self.left.emit()

    def escape(self) -> bool:
        """Esc: close what is open inside, else leave."""
        if not self.purpose.close_panel():
            self.leave()
        return True

    def keep_now(self) -> None:
        """Keep the draft before anything else happens."""
        self._check_later.cancel()
        if self._view is not None and not self._saving:
            self._keeper.now()

    # typing

    def _on_changed(self, field: str) -> None:
        self._check_later.call()
        self._keeper.touch()
        self._tell()

    def _say_kept(self, kept: bool) -> None:
        say = self._context.say
        clock = self._context.counter.now().strftime("%H:%M:%S")
        hint = say("ui.people.draft.kept", clock=clock) if kept else say("ui.people.edit_hint")
        self._show_title(hint)

    def _show_title(self, hint: str) -> None:
        say, view = self._context.say, self._view
        if view is not None and view.id:
            self._title.show_title(say("ui.people.edit_title", name=view.head.name), hint)
        elif view is not None:
            self._title.show_title(say("ui.people.new_title"), hint)

    def _drop_draft(self) -> None:
        view = self._view
        if view is None:
            return
        self._keeper.drop()
        self.edit(view, None)

    # checking and saving

    def _attempt(self) -> Attempt:
        reason = self.asking.reason.value() if self.asking.keys else ""
        values = self.forms.changes() if self.person else self.forms.filled()
        return Attempt(
            self.person,
            values,
            self._seen,
            str(reason or ""),
            self.asking.keys,
        )

    def _check(self) -> None:
        counter, attempt = self._context.counter, self._attempt()
        if not attempt.values or self._saving:
            self._show_notices((), every=False)
            return
        self._context.work.run(
            lambda: find_notices(counter, attempt),
            lambda notices: self._show_notices(notices, every=False),
            self._context.fail,
            key="people.check",
            owner=self,
        )

    def try_save(self) -> None:
        """Check everything; save when nothing stands against it."""
        if self._saving:
            return
        self._check_later.cancel()
        if self.forms.focus_unreadable():
            return
        if self.asking.lacking:
            self.asking.confirm()
            return
        attempt = self._attempt()
        if not attempt.values:
            self._context.notify(self._context.say("ui.people.nothing_typed"), "grey")
            return
        self._keeper.now()
        self._saving = True
        self.save.setEnabled(False)
        counter, drafts = self._context.counter, self._keeper.drafts
        number = drafts.number()
        self._context.work.run(
            lambda: save(counter, drafts, number, attempt),
            lambda outcome: self._saved(outcome, attempt),
            self._failed,
            owner=self,
        )

    def _saved(self, outcome: Outcome, attempt: Attempt) -> None:
        self._saving = False
        self.save.setEnabled(True)
        if outcome.saved is not None:
            self._view = None
            self._keeper.end()
            done: Saved = outcome.saved
            self.saved.emit(done)
            return
        self._show_notices(outcome.notices, every=True)
        blocking = [each for each in outcome.notices if each.level == "block"]
        asked = [each for each in outcome.notices if each.level == "ask"]
        if blocking:
            self.asking.show_questions(())
            self.forms.focus_field(blocking[0].field)
        else:
            self.asking.show_questions(
                [each for each in asked if stands_against(each, attempt.confirmed)] or asked
            )

    def _failed(self, fault: Exception) -> None:
        self._saving = False
        self.save.setEnabled(True)
        self._context.fail(fault)
        self._check()

    def _show_notices(self, notices: Sequence[Notice], *, every: bool) -> None:
        """Show what was found; what is merely missing only after an attempt to save."""
        touched = self.forms.touched()
        told = [
            each
            for each in notices
            if every or each.level != "warn" or each.field in touched or each.existing
        ]
        self._notices = notices
        self.hints.show_notices(told)
        self.forms.show_notices(told)
        if not any(each.level == "ask" for each in notices):
            self.asking.show_questions(())
        self._tell()

    def _tell(self) -> None:
        say = self._context.say
        changed = len(self.forms.touched())
        blocked = sum(1 for each in self._notices if each.level == "block")
        asked = sum(1 for each in self._notices if each.level == "ask")
        parts = [say("ui.people.count.changed", n=changed) if changed else ""]
        parts.append(say("ui.people.count.blocked", n=blocked) if blocked else "")
        parts.append(say("ui.people.count.asked", n=asked) if asked else "")
        said = say("ui.people.count.join").join(part for part in parts if part)
        self._count.setText(said or say("ui.people.count.nothing"))
