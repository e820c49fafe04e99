"""What only a person can answer, one row of a roster after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ledger.rules import masking
from station_client.ui.kit.card import Card
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.table.page import Column, Filters, Line, Page, Sort
from station_client.ui.kit.table.table import PagedTable
from station_client.ui.screens.roster.answer import AnswerPane
from station_client.ui.screens.roster.preview import TONES
from station_client.ui.theme.tokens import SPACE_3, SPACE_4

if TYPE_CHECKING:
    from station_client.desk.roster.questions import Question
    from station_client.ui.places import Context

WIDTH = 320


class QuestionsPage(QWidget):
    """The rows that wait on the left, the one in hand on the right.

    Signals:
        counted(int): How many wait.
        person_wanted(str): Look at this card.
    """

    counted = Signal(int)
    person_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say, theme = context.say, context.theme
        self._open: dict[str, Question] = {}
        self._last = 0
        listed = Card(theme, say("ui.roster.open"), " ", margin=SPACE_3)
        listed.setFixedWidth(theme.px(WIDTH))
        self._listed = listed
        columns = (
            Column("row", say("ui.roster.col.row"), 56, "right", sortable=False),
            Column("name", say("ui.roster.col.name"), 84, sortable=False, strong=True),
            Column("verdict", say("ui.roster.col.verdict"), 112, sortable=False, badge=True),
        )
        self.table = PagedTable(
            theme,
            context.work,
            columns,
            self._fetch,
            title=say("ui.roster.open"),
            headings=False,
        )
        listed.body.addWidget(self.table, 1)
        self.answer = AnswerPane(context)
        none = Card(theme)
        self._none = EmptyState(theme, say("ui.roster.none_open"), icon="circle-check")
        none.body.addWidget(self._none)
        self._beside = QStackedWidget()
        self._beside.addWidget(none)
        self._beside.addWidget(self.answer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        row.addWidget(listed)
        row.addWidget(self._beside, 1)
        self.table.current_changed.connect(self._show)
        self.table.opened.connect(lambda _id: self.answer.take_focus())
        self.table.counted.connect(self._on_counted)
        self.table.failed.connect(context.fail)
        self.answer.answered.connect(self._next)
        self.answer.person_wanted.connect(self.person_wanted)

    def ask(self) -> None:
        """Read what waits."""
        self._last = max(0, self.table.currentIndex().row())
        self.table.ask({})

    def take_focus(self) -> None:
        """The question in hand, else the list."""
        if self._beside.currentWidget() is self.answer:
            self.answer.take_focus()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # inner

    def _fetch(self, offset: int, limit: int, _sort: Sort, _filters: Filters) -> Page:
        from station_client.desk.roster.questions import pending
        from station_client.desk.roster.wording import verdict_text

        say = self._context.say
        found = pending(self._context.counter.ledger.local)
        self._open = {question.id: question for question in found}
        lines = tuple(
            Line(
                question.id,
                (
                    str(question.row),
                    question.name or self._nameless(question),
                    verdict_text(say, question.verdict),
                ),
                {"verdict": TONES[question.verdict]},
            )
            for question in found[offset : offset + limit]
        )
        return Page(lines, len(found), 0.0)

    def _nameless(self, question: Question) -> str:
        number = str(question.values.get("id_no") or "")
        return masking.mask("id", number) if number else "—"

    def _on_counted(self, total: int, _ms: float) -> None:
        say = self._context.say
        self._listed.show_title(say("ui.roster.open"), say("ui.roster.rows_n", n=total))
        self.counted.emit(total)
        if not total:
            self._beside.setCurrentIndex(0)
            return
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.pages.index(min(self._last, total - 1), 0))

    def _show(self, key: str) -> None:
        question = self._open.get(key)
        if question is not None:
            self.answer.show_question(question)
            self._beside.setCurrentWidget(self.answer)

    def _next(self) -> None:
        self.ask()
