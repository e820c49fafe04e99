"""The acceptance screen: beginning, the form, the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from station_client.ui.places import Context, Screen
from station_client.ui.screens.acceptance.begin import BeginPage
from station_client.ui.screens.acceptance.outcome import Outcome, OutcomePage
from station_client.ui.screens.acceptance.sheet import Opened, Sheet, open_application
from station_client.ui.screens.acceptance.supervisor import Allowance, heads, vouch

if TYPE_CHECKING:
    from station_client.desk.cases import Done
    from station_client.desk.counter import Counter


class AcceptanceScreen(Screen):
    """F3.

    Arrives with ``draft`` (go on with it), with ``person`` (only the item is asked for), with
    ``person`` and ``item`` (begin at once), or with nothing: as it was left.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._outcome: Outcome | None = None
        self._draft = ""
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.begin = BeginPage(context)
        self.sheet = Sheet(context)
        self.outcome = OutcomePage(context.theme, context.say)
        for page in (self.begin, self.sheet, self.outcome):
            self._pages.addWidget(page)
        self.begin.chosen.connect(self._start)
        self.begin.draft_opened.connect(self._open)
        self.begin.draft_dropped.connect(self._drop)
        self.sheet.tell_wanted.connect(self._tell)
        self.sheet.accept_wanted.connect(self._accept)
        self.sheet.twin_wanted.connect(lambda case: context.navigate("cases", case=case))
        self.sheet.supervisor.allowed.connect(self._tell_again)
        self.outcome.review.connect(self._review)
        self.outcome.open_case.connect(self._show_case)
        self.outcome.again.connect(self._show_paper)
        self.outcome.carry_on.connect(self._carry_on)
        self.outcome.next_one.connect(self._to_begin)

    # the place

    def arrive(self, target: Mapping[str, str]) -> None:
        draft, person, item = (target.get(key, "") for key in ("draft", "person", "item"))
        if draft:
            self._open(draft)
        elif person and item:
            self._start(person, item)
        elif person:
            self._to_begin()
            self.begin.take_person(person)
        elif self._draft and self._pages.currentWidget() is self.sheet:
            self._open(self._draft)
        elif self._pages.currentWidget() is self.outcome:
            self.outcome.focus()
        else:
            self.begin.refresh()
            self.begin.focus()

    def leave(self) -> None:
        self.sheet.papers.flush()
        self.sheet.saver.finish()

    def where(self) -> Mapping[str, str]:
        on_sheet = self._pages.currentWidget() is self.sheet
        return {"draft": self._draft} if on_sheet and self._draft else {}

    def escape(self) -> bool:
        if self._pages.currentWidget() is self.begin:
            return False
        if self._pages.currentWidget() is self.sheet:
            if self.sheet.close_panel():
                self.sheet.focus()
                return True
            self.leave()
            seen = self.sheet.seen
            if seen is not None:
                say = self.context.say
                self.context.notify(say("screen.accept.left", name=seen.person.name))
        self._to_begin()
        return True

    # drafts

    def _start(self, person: str, item: str) -> None:
        from station_client.desk.drafts import start

        counter = self.context.counter
        self.context.work.run(
            lambda: open_application(counter, start(counter, person, item)),
            self._show_sheet,
            self.context.fail,
            key="accept.open",
            owner=self,
        )

    def _open(self, draft: str) -> None:
        if draft == self.sheet.saver.draft and self._pages.currentWidget() is self.sheet:
            return
        counter = self.context.counter
        self.context.work.run(
            lambda: open_application(counter, draft),
            self._show_sheet,
            self._not_opened,
            key="accept.open",
            owner=self,
        )

    def _show_sheet(self, opened: Opened) -> None:
        self._draft = opened.seen.draft
        self._pages.setCurrentWidget(self.sheet)
        self.sheet.show_draft(opened)
        self.sheet.focus()

    def _not_opened(self, fault: Exception) -> None:
        self.context.fail(fault)
        self._to_begin()

    def _drop(self, draft: str) -> None:
        from station_client.desk.drafts import drop_draft

        counter = self.context.counter
        self.context.work.run(
            lambda: drop_draft(counter, draft),
            lambda _nothing: self.begin.refresh(),
            self.context.fail,
            owner=self,
        )

    def _to_begin(self) -> None:
        self._draft = ""
        self._pages.setCurrentWidget(self.begin)
        self.begin.refresh()
        self.begin.focus()

    # outcomes

    def _accept(self, clock_confirmed: bool) -> None:
        counter, draft = self.context.counter, self._draft
        self.sheet.set_busy(True)
        self.context.work.run(
            lambda: accept_draft(counter, draft, clock_confirmed),
            self._on_outcome,
            self._on_refused,
            label=self.context.say("screen.accept.accepting"),
            owner=self,
        )

    def _tell(self) -> None:
        counter, seen = self.context.counter, self.sheet.seen
        if seen is not None and seen.notify_blocked:
            self.context.work.run(
                lambda: heads(counter),
                self.sheet.ask_supervisor,
                self.context.fail,
                key="accept.heads",
                owner=self,
            )
            return
        draft = self._draft
        self.sheet.set_busy(True)
        self.context.work.run(
            lambda: tell_missing(counter, draft, None),
            self._on_outcome,
            self._on_refused,
            label=self.context.say("screen.accept.telling"),
            owner=self,
        )

    def _tell_again(self, allowance: Allowance) -> None:
        counter, draft = self.context.counter, self._draft
        self.sheet.set_busy(True)
        self.context.work.run(
            lambda: tell_missing(counter, draft, allowance),
            self._on_outcome,
            self._on_not_allowed,
            label=self.context.say("screen.accept.telling"),
            owner=self,
        )

    def _on_outcome(self, outcome: Outcome) -> None:
        self._outcome = outcome
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

    def _done(self) -> Done | None:
        return self._outcome.done if self._outcome is not None else None

    def _show_paper(self) -> None:
        done = self._done()
        if done is not None and done.paper is not None:
            self.context.show_paper(done.paper.title, done.paper.paper.png)

    def _review(self) -> None:
        done = self._done()
        if done is not None:
            self._to_begin()
            self.context.navigate("cases", case=done.case, do="first_review")

    def _show_case(self) -> None:
        done = self._done()
        if done is not None:
            self._to_begin()
            self.context.navigate("cases", case=done.case)

    def _carry_on(self) -> None:
        if self._draft:
            self._open(self._draft)


def accept_draft(counter: Counter, draft: str, clock_confirmed: bool) -> Outcome:
    """Accept; and whether the operator may give the first opinion at once."""
    from station_client.desk.accepting import accept
    from station_client.desk.case_view import open_case

    done = accept(counter, draft, clock_confirmed)
    deeds = {deed.key for deed in open_case(counter, done.case).deeds}
    return Outcome(done, accepted=True, may_review="first_review" in deeds, draft="")


def tell_missing(counter: Counter, draft: str, allowance: Allowance | None) -> Outcome:
    """Tell what is missing; a further time only with the head of the station's word."""
    from station_client.desk.accepting import notify_missing

    if allowance is None:
        done = notify_missing(counter, draft)
    else:
        supervisor = vouch(counter, allowance)
        done = notify_missing(counter, draft, supervisor=supervisor, cause=allowance.cause)
    return Outcome(done, accepted=False, may_review=False, draft=draft)
