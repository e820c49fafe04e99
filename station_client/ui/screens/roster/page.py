"""Importing a roster, page after page: file, columns, preview, run, result, questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.flow_steps import FlowSteps, Mark
from station_client.ui.kit.page_title import PageTitle
from station_client.ui.screens.roster.choose import ChoosePage
from station_client.ui.screens.roster.drop import FileDrop
from station_client.ui.screens.roster.importer import Importer
from station_client.ui.screens.roster.meaning import MeaningPage
from station_client.ui.screens.roster.preview import PreviewPage
from station_client.ui.screens.roster.questions import QuestionsPage
from station_client.ui.screens.roster.result import ResultPage
from station_client.ui.screens.roster.running import RunningPage
from station_client.ui.screens.roster.words import WordsPage
from station_client.ui.theme.tokens import SPACE_3, SPACE_4

if TYPE_CHECKING:
    from station_client.desk.roster.mapping import FileMapping
    from station_client.ui.places import Context
    from station_client.ui.screens.roster.kept import Kept

STEPS = ("file", "meaning", "preview", "running", "result")
KINDS = "(*.xlsx *.xls *.ods *.csv)"
UNFINISHED = frozenset({"meaning", "preview", "words", "running"})
_BACK = {"meaning": "file", "preview": "meaning", "words": "preview"}


class RosterPage(QWidget):
    """Signals: left(): back to the residents, person_wanted(str): look at this card."""

    left = Signal()
    person_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.importer = Importer(context, self)
        self._drop = FileDrop(self)
        self._started = False
        self._make()
        self._connect()
        self._show("file")

    def _make(self) -> None:
        context, say, theme = self._context, self._context.say, self._context.theme
        self._title = PageTitle(theme, say("ui.roster.title"))
        self._steps = FlowSteps(theme)
        self._title.add(self._steps)
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
        self.importer.read.connect(self._on_read)
        self.importer.planned.connect(self._on_planned)
        self.importer.moved.connect(self.running.show_step)
        self.importer.ended.connect(self._on_ended)
        self.importer.broke.connect(lambda: self._show("preview"))
        self._drop.over.connect(self.choose.show_over)
        self._drop.dropped.connect(lambda path: self.open_file(Path(path)))
        self.choose.wanted.connect(self.choose_file)
        self.choose.questions_wanted.connect(self.answer_questions)
        self.meaning.corrected.connect(self._correct)
        self.preview.words_wanted.connect(self._teach)
        self.running.stop_wanted.connect(self.escape)
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
        front = self._stack.currentWidget()
        return next(key for key, page in self._pages.items() if page is front)

    @property
    def unfinished(self) -> bool:
        """Whether an import is in hand that is not over."""
        return self.step in UNFINISHED

    def resume(self, kept: Kept) -> None:
        """Go on with what the pages before were at."""
        self.importer.resume(kept)

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
        """One page back; at the first and the last one, back to the residents."""
        step = self.step
        if step == "running":
            self.importer.ask_stop()
            self.running.stopping()
        elif step == "questions" and self.questions.answer.escape():
            return True
        elif step == "questions":
            self._show("result" if self.importer.report else "file")
        elif step in _BACK:
            self._show(_BACK[step])
        else:
            self._show("file")
            self.left.emit()
        return True

    def _show(self, step: str) -> None:
        say, importer = self._context.say, self.importer
        self._stack.setCurrentWidget(self._pages[step])
        in_hand = STEPS.index(step if step in STEPS else "preview")
        self._steps.setVisible(step != "questions")
        self._steps.show_steps(
            [(say(f"ui.roster.step.{name}"), _mark(at, in_hand)) for at, name in enumerate(STEPS)]
        )
        if step == "questions":
            self._title.show_title(say("ui.roster.questions"))
        else:
            named = importer.opened is not None and step != "file"
            name = importer.opened.workbook.name if named and importer.opened else ""
            self._title.show_title(say("ui.roster.title"), name)
        self._bar.setVisible(step in _BACK)
        if step in _BACK:
            self.go.say(say(f"ui.roster.go.{step}", n=f"{importer.writes:,}"))
            self.go.setEnabled(step != "preview" or importer.writes > 0)
        self.take_focus()

    # forward

    def choose_file(self) -> None:
        """Ask for a file."""
        say = self._context.say
        chosen, _kind = QFileDialog.getOpenFileName(
            self, say("ui.roster.choose"), "", f"{say('ui.roster.files')} {KINDS}"
        )
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Read a file and show what its columns mean."""
        if self.step != "running":
            self.importer.open(path)

    def _on_read(self) -> None:
        opened = self.importer.opened
        if opened is None:
            return
        self.meaning.show_file(opened)
        self._show("meaning")
        if opened.stopped is not None:
            done, total = opened.stopped.done, opened.stopped.total
            self._context.notify(
                self._context.say("ui.roster.goes_on", done=done, total=total), "grey"
            )

    def _correct(self, meaning: FileMapping) -> None:
        self.importer.correct(meaning)
        if self.importer.opened is not None:
            self.meaning.show_file(self.importer.opened)

    def _teach(self) -> None:
        if self.importer.plan is not None:
            self.words.show_plan(self.importer.plan)
            self._show("words")

    def _go_on(self) -> None:
        if self.step == "preview":
            self._show("running")
            self._started = True
            self.running.begin(self.importer.writes)
            self.importer.run()
            return
        if self.step == "words" and self.words.meaning is not None:
            self._correct(self.words.meaning)
        self.importer.make_plan()

    def _on_planned(self) -> None:
        if self.importer.plan is not None:
            self.preview.show_plan(self.importer.plan)
            self._show("preview")

    def _on_ended(self, waiting: int) -> None:
        if self.importer.report is not None:
            self.result.show_report(self.importer.report, waiting)
            self.choose.show_waiting(waiting)
            self._show("result")
            started, self._started = self._started, False
            if started and not self.isVisible():
                say, navigate = self._context.say, self._context.navigate
                look = (say("ui.roster.see_result"), lambda: navigate("people", do="roster"))
                self._context.notify(say("ui.roster.done_behind"), "grey", look)

    def save_report(self) -> None:
        """Save the file with the verdict on each row."""
        opened, say = self.importer.opened, self._context.say
        if opened is None:
            return
        name = say("ui.roster.report_name", name=opened.path.stem)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, say("ui.roster.save"), str(opened.path.with_name(name)), "Excel (*.xlsx)"
        )
        if chosen:
            self.importer.save_report(Path(chosen).with_suffix(".xlsx"))

    def answer_questions(self) -> None:
        """Go through what waits for an answer."""
        self.questions.ask()
        self._show("questions")


def _mark(at: int, in_hand: int) -> Mark:
    return "done" if at < in_hand else "now" if at == in_hand else "next"
