"""The screen of the reports: a month or a quarter, its figures, and what they count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.figures import Figure
from station_client.ui.kit.label import Label
from station_client.ui.kit.page_title import PageTitle
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.kit.segments import Segments
from station_client.ui.places import Context, Screen
from station_client.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_5

if TYPE_CHECKING:
    from station_client.desk.reports import Report, ReportRow
    from station_client.ui.bus import Changes

CODE = "RP-03"
LENGTH = "report.length"
FIGURES = ("opening", "registered", "cancelled", "closing")
SIDE_WIDTH = 344


class ReportScreen(Screen):
    """F7: RP-03 as a draft. Ctrl+Left and Ctrl+Right go through the periods."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._day = context.counter.today()
        self._report: Report | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        self._title = PageTitle(context.theme, context.say("ui.place.report"))
        column.addWidget(self._title)
        column.addLayout(self._tools())
        column.addWidget(self._figure_card())
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self._lines(), 1)
        row.addWidget(self._notes())
        column.addLayout(row, 1)
        context.bus.listen(self, ("tz05", "person"), self._on_changed)

    # the place

    def arrive(self, target: Mapping[str, str]) -> None:
        self._ask()
        self.earlier.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def period(self) -> str:
        """The period that is shown, in words."""
        return self._period_text.text()

    def figures(self) -> dict[str, int]:
        """The main figures that are shown."""
        rows = self._report.rows if self._report is not None else ()
        return {row.key: row.value for row in rows if row.key in FIGURES}

    # parts

    def _tools(self) -> QHBoxLayout:
        say, theme = self.context.say, self.context.theme
        kept = str(self.context.prefs.get(LENGTH, "quarter"))
        self.length = Segments(
            theme,
            say("screen.report.length"),
            [("month", say("screen.report.month")), ("quarter", say("screen.report.quarter"))],
            kept if kept in ("month", "quarter") else "quarter",
        )
        self.length.chosen.connect(self._on_length)
        self.earlier = Button(
            theme, say("screen.report.earlier"), icon="chevron-left", key="Ctrl+Left", bind=False
        )
        self.later = Button(
            theme, say("screen.report.later"), icon="chevron-right", key="Ctrl+Right", bind=False
        )
        self._copy = Button(theme, say("screen.report.copy"), icon="copy", key="Ctrl+C", bind=False)
        self.earlier.clicked.connect(lambda: self._step(-1))
        self.later.clicked.connect(lambda: self._step(1))
        self._copy.clicked.connect(self.copy)
        self._period_text = Label("", "strong")
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for widget in (self.length, self.earlier, self._period_text, self.later):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._copy)
        for keys, by in (("Ctrl+Left", -1), ("Ctrl+Right", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=by: self._step(by))
        QShortcut(QKeySequence("Ctrl+C"), self).activated.connect(self.copy)
        return row

    def _figure_card(self) -> Card:
        theme = self.context.theme
        card = Card(theme)
        row = QHBoxLayout()
        row.setSpacing(SPACE_5)
        self._numbers: dict[str, Figure] = {}
        for key in FIGURES:
            figure = self._numbers[key] = Figure(theme, "")
            row.addWidget(figure, 1)
        card.body.addLayout(row)
        return card

    def _lines(self) -> Card:
        say, theme = self.context.say, self.context.theme
        card = Card(theme, say("screen.report.figures"), say("screen.report.draft"))
        self._uneven = Banner(theme, "", "amber", icon="triangle-alert")
        self._uneven.hide()
        self.rows = Rows()
        area = Scrolled(say("screen.report.figures"), spacing=0, reads=True)
        area.column.addWidget(self.rows)
        area.column.addStretch(1)
        card.body.addWidget(self._uneven)
        card.body.addWidget(area, 1)
        return card

    def _notes(self) -> Card:
        say, theme = self.context.say, self.context.theme
        card = Card(theme, say("screen.report.counts"), icon="info", sunken=True)
        card.setFixedWidth(theme.px(SIDE_WIDTH))
        self._notes_area = Scrolled(say("screen.report.counts"), spacing=SPACE_2, reads=True)
        for key in ("from_here", "ledger", "period", "void"):
            text = say(f"screen.report.{key}")
            self._notes_area.column.addWidget(Label(text, "second", wrap=True))
        self._notes_area.column.addStretch(1)
        card.body.addWidget(self._notes_area)
        return card

    # the period

    def _period(self) -> tuple[date, date]:
        from station_client.desk.reports import month_of, quarter_of

        return (month_of if self.length.current() == "month" else quarter_of)(self._day)

    def _on_length(self, length: str) -> None:
        self.context.prefs.set(LENGTH, length)
        self._ask()

    def _step(self, by: int) -> None:
        start, end = self._period()
        day = start - timedelta(days=1) if by < 0 else end + timedelta(days=1)
        if day <= self.context.counter.today():
            self._day = day
            self._ask()

    # figures

    def _on_changed(self, _changes: Changes) -> None:
        self._ask()

    def _ask(self) -> None:
        from station_client.desk.reports import report

        counter, (start, end) = self.context.counter, self._period()
        self.later.setEnabled(end < counter.today())
        self.context.work.run(
            lambda: report(counter, CODE, start, end),
            self._show,
            self.context.fail,
            key="report",
            owner=self,
        )

    def _show(self, report: Report) -> None:
        self._report = report
        self._title.show_title(report.title, report.code)
        self._period_text.setText(report.period)
        by_key = {row.key: row for row in report.rows}
        for key, figure in self._numbers.items():
            row = by_key.get(key)
            figure.setVisible(row is not None)
            if row is not None:
                figure.show_number(
                    self.context.say(f"screen.report.figure_{key}"),
                    row.value,
                    self.context.say(f"screen.report.note_{key}"),
                )
        self._uneven.show_text(report.balance)
        self._uneven.setVisible(bool(report.balance))
        self.rows.show_rows([self._row(row) for row in report.rows])

    def _row(self, line: ReportRow) -> Row:
        theme = self.context.theme
        row = Row(theme, f"{line.label} {line.value}", live=False)
        if line.deeper:
            row.row.setContentsMargins(theme.px(28), 0, SPACE_3, 0)
        else:
            row.row.setContentsMargins(SPACE_2, 0, SPACE_3, 0)
        row.row.addWidget(Label(line.label, "second" if line.deeper else "text", wrap=True), 1)
        row.row.addWidget(Label(f"{line.value:,}", "digits-second" if line.deeper else "digits"))
        return row

    def copy(self) -> None:
        """Ctrl+C: the lines with tabs between, for Excel."""
        if self._report is None:
            return
        lines = [f"{row.label}\t{row.value}" for row in self._report.rows]
        head = f"{self._report.code} {self._report.title} {self._report.period}"
        QGuiApplication.clipboard().setText("\n".join([head, *lines]))
        self.context.notify(self.context.say("screen.report.copied"))
