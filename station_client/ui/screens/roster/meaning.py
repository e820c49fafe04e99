"""The second page: what the columns mean, with samples; each can be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station_client.ui.kit.card import Card
from station_client.ui.kit.check_box import CheckBox
from station_client.ui.kit.fields.code import ChoiceEdit
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.segments import Segments
from station_client.ui.screens.roster.targets import (
    NOT_TAKEN,
    choices_of,
    code_of,
    samples,
    target_of,
)
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4

if TYPE_CHECKING:
    from station_client.desk.roster.mapping import SheetMapping
    from station_client.ui.kit.fields.choices import Choice
    from station_client.ui.places import Context
    from station_client.ui.screens.roster.session import Opened


class MeaningPage(Card):
    """One line per column: heading, samples, meaning.

    Signals:
        corrected(object): Another FileMapping.
    """

    corrected = Signal(object)

    def __init__(self, context: Context) -> None:
        say, theme = context.say, context.theme
        super().__init__(theme, say("ui.roster.meaning"), " ")
        self._context = context
        self._opened: Opened | None = None
        self._sheet = 0
        self.edits: dict[int, ChoiceEdit] = {}
        self._sheets = QWidget()
        self._sheets_row = QHBoxLayout(self._sheets)
        self._sheets_row.setContentsMargins(0, 0, 0, 0)
        self._sheets_row.setSpacing(SPACE_4)
        self._note = Label("", "second", wrap=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(say("ui.roster.meaning"))
        for widget in (self._sheets, self._note):
            self.body.addWidget(widget)
        self.body.addWidget(self._area, 1)

    def show_file(self, opened: Opened) -> None:
        """The sheets of a file; the first roster of them is in front."""
        self._opened = opened
        rosters = [at for at, one in enumerate(opened.meaning.sheets) if one is not None]
        if self._sheet not in rosters:
            self._sheet = rosters[0] if rosters else 0
        self._show_sheets(opened)
        self._show_columns(opened)

    def take_focus(self) -> None:
        """The first column that is not taken, else the first."""
        if not self.edits:
            return
        mapping = self._mapping
        taken = mapping.targets if mapping is not None else {}
        first = next((at for at in self.edits if at not in taken), next(iter(self.edits)))
        self.edits[first].setFocus(Qt.FocusReason.OtherFocusReason)

    # inner

    @property
    def _mapping(self) -> SheetMapping | None:
        return self._opened.meaning.sheets[self._sheet] if self._opened else None

    def _show_sheets(self, opened: Opened) -> None:
        say, theme = self._context.say, self._context.theme
        while (item := self._sheets_row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        several = len(opened.workbook.sheets) > 1
        self._sheets.setVisible(several)
        if several:
            choices = [
                (str(at), sheet.name)
                for at, sheet in enumerate(opened.workbook.sheets)
                if not sheet.hidden
            ]
            segments = Segments(theme, say("ui.roster.sheets"), choices, str(self._sheet))
            segments.chosen.connect(self._choose_sheet)
            self._sheets_row.addWidget(segments)
            if self._mapping is not None:
                taken = CheckBox(theme, say("ui.roster.take_sheet"))
                taken.setChecked(True)
                taken.clicked.connect(self._leave_sheet_out)
                self._sheets_row.addWidget(taken)
            self._sheets_row.addStretch(1)

    def _choose_sheet(self, key: str) -> None:
        self._sheet = int(key)
        if self._opened is not None:
            self._show_sheets(self._opened)
            self._show_columns(self._opened)

    def _leave_sheet_out(self, taken: bool) -> None:
        if self._opened is not None and not taken:
            self.corrected.emit(self._opened.meaning.with_sheet(self._sheet, None))

    def _show_columns(self, opened: Opened) -> None:
        say = self._context.say
        mapping = self._mapping
        sheet = opened.workbook.sheets[self._sheet]
        self.edits = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE_1, SPACE_1, SPACE_2, SPACE_1)
        if mapping is None:
            self._note.setText(say("ui.roster.no_roster", sheet=sheet.name))
        else:
            self._note.setText(self._said_of(mapping))
            column.addLayout(self._grid(opened, mapping))
        column.addStretch(1)
        self._area.setWidget(inner)
        taken = len(mapping.targets) if mapping else 0
        of = sum(1 for text in mapping.header.texts if text) if mapping else 0
        self.show_title(say("ui.roster.meaning"), say("ui.roster.taken", n=taken, of=of))

    def _said_of(self, mapping: SheetMapping) -> str:
        say = self._context.say
        if mapping.remembered:
            return say("ui.roster.remembered")
        left = mapping.untaken()
        if left:
            names = say("ui.field.comma").join(left)
            return say("ui.roster.untaken", n=len(left), names=names)
        return say("ui.roster.all_taken")

    def _grid(self, opened: Opened, mapping: SheetMapping) -> QGridLayout:
        say, theme = self._context.say, self._context.theme
        choices = choices_of(self._context.counter.catalogue, opened.columns, say)
        sheet = opened.workbook.sheets[self._sheet]
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        for at, key in enumerate(("heading", "samples", "means")):
            grid.addWidget(Label(say(f"ui.roster.col.{key}"), "hint"), 0, at)
        for column, heading in enumerate(mapping.header.texts):
            if not heading:
                continue
            shown = say("ui.roster.between").join(samples(sheet, mapping.header, column))
            edit = ChoiceEdit(theme, choices, say("ui.field.no_choice"))
            edit.setFixedHeight(theme.size.field)
            edit.setAccessibleName(say("ui.roster.means", heading=heading))
            target = mapping.targets.get(column)
            choice = choices.by_code.get(code_of(target))
            edit.setText(choice.label if choice else target or "")
            edit.setCursorPosition(0)
            if target is None:
                edit.setProperty("tone", "amber")
            edit.picked.connect(lambda picked, column=column: self._pick(column, picked))
            edit.entered.connect(edit.focusNextChild)
            row = grid.rowCount()
            name = ElidedLabel(heading, "strong")
            grid.addWidget(name, row, 0)
            grid.addWidget(ElidedLabel(shown or say("ui.roster.no_samples"), "second"), row, 1)
            grid.addWidget(edit, row, 2)
            self.edits[column] = edit
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 6)
        grid.setColumnStretch(2, 4)
        grid.setHorizontalSpacing(SPACE_3)
        return grid

    def _pick(self, column: int, choice: Choice) -> None:
        mapping, opened = self._mapping, self._opened
        if mapping is None or opened is None:
            return
        target = target_of(choice.code) if choice.code != NOT_TAKEN else None
        changed = mapping.with_target(column, target)
        self.corrected.emit(opened.meaning.with_sheet(self._sheet, changed))
        if column in self.edits:
            self.edits[column].setFocus(Qt.FocusReason.OtherFocusReason)
