"""The last page: what became of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station_client.desk.roster.verdicts import Verdict
from station_client.desk.roster.wording import verdict_text
from station_client.ui.kit.badge import Badge
from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.figures import Figure
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.screens.roster.preview import TONES
from station_client.ui.theme.tokens import SPACE_3, SPACE_4, SPACE_5

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.roster.running import Report
    from station_client.ui.theme.theme import Theme


class ResultPage(QWidget):
    """Numbers, what each verdict means, and what to do next.

    Signals:
        report_wanted(): Save the file with the verdicts.
        questions_wanted(): Answer what is open.
        again_wanted(): Another file (or the rest of this one).
    """

    report_wanted = Signal()
    questions_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        self._told = Banner(theme, "", "green", icon="circle-check")
        column.addWidget(self._told)
        card = Card(theme)
        numbers = QHBoxLayout()
        numbers.setSpacing(SPACE_5)
        self._figures = [Figure(theme, "") for _ in range(4)]
        for figure in self._figures:
            numbers.addWidget(figure, 1)
        card.body.addLayout(numbers)
        column.addWidget(card)
        meanings = Card(theme, say("ui.roster.verdicts"))
        self._rows = Rows()
        inner = QWidget()
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, SPACE_3, 0)
        lines.addWidget(self._rows)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(say("ui.roster.verdicts"))
        area.setWidget(inner)
        meanings.body.addWidget(area, 1)
        column.addWidget(meanings, 1)
        self.save = Button(theme, say("ui.roster.save"), icon="download", key="Ctrl+S")
        self.again = Button(theme, say("ui.roster.again"), icon="file-input", key="Ctrl+O")
        self.questions = Button(
            theme, say("ui.roster.questions"), "primary", icon="clipboard-check", key="F10"
        )
        self.save.clicked.connect(self.report_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.questions.clicked.connect(self.questions_wanted)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_3)
        bar.addStretch(1)
        for button in (self.again, self.save, self.questions):
            bar.addWidget(button)
        column.addLayout(bar)

    def show_report(self, report: Report, waiting: int) -> None:
        """The counts of a run; ``waiting`` rows wait for an answer."""
        say = self._say
        if report.cancelled:
            self._told.show_text(
                say("ui.roster.stopped", done=report.created + report.filled, left=report.left),
                "amber",
            )
        else:
            seconds = f"{report.seconds:.1f}"
            self._told.show_text(say("ui.roster.done", n=report.rows, seconds=seconds), "green")
        shown = (
            ("created", report.created, ""),
            ("filled", report.filled, ""),
            ("asked", report.asked, "amber" if report.asked else ""),
            ("refused", report.refused, "red" if report.refused else ""),
        )
        for figure, (name, number, ink) in zip(self._figures, shown, strict=True):
            caption, note = say(f"ui.roster.figure.{name}"), say(f"ui.roster.note.{name}")
            figure.show_number(caption, number, note, ink)  # type: ignore[arg-type]
        counts = {
            Verdict.TAKEN: report.taken,
            Verdict.REPAIRED: report.repaired,
            Verdict.ASKED: report.asked,
            Verdict.REFUSED: report.refused,
            Verdict.UNCHANGED: report.unchanged,
            Verdict.SKIPPED: report.skipped,
        }
        self._rows.show_rows([self._row(one, n) for one, n in counts.items() if n])
        self.questions.setVisible(waiting > 0)
        self.questions.say(say("ui.roster.questions_n", n=waiting))

    def take_focus(self) -> None:
        """What is most likely next."""
        nearest = self.questions if self.questions.isVisible() else self.save
        nearest.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, verdict: Verdict, count: int) -> Row:
        words, meaning = verdict_text(self._say, verdict), self._say(f"roster.meaning.{verdict}")
        row = Row(self._theme, f"{words} {count} {meaning}", live=False)
        number = Label(f"{count:,}", "strong")
        number.setFixedWidth(self._theme.px(60))
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.row.addWidget(number)
        row.row.addWidget(Badge(words, TONES[verdict]))
        row.row.addWidget(ElidedLabel(meaning, "second"), 1)
        return row
