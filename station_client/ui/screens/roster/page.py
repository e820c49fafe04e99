"""Importing a roster, page after page: file, columns, preview, run, result, questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.flow_steps import FlowSteps, Mark
from station_client.ui.kit.page_title import PageTitle
from station_client.ui.screens.roster.choose import ChoosePage
from station_client.ui.screens.roster.meaning import MeaningPage
from station_client.ui.screens.roster.preview import PreviewPage
from station_client.ui.screens.roster.questions import QuestionsPage
from station_client.ui.screens.roster.result import ResultPage
from station_client.ui.screens.roster.running import RunningPage
from station_client.ui.screens.roster.session import Opened, Stop, plan, read, save_report, write
from station_client.ui.screens.roster.words import WordsPage
from station_client.ui.theme.tokens import SPACE_3, SPACE_4

if TYPE_CHECKING:
    from station_client.desk.roster.mapping import FileMapping
    from station_client.desk.roster.running import Report
    from station_client.desk.roster.verdicts import Plan
    from station_client.ui.places import Context

STEPS = ("file", "meaning", "preview", "running", "result")


class RosterPage(QWidget):
    """Signals: left(): back to the residents, person_wanted(str): look at this card."""

    left = Signal()
    person_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.opened: Opened | None = None
        self.plan: Plan | None = None
        self.report: Report | None = None
        self._stop: Stop | None = None
        self.setAcceptDrops(True)
        self._make()
        self._connect()
        self._show("file")

    def _make(self) -> None:
        context, say, theme = self._context, self._context.say, self._context.theme
        self._title = PageTitle(theme, say("ui.roster.title"))
        self._steps = FlowSteps(theme)
        self.choose = ChoosePage(theme, say)
        self.meaning = MeaningPage(context)
        self.preview = PreviewPage(context)
        self.words = WordsPage(context)
        self.running = RunningPage(theme, say)
        self.result = ResultPage(theme, say)
        self.questions = QuestionsPage(context)
        self._pages: dict[str, QWidget] = {
            "file": self.choose,
            "meaning": self.meaning,
            "preview": self.preview,
            "words": self.words,
            "running": self.running,
            "result": self.result,
            "questions": self.questions,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._title.add(self._steps)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(SPACE_3)
        self.back = Button(theme, say("ui.roster.back"), key="Esc", bind=False)
        self.go = Button(theme, " ", "primary", icon="arrow-right", key="F10")
        bar.addStretch(1)
        bar.addWidget(self.back)
        bar.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        column.addWidget(self._title)
        column.addWidget(self._stack, 1)
        column.addWidget(self._bar)

    def _connect(self) -> None:
        self.choose.wanted.connect(self.choose_file)
        self.choose.questions_wanted.connect(self.answer_questions)
        self.meaning.corrected.connect(self._correct)
        self.preview.words_wanted.connect(self._teach)
        self.running.stop_wanted.connect(self._ask_stop)
        self.result.report_wanted.connect(self.save_report)
        self.result.questions_wanted.connect(self.answer_questions)
        self.result.again_wanted.connect(self.choose_file)
        self.questions.counted.connect(self.choose.show_waiting)
        self.questions.person_wanted.connect(self.person_wanted)
        self.back.clicked.connect(self.escape)
        self.go.clicked.connect(self._go_on)

    # where it is

    @property
    def step(self) -> str:
        """The page in front."""
        return next(
            key for key, page in self._pages.items() if page is self._stack.currentWidget()
        )

    def arrive(self) -> None:
        """Shown: what waits is counted, typing starts where it should."""
        self.questions.ask()
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard where the page begins."""
        page = self._pages[self.step]
        if isinstance(page, ChoosePage):
            page.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(page, RunningPage):
            page.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(page, MeaningPage | PreviewPage | WordsPage | ResultPage | QuestionsPage):
            page.take_focus()

    def escape(self) -> bool:
        """One page back; at the first one, back to the residents."""
        step = self.step
        if step == "running":
            self._ask_stop()
        elif step in ("meaning", "questions"):
            self._show("result" if step == "questions" and self.report else "file")
        elif step in ("preview", "words"):
            self._show("meaning" if step == "preview" else "preview")
        else:
            self._show("file")
            self.report = None
            self.left.emit()
        return True

    def _show(self, step: str) -> None:
        say = self._context.say
        self._stack.setCurrentWidget(self._pages[step])
        in_hand = STEPS.index(step if step in STEPS else "preview")
        marks: list[tuple[str, Mark]] = [
            (
                say(f"ui.roster.step.{name}"),
                "done" if at < in_hand else "now" if at == in_hand else "next",
            )
            for at, name in enumerate(STEPS)
        ]
        self._steps.setVisible(step != "questions")
        self._steps.show_steps(marks)
        name = self.opened.workbook.name if self.opened and step != "file" else ""
        title = "ui.roster.questions" if step == "questions" else "ui.roster.title"
        self._title.show_title(say(title), name if step != "questions" else "")
        self._bar.setVisible(step in ("meaning", "preview", "words"))
        if step in ("meaning", "preview", "words"):
            writes = sum(1 for row in self.plan.rows if row.writes) if self.plan else 0
            self.go.say(say(f"ui.roster.go.{step}", n=f"{writes:,}"))
        self.take_focus()

    # reading

    def choose_file(self) -> None:
        """Ask for a file."""
        say = self._context.say
        chosen, _kind = QFileDialog.getOpenFileName(
            self, say("ui.roster.choose"), "", say("ui.roster.files") + " (*.xlsx *.xls *.ods *.csv)"
        )
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Read a file and show what its columns mean."""
        if self.step == "running":
            return
        counter = self._context.counter
        self._context.work.run(
            lambda: read(counter, path),
            self._opened,
            self._context.fail,
            label=self._context.say("ui.roster.reading"),
            key="roster.read",
            owner=self,
        )

    def _opened(self, opened: Opened) -> None:
        say = self._context.say
        self.opened, self.plan, self.report = opened, None, None
        self.meaning.show_file(opened)
        self._show("meaning")
        if opened.stopped is not None:
            self._context.notify(
                say("ui.roster.goes_on", done=opened.stopped.done, total=opened.stopped.total),
                "grey",
            )

    def _correct(self, meaning: FileMapping) -> None:
        if self.opened is not None:
            self.opened = self.opened.with_meaning(meaning)
            self.meaning.show_file(self.opened)

    def _teach(self) -> None:
        if self.plan is not None:
            self.words.show_plan(self.plan)
            self._show("words")

    # planning and writing

    def _go_on(self) -> None:
        if self.step == "words" and self.opened is not None and self.words.meaning is not None:
            self.opened = self.opened.with_meaning(self.words.meaning)
        if self.step in ("meaning", "words"):
            self._make_plan()
        else:
            self._run()

    def _make_plan(self) -> None:
        opened, counter = self.opened, self._context.counter
        if opened is None:
            return
        if not opened.meaning.any:
            self._context.notify(self._context.say("ui.roster.no_sheet"), "amber")
            return
        self._context.work.run(
            lambda: plan(counter, opened),
            self._planned,
            self._context.fail,
            label=self._context.say("ui.roster.planning"),
            key="roster.plan",
            owner=self,
        )

    def _planned(self, planned: Plan) -> None:
        self.plan = planned
        self.preview.show_plan(planned)
        self._show("preview")

    def _run(self) -> None:
        planned, counter, stop = self.plan, self._context.counter, Stop()
        if planned is None:
            return
        self._stop = stop
        self.running.begin(sum(1 for row in planned.rows if row.writes))
        self._show("running")
        self._context.work.run_long(
            lambda token: write(counter, planned, token.progress, stop),
            self._ran,
            self._broke,
            progress=lambda step: self.running.show_step(step.done, step.total),
            owner=self,
        )

    def _ask_stop(self) -> None:
        if self._stop is not None:
            self._stop.ask()
            self.running.stopping()

    def _ran(self, report: Report) -> None:
        self.report = report
        self._count_waiting()

    def _broke(self, fault: Exception) -> None:
        self._context.fail(fault)
        self._show("preview")

    def _count_waiting(self) -> None:
        from station_client.desk.roster.questions import pending

        local = self._context.counter.ledger.local
        self._context.work.run(
            lambda: len(pending(local)), self._show_result, self._context.fail, owner=self
        )

    def _show_result(self, waiting: int) -> None:
        if self.report is not None:
            self.result.show_report(self.report, waiting)
            self.choose.show_waiting(waiting)
            self._show("result")

    # afterwards

    def save_report(self) -> None:
        """Save the file with the verdict on each row."""
        opened, planned, report = self.opened, self.plan, self.report
        if opened is None or planned is None or report is None:
            return
        say, counter = self._context.say, self._context.counter
        name = say("ui.roster.report_name", name=opened.path.stem)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, say("ui.roster.save"), str(opened.path.with_name(name)), "Excel (*.xlsx)"
        )
        if not chosen:
            return
        path = Path(chosen).with_suffix(".xlsx")
        self._context.work.run(
            lambda: save_report(counter, planned, report, path),
            lambda written: self._context.notify(say("ui.roster.report_saved", path=str(written))),
            self._context.fail,
            label=say("ui.roster.saving"),
            owner=self,
        )

    def answer_questions(self) -> None:
        """Go through what waits for an answer."""
        self.questions.ask()
        self._show("questions")

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.step != "running" and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.choose.show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.choose.show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.choose.show_over(False)
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            event.acceptProposedAction()
            self.open_file(Path(local[0]))
