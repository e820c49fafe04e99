"""Papers, form and guide side by side, and the two outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_client.ui.places import Context
from station_client.ui.scans.card import ScansCard
from station_client.ui.screens.acceptance.ending import Ending
from station_client.ui.screens.acceptance.saving import DraftSaver
from station_client.ui.screens.acceptance.scanning import Scanning
from station_client.ui.screens.acceptance.sheet_body import SheetBody
from station_client.ui.screens.acceptance.sheet_head import SheetHead
from station_client.ui.screens.acceptance.side import GuideCard
from station_client.ui.screens.acceptance.supervisor import SupervisorCard
from station_client.ui.theme.tokens import SPACE_3, SPACE_4

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
        self.saver = DraftSaver(context, self)
        self.head = SheetHead(context.theme)
        self.body = SheetBody(context)
        self.papers, self.form = self.body.papers, self.body.form
        self.ending = Ending(context.theme, context.say)
        self._guide = GuideCard(context.theme, context.say)
        self.supervisor = SupervisorCard(context.theme, context.say)
        self._sides = QStackedWidget()
        self._sides.setFixedWidth(context.theme.px(SIDE_WIDTH))
        self._sides.addWidget(self._guide)
        self._sides.addWidget(self.supervisor)
        self.scans = ScansCard(context)
        self._sides.addWidget(self.scans)
        self._scanning = Scanning(context, self.scans, self.saver, self._sides)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self.body, 1)
        row.addWidget(self._sides)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(self.head)
        column.addLayout(row, 1)
        column.addWidget(self.ending)
        self._connect()

    def _connect(self) -> None:
        self.saver.saved.connect(self._on_saved)
        self.saver.failed.connect(self._on_not_saved)
        self.body.clock_confirmed.connect(self._show_ending)
        self.papers.said.connect(lambda key, said: self.saver.put(papers={key: said}))
        self.papers.scans_wanted.connect(self._scanning.show)
        self._scanning.read.connect(self._on_saved)
        self.scans.closed.connect(self._leave_panel)
        self.form.changed.connect(self._on_field)
        self.form.confirmed.connect(self._on_confirmed)
        self.form.opened.connect(self.twin_wanted)
        self.form.finished.connect(self.ending.focus)
        self.supervisor.cancelled.connect(self._leave_panel)
        self.ending.save_wanted.connect(self.save)
        self.ending.tell_wanted.connect(self.tell)
        self.ending.accept_wanted.connect(self.accept)

    # what it shows

    @property
    def seen(self) -> Application | None:
        """How the application stood when it was last read."""
        return self._seen

    def show_draft(self, opened: Opened) -> None:
        """Another draft."""
        self.saver.begin(opened.seen.draft)
        self._confirmed = list(opened.confirmed)
        self._busy = False
        self.body.begin()
        self._guide.show_guide(opened.guide)
        self.close_panel()
        self._show(opened.seen)

    def focus(self) -> None:
        """Put the cursor where work goes on."""
        if self._seen is not None:
            self.body.focus(self._seen)

    def ask_supervisor(self, people: list[tuple[str, str]]) -> None:
        """Put the panel of the head of the station in the place of the guide."""
        if self._seen is not None:
            self._sides.setCurrentWidget(self.supervisor)
            self.supervisor.ask(self._seen.notify_blocked, people)

    def close_panel(self) -> bool:
        """Back to the guide; False when it is shown already."""
        was_open = self._sides.currentWidget() is not self._guide
        self._sides.setCurrentWidget(self._guide)
        return was_open

    def set_busy(self, busy: bool) -> None:
        """While an outcome is under way, no second one is begun."""
        self._busy = busy
        self._show_ending()

    # deeds

    def save(self) -> None:
        """Ctrl+S: keep everything at once (it is kept by itself, too)."""

        def tell() -> None:
            if self._seen is not None:
                name = self._seen.person.name
                self._context.notify(self._context.say("screen.accept.saved", name=name))

        self.papers.flush()
        self.saver.settle(tell)

    def tell(self) -> None:
        """F9."""
        self._outcome(lambda seen: seen.can_notify, self.tell_wanted.emit)

    def accept(self) -> None:
        """F10; when it cannot be, the cursor goes to the first thing that is in the way."""
        self._outcome(self._may_accept, lambda: self.accept_wanted.emit(self.body.clock_right))

    def _outcome(self, may: Callable[[Application], bool], do: Callable[[], object]) -> None:
        if self._busy or self._seen is None:
            return

        def decide() -> None:
            seen = self._seen
            if seen is not None and may(seen):
                do()
            elif seen is not None:
                self.body.go_to_problem(seen)

        self.papers.flush()
        self.saver.settle(decide)

    def _may_accept(self, seen: Application) -> bool:
        return seen.can_accept and (not seen.clock_back or self.body.clock_right)

    # showing

    def _show(self, seen: Application) -> None:
        self._seen = seen
        self.head.show_application(seen)
        self.body.show_application(seen, self._confirmed)
        self._show_ending()

    def _show_ending(self) -> None:
        if self._seen is not None:
            self.ending.show_application(self._seen, self._may_accept(self._seen), self._busy)

    # what happened

    def _on_field(self, name: str, value: Value) -> None:
        if name == "channel":
            self.saver.put(channel=str(value or ""))
        elif name == "identity_way":
            self.saver.put(identity_way=str(value or ""))
        else:
            self.saver.put(fields={name: value})

    def _on_confirmed(self, key: str) -> None:
        self._confirmed.append(key)
        self.saver.put(confirmed=list(self._confirmed))

    def _on_saved(self, seen: Application) -> None:
        if self.saver.settled:  # else something newer was said, and its answer follows
            self._show(seen)

    def _on_not_saved(self, fault: Exception) -> None:
        self.head.kept.setText(self._context.say("screen.accept.not_saved"))
        self._context.fail(fault)

    def _leave_panel(self) -> None:
        self.close_panel()
        self.ending.focus()
