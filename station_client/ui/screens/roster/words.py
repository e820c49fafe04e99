"""Words that no code table knows: said once, understood in every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from station_client.ui.kit.card import Card
from station_client.ui.kit.fields.code import ChoiceEdit
from station_client.ui.kit.fields.make import EditorMaker
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3

if TYPE_CHECKING:
    from station_client.desk.roster.mapping import FileMapping
    from station_client.desk.roster.verdicts import Plan
    from station_client.ui.kit.fields.choices import Choice
    from station_client.ui.places import Context


class WordsPage(Card):
    """One line per word: the column, the word, in how many rows, what it stands for.

    What is chosen is gathered in :attr:`meaning`; the plan is made anew once.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            context.theme, context.say("ui.roster.words"), context.say("ui.roster.words_hint")
        )
        self._context = context
        self.meaning: FileMapping | None = None
        self.edits: list[ChoiceEdit] = []
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName(context.say("ui.roster.words"))
        self.body.addWidget(self._area, 1)

    def show_plan(self, plan: Plan) -> None:
        """The words of a plan, the most frequent first."""
        say, theme = self._context.say, self._context.theme
        catalogue, counter = self._context.counter.catalogue, self._context.counter
        self.meaning = plan.mapping
        self.edits = []
        maker = EditorMaker(theme, say, catalogue.codes, counter.today)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE_1, SPACE_1, SPACE_2, SPACE_1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        words = sorted(plan.unknown_words.items(), key=lambda one: -one[1])
        for row, ((name, text), count) in enumerate(words):
            field = catalogue.kinds["person"].fields[name]
            edit = ChoiceEdit(theme, maker.choices(field), say("ui.field.no_choice"))
            edit.setFixedHeight(theme.size.field)
            edit.setAccessibleName(f"{field.label(say.lang)} {text}")
            edit.picked.connect(
                lambda choice, name=name, text=text, edit=edit: self._teach(
                    name, text, choice, edit
                )
            )
            edit.entered.connect(edit.focusNextChild)
            grid.addWidget(ElidedLabel(field.label(say.lang), "second"), row, 0)
            grid.addWidget(ElidedLabel(text, "strong"), row, 1)
            grid.addWidget(Label(say("ui.roster.in_rows", n=count), "hint"), row, 2)
            grid.addWidget(edit, row, 3)
            self.edits.append(edit)
        for at, stretch in enumerate((3, 4, 0, 5)):
            grid.setColumnStretch(at, stretch)
        column.addLayout(grid)
        column.addStretch(1)
        self._area.setWidget(inner)

    def take_focus(self) -> None:
        """The first word."""
        if self.edits:
            self.edits[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _teach(self, name: str, text: str, choice: Choice, edit: ChoiceEdit) -> None:
        edit.setText(choice.line)
        if self.meaning is None:
            return
        for at, sheet in enumerate(self.meaning.sheets):
            if sheet is not None:
                taught = sheet.with_word(name, text, choice.code)
                self.meaning = self.meaning.with_sheet(at, taught)
        edit.focusNextChild()
