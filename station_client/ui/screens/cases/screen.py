"""The screen of the cases: the list, and the page of one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from station_client.ui.bus import Changes
from station_client.ui.kit.confirm import Confirm
from station_client.ui.places import Context, Screen
from station_client.ui.screens.cases.case_page import CasePage
from station_client.ui.screens.cases.deed_bar import BarButton
from station_client.ui.screens.cases.list_page import CaseList
from station_client.ui.screens.cases.panels import PANELS, Choice
from station_client.ui.screens.cases.papers import CasePapers
from station_client.ui.screens.cases.steps import PAPERS, CasePageData, read_case, take_step

if TYPE_CHECKING:
    from ledger.core.act import Value
    from station_client.desk.case_view import CaseDeed
    from station_client.desk.cases import Done
    from station_client.ui.kit.buttons import Kind

KINDS = ("case", "paper", "slip", "notice", "person", "attachment")
DEED_KEYS = {"print_result": "Ctrl+P", "print_proof": "Ctrl+P"}
DEED_ICONS = {
    "first_review": "clipboard-check",
    "resubmit": "send",
    "hand_over": "stamp",
    "withdraw": "user-minus",
    "rehome": "arrow-left-right",
    "print_result": "printer",
    "print_proof": "printer",
}
#: Deeds that are never what is usually done next.
ASIDE = ("withdraw", "rehome")


class CasesScreen(Screen):
    """F4.

    Arrives with ``case`` (its page), with ``case`` and ``do`` (a step of it at once: first_review,
    resubmit, hand_over, withdraw, rehome, print_result, print_proof), or with nothing: as it was
    left.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._case = ""
        self._do = ""
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.list = CaseList(context)
        self.page = CasePage(context)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.page)
        self.list.opened.connect(self.open_case)
        self.page.person_wanted.connect(lambda person: context.navigate("people", person=person))
        self.papers = CasePapers(context, self.page)
        context.bus.listen(self, KINDS, self._on_changed)

    # the place

    def arrive(self, target: Mapping[str, str]) -> None:
        if target.get("case"):
            self.open_case(target["case"], target.get("do", ""))
        elif self._case:
            self._read()
        else:
            self.list.refresh()
            self.list.focus()

    def where(self) -> Mapping[str, str]:
        return {"case": self._case} if self._case else {}

    def escape(self) -> bool:
        if not self._case:
            return self.list.out.escape()
        if self.page.scans.isVisible():
            self.page.scans.hide()
            self.page.bar.focus()
            return True
        if self.page.close_panel():
            self._show_bar()
            self.page.bar.focus()
            return True
        case, self._case = self._case, ""
        self._pages.setCurrentWidget(self.list)
        self.list.table.choose(case)
        self.list.refresh()
        self.list.table.setFocus()
        return True

    def open_case(self, case: str, do: str = "") -> None:
        """Show a case; ``do`` begins a step of it."""
        if case != self._case:
            self.page.close_panel()
        self._case, self._do = case, do
        self._read()

    def _on_changed(self, changes: Changes) -> None:
        if self._case:
            self._read()
        elif changes.receipts or changes.kinds & {"case", "attachment"}:
            self.list.refresh()

    def _read(self) -> None:
        counter, case = self.context.counter, self._case
        self.context.work.run(
            lambda: read_case(counter, case),
            self._show,
            self._not_read,
            key="cases.case",
            owner=self,
        )

    def _show(self, data: CasePageData) -> None:
        if data.view.id != self._case:
            return
        arrived = self._pages.currentWidget() is not self.page
        self._pages.setCurrentWidget(self.page)
        self.page.show_case(data)
        panel, keys = self.page.panel, {deed.key for deed in data.view.deeds}
        if panel is not None and panel.key not in keys:
            self.page.close_panel()
        if self.page.panel is None:
            self._show_bar()
        do, self._do = self._do, ""
        if do in PAPERS:
            self.papers.make(do)
        elif do in keys:
            self._begin(do)
        elif arrived or not self.page.isAncestorOf(self.focusWidget()):
            self.page.bar.focus()

    def _not_read(self, fault: Exception) -> None:
        self.context.fail(fault)
        self._case = self._do = ""
        self._pages.setCurrentWidget(self.list)
        self.list.refresh()

    # the line below

    def _show_bar(self) -> None:
        view = self.page.view
        if view is None:
            return
        deeds = sorted(view.deeds, key=_weight)
        buttons = [self._deed_button(deed, deed is deeds[-1]) for deed in deeds]
        back = BarButton(
            "back", self.context.say("screen.cases.back"), self.escape, keys="Esc", bind=False
        )
        self.page.bar.show_bar(view.waiting, [back, *buttons])

    def _deed_button(self, deed: CaseDeed, last: bool) -> BarButton:
        main = last and deed.key not in ASIDE
        do = partial(self.papers.make if deed.key in PAPERS else self._begin, deed.key)
        keys = DEED_KEYS.get(deed.key, "F10" if main else "")
        kind: Kind = "primary" if main else "secondary"
        return BarButton(deed.key, deed.label, do, kind, DEED_ICONS.get(deed.key, ""), keys)

    def _begin(self, key: str) -> None:
        panel = self.page.open_panel(key)
        if panel is None:
            return
        say = self.context.say
        buttons = [
            BarButton("back", say("screen.cases.not_now"), self.escape, keys="Esc", bind=False)
        ]
        buttons += [
            BarButton(
                choice.step,
                say(f"screen.cases.do_{choice.step}"),
                partial(self._take, choice),
                choice.kind,
                choice.icon,
                choice.keys,
            )
            for choice in PANELS[key].choices
        ]
        panel.finished.connect(self.page.bar.focus)
        self.page.bar.show_bar(say(f"screen.cases.panel_{key}_after"), buttons)
        panel.focus()

    # steps

    def _take(self, choice: Choice) -> None:
        panel, view = self.page.panel, self.page.view
        given = panel.given(choice) if panel is not None else None
        if given is None or view is None:
            return
        if choice.step == "withdraw" and not self._sure(view.line.name, view.line.title):
            return
        self._run(choice, given)

    def _run(self, choice: Choice, given: dict[str, Value]) -> None:
        counter, case = self.context.counter, self._case
        self.page.bar.set_busy(True)
        self.context.work.run(
            lambda: take_step(counter, case, choice.step, given),
            self._on_done,
            self._on_refused,
            label=self.context.say("screen.cases.saving"),
            owner=self,
        )

    def _sure(self, name: str, item: str) -> bool:
        say = self.context.say
        return Confirm.ask(
            self.context.theme,
            self.window(),
            title=say("screen.cases.withdraw_title"),
            text=say("screen.cases.withdraw_text", name=name, item=item),
            yes=say("screen.cases.do_withdraw"),
            no=say("screen.cases.not_now"),
        )

    def _on_done(self, done: Done) -> None:
        self.page.close_panel()
        self.context.notify(done.text)
        self._read()
        if done.paper is not None:
            self.papers.show(done.paper)

    def _on_refused(self, fault: Exception) -> None:
        self.page.bar.set_busy(False)
        self.context.fail(fault)


def _weight(deed: CaseDeed) -> int:
    order = (
        "rehome",
        "withdraw",
        "print_result",
        "print_proof",
        "first_review",
        "resubmit",
        "hand_over",
    )
    return order.index(deed.key) if deed.key in order else 0
