"""A guide to be read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.kit.step_column import Step, StepColumn
from station_client.ui.theme.tokens import SPACE_1, SPACE_3, SPACE_4, SPACE_5

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.guides import Guide
    from station_client.ui.theme.theme import Theme

SIDE_WIDTH = 290
#: Said in the title, the list of papers or the steps already.
_ELSEWHERE = frozenset({"name", "materials", "process", "limit"})


class GuidePage(Card):
    """Title and commitment; what is said on the left, papers and steps on the right.

    Signals:
        start_wanted(str): Begin an application for this item.
    """

    start_wanted = Signal(str)

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__(theme, margin=SPACE_5)
        self._theme = theme
        self._say = say
        self._code = ""
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        self._title = Label("", "title", wrap=True)
        self._days = Badge("", "brand")
        self._code_label = ElidedLabel("", "hint")
        self.start = Button(
            theme, say("screen.guide.start"), "primary", icon="file-plus", key="F10"
        )
        self.start.clicked.connect(lambda: self.start_wanted.emit(self._code))
        head.addWidget(self._title, 1)
        head.addWidget(self.start, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(SPACE_3)
        line.addWidget(self._days)
        line.addWidget(self._code_label, 1)
        self.body.addLayout(line)
        self._area: Scrolled | None = None

    @property
    def title(self) -> str:
        """The title that is shown."""
        return self._title.text()

    @property
    def area(self) -> Scrolled | None:
        """What scrolls."""
        return self._area

    def show_guide(self, guide: Guide, usable: bool) -> None:
        """This guide; ``usable``: an application can be started here."""
        say = self._say
        self._code = guide.code
        self._title.setText(guide.title)
        self._days.show_word(guide.days_text, "brand")
        self._code_label.setText(
            say("screen.guide.version", code=guide.code, version=guide.version)
        )
        self.start.setEnabled(usable)
        if self._area is not None:
            self.body.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        area = self._area = Scrolled(guide.title, reads=True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_5)
        row.addLayout(self._words(guide), 1)
        row.addWidget(self._side(guide))
        area.column.addLayout(row)
        area.column.addStretch(1)
        self.body.addWidget(area, 1)

    def _words(self, guide: Guide) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE_1)
        for section in guide.sections:
            if section.key in _ELSEWHERE:
                continue
            column.addWidget(Label(section.title, "strong", wrap=True))
            column.addWidget(Label(section.text, wrap=True))
            column.addSpacing(SPACE_4 - SPACE_1)
        column.addStretch(1)
        return column

    def _side(self, guide: Guide) -> QWidget:
        say, theme = self._say, self._theme
        side = QWidget()
        side.setFixedWidth(theme.px(SIDE_WIDTH))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        papers = Card(theme, say("screen.guide.papers"), sunken=True)
        rows = Rows()
        rows.show_rows([self._paper(name, need) for name, need in guide.papers])
        papers.body.addWidget(rows)
        way = Card(theme, say("screen.guide.steps"), sunken=True)
        steps = StepColumn(theme)
        steps.show_steps([Step(each.title, each.output, each.mark) for each in guide.steps])
        way.body.addWidget(steps)
        column.addWidget(papers)
        column.addWidget(way)
        column.addStretch(1)
        return side

    def _paper(self, name: str, need: str) -> Row:
        row = Row(self._theme, f"{name} {need}", live=False)
        row.row.addWidget(IconMark(self._theme, "file-text", self._theme.colour.brand))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, SPACE_1, 0, SPACE_1)
        words.addWidget(Label(name, wrap=True))
        words.addWidget(Label(need, "second", wrap=True))
        row.row.addLayout(words, 1)
        return row
