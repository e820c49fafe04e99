"""What happened to a card: who changed what, when, where, and whether the office has it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.state_sign import StateSign
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from station_client.ui.when import moment

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.catalogue.texts import Texts
    from station_client.desk.views import HistoryLine
    from station_client.ui.theme.theme import Theme

MOST = 200


class History(QWidget):
    """One block per deed, the newest first: its head, and a line per field."""

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self._blocks: list[QWidget] = []
        self._none = EmptyState(theme, say("ui.people.history.none"), icon="history")
        self.arriving = Label(say("ui.people.history.arriving"), "second", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE_2, 0, 0)
        self._column.setSpacing(SPACE_4)
        self._column.addWidget(self.arriving)
        self._column.addWidget(self._none)
        self._column.addStretch(1)

    def show_lines(
        self, lines: Sequence[HistoryLine], now: datetime, *, arriving: bool = False
    ) -> None:
        """These changes, the newest first; ``arriving`` when older ones are on their way."""
        for block in self._blocks:
            self._column.removeWidget(block)
            block.hide()
            block.deleteLater()
        deeds = groupby(lines, key=lambda line: (line.at, line.who, line.where, line.deed))
        self._blocks = [self._block(list(of_one), now) for _deed, of_one in deeds]
        for at, block in enumerate(self._blocks):
            self._column.insertWidget(at, block)
        self.arriving.setVisible(arriving)
        self._none.setVisible(not (lines or arriving))

    def _block(self, lines: list[HistoryLine], now: datetime) -> QWidget:
        first = lines[0]
        block = QFrame()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(Label(first.deed, "strong"))
        who = self._say("ui.people.history.who", who=first.who, where=first.where)
        head.addWidget(ElidedLabel(who, "second"), 1)
        head.addWidget(Label(moment(first.at, now, self._say), "second"))
        head.addWidget(self._sign(first))
        column.addLayout(head)
        if first.refused:
            column.addWidget(Label(first.refused, "second", wrap=True, ink="red"))
        column.addWidget(self._changes(lines))
        block.setAccessibleName(f"{first.deed} {who} {moment(first.at, now, self._say)}")
        return block

    def _sign(self, line: HistoryLine) -> StateSign:
        if line.refused:
            return StateSign(self._theme, "returned", self._say("ui.people.history.refused"))
        if line.received:
            return StateSign(self._theme, "received", self._say("ui.state.received"))
        return StateSign(self._theme, "saved", self._say("ui.state.saved"))

    def _changes(self, lines: list[HistoryLine]) -> QWidget:
        table = QFrame()
        table.setProperty("role", "card-sunken")
        grid = QGridLayout(table)
        grid.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_1)
        if not any(line.before for line in lines):
            self._firsts(grid, lines)
            return table
        empty = self._say("ui.field.empty")
        for at, line in enumerate(lines):
            grid.addWidget(ElidedLabel(line.label, "second"), at, 0)
            grid.addWidget(Label(line.before or empty, "second", wrap=True), at, 1)
            arrow = IconMark(self._theme, "arrow-right", self._theme.colour.third, 14)
            grid.addWidget(arrow, at, 2, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(Label(line.after or empty, wrap=True), at, 3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(3, 5)
        return table

    def _firsts(self, grid: QGridLayout, lines: list[HistoryLine]) -> None:
        """What was written for the first time has no before: two fields to a line."""
        for at, line in enumerate(lines):
            row, column = divmod(at, 2)
            grid.addWidget(ElidedLabel(line.label, "second"), row, 2 * column)
            grid.addWidget(Label(line.after, wrap=True), row, 2 * column + 1)
        for column, stretch in enumerate((3, 5, 3, 5)):
            grid.setColumnStretch(column, stretch)
