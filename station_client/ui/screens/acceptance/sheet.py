"""Papers, form and guide side by side, and the two outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.places import Context
from station_client.ui.screens.acceptance.form import OF_CASE, FormCard
from station_client.ui.screens.acceptance.papers import PapersCard
from station_client.ui.screens.acceptance.saving import DraftSaver
from station_client.ui.screens.acceptance.side import GuideCard
from station_client.ui.screens.acceptance.supervisor import SupervisorCard
from station_client.ui.theme.tokens import SPACE_1, SPACE_3, SPACE_4

if TYPE_CHECKING:
    from ledger.core.act import Value
    from station_client.desk.application import Application
    from station_client.desk.counter import Counter
    from station_client.desk.guides import Guide

SIDE_WIDTH = 344


@dataclass(frozen=True)
class Opened:
    """A draft as it was opened: how it stands, its guide, the questions said yes to."""

    seen: Application
    guide: Guide
    confirmed: tuple[str, ...]


def open_application(counter: Counter, draft: str) -> Opened:
    """Everything the page shows of a draft. RuleFault ``draft.gone``."""
    from station_client.desk.application import view_of
    from station_client.desk.drafts import open_draft
    from station_client.desk.guides import guide

    opened = open_draft(counter, draft)
    seen = view_of(counter, opened)
    confirmed = tuple(str(key) for key in opened.data["confirmed"])
    return Opened(seen, guide(counter, opened.item.code), confirmed)


class Sheet(QWidget):
    """The page of one draft.

    Signals:
        tell_wanted(): F9: tell everything that is missing.
        accept_wanted(bool): F10: accept; whether today's date was confirmed (V-28).
        twin_wanted(str): Open another case of the same person.
    """

    tell_wanted = Signal()
    accept_wanted = Signal(bool)
    twin_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._seen: Application | None = None
        self._confirmed: list[str] = []
        self._busy = False
        self._clock_confirmed = False
        self.saver = DraftSaver(context, self)
        self.saver.saved.connect(self._on_saved)
        self.saver.failed.connect(self._on_not_saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self._main(), 1)
        row.addWidget(self._side())
        column.addLayout(row, 1)
        column.addLayout(self._outcomes())
        for keys, do in (("F9", self.tell), ("F10", self.accept), ("Ctrl+S", self.save)):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    # what it shows

    @property
    def seen(self) -> Application | None:
        """How the application stood when it was last read."""
        return self._seen

    def show_draft(self, opened: Opened) -> None:
        """Another draft."""
        self.saver.begin(opened.seen.draft)
        self._confirmed = list(opened.confirmed)
        self._clock_confirmed = False
        self._busy = False
        self.papers.clear()
        self._guide.show_guide(opened.guide)
        self.close_panel()
        self._show(opened.seen)

    def focus(self) -> None:
        """Put the cursor where work goes on: a paper that lacks, else the form."""
        seen = self._seen
        if seen is not None and not self.papers.focus_first_lacking(seen.papers):
            self.form.focus_first()

    def ask_supervisor(self, people: list[tuple[str, str]]) -> None:
        """Put the panel of the head of the station in the place of the guide."""
        if self._seen is not None:
            self._sides.setCurrentWidget(self.supervisor)
            self.supervisor.ask(self._seen.notify_blocked, people)

    def close_panel(self) -> bool:
        """Back to the guide; False when it is shown already."""
        was_open = self._sides.currentWidget() is self.supervisor
        self._sides.setCurrentWidget(self._guide)
        return was_open

    def set_busy(self, busy: bool) -> None:
        """While an outcome is under way, no second one is begun."""
        self._busy = busy
        self._show_outcomes()

    # deeds

    def save(self) -> None:
        """Keep everything at once (it is kept by itself, too)."""
        self._tell_open_remarks()
        self.saver.settle(self._say_saved)

    def tell(self) -> None:
        """F9."""
        self._outcome(lambda seen: seen.can_notify, self.tell_wanted.emit)

    def accept(self) -> None:
        """F10; when it cannot be, the cursor goes to the first thing that is in the way."""
        self._outcome(
            self._may_accept, lambda: self.accept_wanted.emit(self._clock_confirmed)
        )

    def _outcome(self, may: Callable[[Application], bool], do: Callable[[], object]) -> None:
        if self._busy or self._seen is None:
            return
        self._tell_open_remarks()
        self.saver.settle(lambda: self._decide(may, do))

    def _decide(self, may: Callable[[Application], bool], do: Callable[[], object]) -> None:
        if self._seen is not None and may(self._seen):
            do()
        else:
            self._go_to_problem()

    def _may_accept(self, seen: Application) -> bool:
        return seen.can_accept and (not seen.clock_back or self._clock_confirmed)

    def _go_to_problem(self) -> None:
        seen = self._seen
        if seen is None or seen.refusal:
            return
        self.form.insist()
        if self.papers.focus_first_lacking(seen.papers):
            return
        if seen.to_mend and self.form.focus_first_problem():
            return
        if self.form.questions.banners and self.form.questions.banners[0].button is not None:
            self.form.questions.banners[0].button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._clock.button is not None and seen.clock_back:
            self._clock.button.setFocus(Qt.FocusReason.OtherFocusReason)

    # parts

    def _head(self) -> QHBoxLayout:
        theme = self._context.theme
        self._title = Label("", "title")
        self._person = ElidedLabel("", "second")
        self._promise = Badge("", "grey")
        self._kept = Label("", "hint")
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self._title)
        row.addWidget(self._person, 1)
        row.addWidget(self._promise)
        row.addSpacing(SPACE_1)
        self._kept_mark = IconMark(theme, "save", theme.colour.third, 16)
        row.addWidget(self._kept_mark)
        row.addWidget(self._kept)
        return row

    def _main(self) -> QWidget:
        say, theme = self._context.say, self._context.theme
        area = Scrolled(say("screen.accept.area"), spacing=SPACE_3, gutter=0, ground=True)
        self._refusal = Banner(theme, "", "red", icon="circle-x")
        self._clock = Banner(
            theme, "", "amber", icon="calendar", action=say("screen.accept.clock_yes")
        )
        self._clock.acted.connect(self._confirm_clock)
        self.papers = PapersCard(theme, say)
        self.form = FormCard(self._context)
        self.papers.said.connect(self._on_paper)
        self.form.changed.connect(self._on_field)
        self.form.confirmed.connect(self._on_confirmed)
        self.form.opened.connect(self.twin_wanted)
        self.form.finished.connect(self._focus_outcome)
        for widget in (self._refusal, self._clock, self.papers):
            area.column.addWidget(widget)
        area.column.addWidget(self.form, 1)
        self._refusal.hide()
        self._clock.hide()
        return area

    def _side(self) -> QStackedWidget:
        say, theme = self._context.say, self._context.theme
        self._sides = QStackedWidget()
        self._sides.setFixedWidth(theme.px(SIDE_WIDTH))
        self._guide = GuideCard(theme, say)
        self.supervisor = SupervisorCard(theme, say)
        self.supervisor.cancelled.connect(self._leave_panel)
        self._sides.addWidget(self._guide)
        self._sides.addWidget(self.supervisor)
        return self._sides

    def _outcomes(self) -> QHBoxLayout:
        say, theme = self._context.say, self._context.theme
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self.summary = Label("", "second", wrap=True)
        self._save = Button(theme, say("screen.accept.save"), key="Ctrl+S", bind=False)
        self.tell_button = Button(
            theme, say("screen.accept.tell"), "outcome", icon="file-warning", key="F9", bind=False
        )
        self.accept_button = Button(
            theme, say("screen.accept.accept"), "primary", icon="stamp", key="F10", bind=False
        )
        self._save.clicked.connect(self.save)
        self.tell_button.clicked.connect(self.tell)
        self.accept_button.clicked.connect(self.accept)
        row.addWidget(self.summary, 1)
        for button in (self._save, self.tell_button, self.accept_button):
            row.addWidget(button)
        return row

    # showing

    def _show(self, seen: Application) -> None:
        say, person = self._context.say, seen.person
        self._seen = seen
        self._title.setText(seen.item_title)
        parts = (person.name, person.line, person.address)
        self._person.setText(" · ".join(part for part in parts if part))
        self._promise.show_word(seen.promise, "grey")
        self._kept.setText(seen.saved_text)
        self._refusal.show_text(seen.refusal)
        self._refusal.setVisible(bool(seen.refusal))
        self._clock.show_text(seen.clock_back)
        self._clock.setVisible(bool(seen.clock_back) and not self._clock_confirmed)
        self.papers.show_papers(seen.papers)
        self.form.show_form(seen, self._confirmed)
        told = say("screen.accept.told_before", n=seen.told) if seen.told else ""
        self.summary.setText("".join((told, seen.summary)))
        self._show_outcomes()

    def _show_outcomes(self) -> None:
        seen = self._seen
        ready = seen is not None and not self._busy
        self.tell_button.setEnabled(ready and seen is not None and seen.can_notify)
        self.accept_button.setEnabled(ready and seen is not None and self._may_accept(seen))

    def _focus_outcome(self) -> None:
        for button in (self.accept_button, self.tell_button, self._save):
            if button.isEnabled():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # what happened

    def _on_paper(self, key: str, said: object) -> None:
        self.saver.put(papers={key: cast("dict[str, Value]", said)})

    def _on_field(self, name: str, value: Value) -> None:
        if name == "channel":
            self.saver.put(channel=str(value or ""))
        elif name in OF_CASE:
            self.saver.put(identity_way=str(value or ""))
        else:
            self.saver.put(fields={name: value})

    def _on_confirmed(self, key: str) -> None:
        self._confirmed.append(key)
        self.saver.put(confirmed=list(self._confirmed))

    def _confirm_clock(self) -> None:
        self._clock_confirmed = True
        self._clock.hide()
        self._show_outcomes()

    def _on_saved(self, seen: Application) -> None:
        if self.saver.settled:  # else something newer was said, and its answer follows
            self._show(seen)

    def _on_not_saved(self, fault: Exception) -> None:
        self._kept.setText(self._context.say("screen.accept.not_saved"))
        self._context.fail(fault)

    def _say_saved(self) -> None:
        if self._seen is not None:
            name = self._seen.person.name
            self._context.notify(self._context.say("screen.accept.saved", name=name))

    def _tell_open_remarks(self) -> None:
        self.papers.flush()

    def _leave_panel(self) -> None:
        self.close_panel()
        self.tell_button.setFocus(Qt.FocusReason.OtherFocusReason)
