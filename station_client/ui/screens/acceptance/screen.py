"""The acceptance screen: beginning, the form, the outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from station_client.ui.places import Context, Screen, stored_sheets
from station_client.ui.screens.acceptance.begin import BeginPage
from station_client.ui.screens.acceptance.deciding import Deciding
from station_client.ui.screens.acceptance.outcome import Outcome, OutcomePage
from station_client.ui.screens.acceptance.sheet import Opened, Sheet, open_application
from station_client.ui.screens.acceptance.supervisor import Allowance


class AcceptanceScreen(Screen):
    """F3.

    Arrives with ``draft`` (go on with it), with ``person`` (only the item is asked for), with
    ``person`` and ``item`` (begin at once), with ``item`` (only the person is asked for), or with
    nothing: as it was left.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._outcome: Outcome | None = None
        self._draft = self._done_case = ""
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.begin = BeginPage(context)
        self.sheet = Sheet(context)
        self.outcome = OutcomePage(context.theme, context.say)
        self.deciding = Deciding(context, self)
        for page in (self.begin, self.sheet, self.outcome):
            self._pages.addWidget(page)
        self._connect()

    def _connect(self) -> None:
        self.begin.chosen.connect(self._start)
        self.begin.draft_opened.connect(self._open)
        self.sheet.tell_wanted.connect(self._tell)
        self.sheet.accept_wanted.connect(self._accept)
        self.sheet.twin_wanted.connect(self._go_to_case)
        self.sheet.supervisor.allowed.connect(self._tell)
        self.deciding.reached.connect(self._on_outcome)
        self.deciding.refused.connect(self._on_refused)
        self.deciding.not_allowed.connect(self._on_not_allowed)
        self.deciding.head_needed.connect(self.sheet.ask_supervisor)
        self.outcome.review.connect(lambda: self._go_to_case(self._done_case, "first_review"))
        self.outcome.open_case.connect(lambda: self._go_to_case(self._done_case))
        self.outcome.again.connect(self._show_paper)
        self.outcome.carry_on.connect(lambda: self._open(self._draft))
        self.outcome.next_one.connect(self._to_begin)

    @property
    def page(self) -> BeginPage | Sheet | OutcomePage:
        """The page that is shown."""
        page = self._pages.currentWidget()
        return next(each for each in (self.begin, self.sheet, self.outcome) if each is page)

    # the place

    def arrive(self, target: Mapping[str, str]) -> None:
        draft, person, item = (target.get(key, "") for key in ("draft", "person", "item"))
        if draft:
            self._open(draft)
        elif person and item:
            self._start(person, item)
        elif person or item:
            self._to_begin()
            if person:
                self.begin.take_person(person)
            else:
                self.begin.take_item(item)
        elif self._draft and self.page is self.sheet:
            self._open(self._draft)
        elif self.page is self.outcome:
            self.outcome.focus()
        else:
            self._to_begin()

    def leave(self) -> None:
        self.sheet.papers.flush()
        self.sheet.saver.finish()

    def where(self) -> Mapping[str, str]:
        return {"draft": self._draft} if self._draft and self.page is self.sheet else {}

    def escape(self) -> bool:
        if self.page is self.begin:
            asking = self.begin.guest.isVisible()
            if asking:
                self.begin.ask_guest(open_it=False)
            return asking
        seen = self.sheet.seen
        if self.page is self.sheet and self.sheet.close_panel():
            self.sheet.focus()
            return True
        if self.page is self.sheet and seen is not None:
            self.context.notify(self.context.say("screen.accept.left", name=seen.person.name))
        self._to_begin()
        return True

    # drafts

    def _start(self, person: str | Mapping[str, str], item: str) -> None:
        from station_client.desk.drafts import start, start_for_guest

        counter = self.context.counter

        def begin() -> Opened:
            draft = (
                start(counter, person, item)
                if isinstance(person, str)
                else start_for_guest(counter, person, item)
            )
            return open_application(counter, draft)

        self._read(begin)

    def _open(self, draft: str) -> None:
        if draft == self.sheet.saver.draft and self.page is self.sheet:
            return
        counter = self.context.counter
        self._read(lambda: open_application(counter, draft))

    def _read(self, read: Callable[[], Opened]) -> None:
        self.leave()
        self.context.work.run(
            read, self._show_sheet, self._not_opened, key="accept.open", owner=self
        )

    def _show_sheet(self, opened: Opened) -> None:
        self._draft = opened.seen.draft
        self._pages.setCurrentWidget(self.sheet)
        self.sheet.show_draft(opened)
        self.sheet.focus()

    def _not_opened(self, fault: Exception) -> None:
        self.context.fail(fault)
        self._to_begin()

    def _to_begin(self) -> None:
        self.leave()
        self._draft = ""
        self._pages.setCurrentWidget(self.begin)
        self.begin.ask_guest(open_it=False)
        self.begin.refresh()
        self.begin.focus()

    # outcomes

    def _accept(self, clock_confirmed: bool) -> None:
        self.sheet.set_busy(True)
        self.deciding.accept(self._draft, clock_confirmed)

    def _tell(self, allowance: Allowance | None = None) -> None:
        seen = self.sheet.seen
        if seen is not None and seen.notify_blocked and allowance is None:
            self.deciding.ask_head()
            return
        self.sheet.set_busy(True)
        self.deciding.tell(self._draft, allowance)

    def _on_outcome(self, outcome: Outcome) -> None:
        self._outcome, self._done_case = outcome, outcome.done.case
        self.sheet.set_busy(False)
        self.sheet.saver.forget()
        self._draft = outcome.draft
        self._pages.setCurrentWidget(self.outcome)
        self.outcome.show_outcome(outcome)
        self._show_paper()

    def _on_refused(self, fault: Exception) -> None:
        self.sheet.set_busy(False)
        self.context.fail(fault)

    def _on_not_allowed(self, fault: Exception) -> None:
        self.sheet.set_busy(False)
        self.sheet.supervisor.refuse(self.context.explain(fault))

    # afterwards

    def _show_paper(self) -> None:
        if self._outcome is not None and self._outcome.done.paper is not None:
            printed = self._outcome.done.paper
            self.context.show_paper(lambda: stored_sheets(printed))

    def _go_to_case(self, case: str, do: str = "") -> None:
        if self.page is self.outcome:
            self._to_begin()
        target = {"case": case, "do": do} if do else {"case": case}
        self.context.navigate("cases", **target)
