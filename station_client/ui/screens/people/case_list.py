"""The cases of a person, and the papers that were printed for him."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import SectionTitle
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.state_sign import StateSign
from station_client.ui.theme.tokens import SPACE_2, SPACE_3

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.views import CardView, CaseLine, SlipLine
    from station_client.ui.kit.state_sign import State
    from station_client.ui.theme.theme import Theme
    from station_client.ui.theme.tokens import Tone

_LIGHTS: dict[str, Tone] = {"green": "green", "yellow": "amber", "red": "red"}


class CaseList(QWidget):
    """Signals: case_opened(str), slip_wanted(SlipLine)."""

    case_opened = Signal(str)
    slip_wanted = Signal(object)

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self._cases = Rows()
        self._none = EmptyState(theme, say("ui.people.cases.none"), icon="folder-open")
        self._papers_title = SectionTitle(
            theme, say("ui.people.papers"), say("ui.people.papers_hint")
        )
        self._papers = Rows()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        for widget in (self._cases, self._none, self._papers_title, self._papers):
            column.addWidget(widget)
        column.addStretch(1)

    def show_card(self, view: CardView) -> None:
        """The cases and papers of this card."""
        self._cases.show_rows([self._case(line) for line in view.cases])
        self._none.setVisible(not view.cases)
        self._papers.show_rows([self._slip(line) for line in view.slips])
        self._papers_title.setVisible(bool(view.slips))

    def _case(self, line: CaseLine) -> Row:
        row = Row(self._theme, f"{line.title} {line.state_text} {line.light_text}")
        row.row.setSpacing(SPACE_3)
        if line.light_text:
            row.row.addWidget(Badge(line.light_text, _LIGHTS.get(line.light, "grey")))
        row.row.addWidget(Label(line.title, "strong"))
        row.row.addWidget(ElidedLabel(line.state_text, "second"), 1)
        row.row.addWidget(Label(line.case_no[-6:], "digits-second"))
        sign = cast("State", str(line.standing.sign))
        if line.way:
            row.row.addWidget(Badge(line.way, "amber"))
        row.row.addWidget(StateSign(self._theme, sign, line.standing.text))
        if line.turn:
            row.row.addWidget(Label(line.turn, "hint"))
        row.opened.connect(lambda: self.case_opened.emit(line.id))
        return row

    def _slip(self, line: SlipLine) -> Row:
        row = Row(self._theme, f"{line.title} {line.number}", live=False)
        row.row.addWidget(Label(line.title))
        row.row.addWidget(ElidedLabel(line.number, "digits-second"), 1)
        row.row.addWidget(Label(line.at[:10], "hint"))
        row.row.addWidget(Label(self._say("ui.people.printed", n=line.count), "hint"))
        button = Button(self._theme, self._say("ui.people.reprint"), "quiet")
        button.setAccessibleName(f"{self._say('ui.people.reprint')} {line.title}")
        button.clicked.connect(lambda: self.slip_wanted.emit(line))
        row.row.addWidget(button)
        return row
