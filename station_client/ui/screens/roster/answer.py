"""One question: the row as it stood, what is in doubt, and the fields to settle it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.detail_grid import Detail, DetailGrid
from station_client.ui.kit.label import Label
from station_client.ui.screens.people.asking import AskPanel
from station_client.ui.screens.people.card_form import CardForm, typed
from station_client.ui.screens.people.hints import Hints
from station_client.ui.screens.people.reveal import Reveal
from station_client.ui.screens.roster.answering import (
    Answered,
    Reply,
    Starting,
    fields_of,
    reply,
    start,
)
from station_client.ui.screens.roster.targets import covered
from station_client.ui.theme.tokens import FOCUS_RING, SPACE_2, SPACE_3

if TYPE_CHECKING:
    from station_client.desk.roster.questions import Question
    from station_client.ui.places import Context


class AnswerPane(QWidget):
    """Signals: answered(), person_wanted(str)."""

    answered = Signal()
    person_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._question: Question | None = None
        self._busy = False
        self.form: CardForm | None = None
        self._reveal = Reveal(context, self)
        self._reveal.revealed.connect(self._uncover)
        self._make()
        self.asking.confirmed.connect(self.save)
        self.hints.open_wanted.connect(self.person_wanted)

    def _make(self) -> None:
        say, theme = self._context.say, self._context.theme
        self._card = Card(theme, " ", " ")
        self._doubts = Banner(theme, "", "amber", icon="circle-alert")
        self._row = DetailGrid(theme, columns=3 if theme.look.large else 4)
        self.hints = Hints(theme, say)
        self._place = QVBoxLayout()
        self.asking = AskPanel(theme, say, reasoned=False)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(FOCUS_RING, SPACE_2, FOCUS_RING, SPACE_2)
        column.setSpacing(SPACE_3)
        column.addWidget(self._doubts)
        column.addWidget(self.hints)
        column.addWidget(self._reveal.panel)
        column.addWidget(Label(say("ui.roster.settle"), "strong"))
        column.addLayout(self._place)
        column.addWidget(Label(say("ui.roster.as_it_stood"), "strong"))
        column.addWidget(self._row)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(say("ui.roster.settle"))
        area.setWidget(inner)
        self._card.body.addWidget(area, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_3)
        outer.addWidget(self._card, 1)
        outer.addWidget(self.asking)
        outer.addLayout(self._bar())

    def _bar(self) -> QHBoxLayout:
        say, theme = self._context.say, self._context.theme
        self._look = Button(theme, say("ui.roster.look"), icon="id-card")
        self._drop = Button(theme, say("ui.roster.drop_it"), key="F9")
        self.yes = Button(theme, say("ui.roster.answer"), "primary", icon="save", key="Ctrl+S")
        self._look.clicked.connect(self._look_at)
        self._drop.clicked.connect(self.set_aside)
        self.yes.clicked.connect(self.save)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addStretch(1)
        for button in (self._look, self._drop, self.yes):
            row.addWidget(button)
        return row

    # what it shows

    def show_question(self, question: Question) -> None:
        """This row; its form is made for the fields in doubt."""
        self._question = question
        counter = self._context.counter
        self.asking.hide()
        self.hints.show_notices(())
        self._context.work.run(
            lambda: start(counter, question),
            lambda starting: self._begin(question, starting),
            self._context.fail,
            key="roster.question",
            owner=self,
        )

    def _begin(self, question: Question, starting: Starting) -> None:
        say = self._context.say
        where = say("ui.roster.where", file=question.file, sheet=question.sheet, row=question.row)
        self._card.show_title(question.name or say("ui.roster.nameless"), where)
        self._doubts.show_text("\n".join(starting.doubts))
        self._row.show_details(
            [
                Detail(heading, heading, covered(text), wide=len(text) > 14)
                for heading, text in question.cells.items()
            ]
        )
        self._look.setVisible(bool(question.record))
        self._make_form(question, starting)
        self.take_focus()

    def _make_form(self, question: Question, starting: Starting) -> None:
        context = self._context
        kind = context.counter.catalogue.kinds["person"]
        if self.form is not None:
            self._place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        fields = [kind.fields[name] for name in fields_of(question) if name in kind.fields]
        self.form = CardForm(
            context.theme,
            context.say,
            [field for field in fields if typed(field)],
            context.counter.catalogue.codes,
            context.counter.today,
        )
        self.form.show_whole()
        self.form.set_values(starting.values)
        self.form.show_notices(starting.notices)
        self.form.finished.connect(lambda: self.yes.setFocus(Qt.FocusReason.TabFocusReason))
        self.form.reveal_wanted.connect(lambda field: self._reveal.ask(question.record, field))
        self._place.addWidget(self.form)

    def take_focus(self) -> None:
        """The first field in doubt."""
        if self.form is not None and not self.form.focus_first_problem():
            self.form.focus_first()

    def escape(self) -> bool:
        """Close what is open inside; False when nothing was."""
        return self._reveal.panel.close_panel()

    def _uncover(self, person: str, field: str, _whole: str) -> None:
        question = self._question
        if self.form is not None and question is not None and question.record == person:
            self.form.uncover(field)

    # deeds

    def save(self) -> None:
        """Make or complete the card with what was found out."""
        question, form = self._question, self.form
        if question is None or form is None or self._busy:
            return
        if form.findings():
            form.show_notices(())
            form.focus_first_problem()
            return
        values = form.changes() if question.record else form.values()
        confirmed = self.asking.keys
        counter = self._context.counter
        sent = Reply(question, values, confirmed)
        self._busy = True
        self._context.work.run(
            lambda: reply(counter, sent), self._replied, self._failed, owner=self
        )

    def set_aside(self) -> None:
        """The roster is wrong here, or the card is right: nothing to write."""
        from station_client.desk.roster.questions import settle

        question, local = self._question, self._context.counter.ledger.local
        if question is not None and not self._busy:
            settle(local, question)
            self._context.notify(self._context.say("ui.roster.set_aside", row=question.row))
            self.answered.emit()

    def _replied(self, answered: Answered) -> None:
        self._busy = False
        if answered.text:
            self._context.notify(answered.text)
            self.answered.emit()
            return
        if self.form is not None:
            self.form.show_notices(answered.notices)
            self.form.refresh()
        self.hints.show_notices(answered.notices)
        blocks = any(each.level == "block" for each in answered.notices)
        asked = [each for each in answered.notices if each.level == "ask"]
        self.asking.show_questions([] if blocks else asked)
        if blocks and self.form is not None:
            self.form.focus_first_problem()

    def _failed(self, fault: Exception) -> None:
        self._busy = False
        self._context.fail(fault)

    def _look_at(self) -> None:
        if self._question is not None and self._question.record:
            self.person_wanted.emit(self._question.record)
