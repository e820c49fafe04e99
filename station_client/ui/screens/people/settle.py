"""A field with two values: the sentence that says so, and the choice that ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.fields.make import EditorMaker
from station_client.ui.kit.key_cap import KeyCap
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.screens.people.card_form import unstarred
from station_client.ui.theme.tokens import SPACE_3
from station_client.ui.when import short_day

if TYPE_CHECKING:
    from ledger.catalogue.records import Field
    from ledger.catalogue.texts import Texts
    from station_client.desk.views import Choice, ConflictView
    from station_client.ui.kit.fields.editor import Editor
    from station_client.ui.theme.theme import Theme


class SettlePanel(Card):
    """The values side by side, each on its number; or another one, typed.

    Signals:
        settled(str, object): The field and the value that holds.
        left(): Not now.
    """

    settled = Signal(str, object)
    left = Signal()

    def __init__(
        self, theme: Theme, say: Texts, maker: EditorMaker, field: Field, conflict: ConflictView
    ) -> None:
        super().__init__(theme, conflict.title, say("ui.people.settle.hint"))
        self._theme = theme
        self._say = say
        self._conflict = conflict
        self._rows = Rows()
        self._rows.show_rows(
            [self._row(at, choice) for at, choice in enumerate(conflict.choices, start=1)]
        )
        self.body.addWidget(self._rows)
        self.editor: Editor = maker.make(unstarred(field))
        self.editor.entered.connect(lambda _name: self._typed())
        line = QHBoxLayout()
        line.setSpacing(SPACE_3)
        line.addWidget(self.editor, 1)
        for words, do, key in (
            (say("ui.people.settle.typed"), self._typed, ""),
            (say("ui.people.not_now"), self.left.emit, "Esc"),
        ):
            button = Button(theme, words, key=key, bind=False)
            button.clicked.connect(lambda _on=False, do=do: do())
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(line)

    def take_focus(self) -> None:
        """The first value has the keyboard."""
        self._rows.focus_first()

    def _row(self, number: int, choice: Choice) -> Row:
        said = self._say(
            "ui.people.settle.said",
            where=choice.where,
            who=choice.who,
            day=short_day(choice.at.date(), self._say),
        )
        row = Row(self._theme, f"{number} {choice.shown} {said}")
        row.row.addWidget(KeyCap(str(number)))
        row.row.addWidget(Label(choice.shown, "strong"))
        row.row.addWidget(ElidedLabel(said, "second"), 1)
        row.row.addWidget(Label(self._say("ui.people.settle.take"), "brand"))
        row.opened.connect(lambda: self.settled.emit(self._conflict.field, choice.value))
        return row

    def _typed(self) -> None:
        problem = self.editor.unreadable()
        value = self.editor.value()
        if problem or value is None:
            self.editor.show_message("block", problem or self._say("ui.people.settle.empty"))
            self.editor.input.setFocus()
            return
        self.settled.emit(self._conflict.field, value)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self._conflict.choices) and not self.editor.input.hasFocus():
            choice = self._conflict.choices[number]
            self.settled.emit(self._conflict.field, choice.value)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Conflicts(QWidget):
    """The first conflict of a card as a sentence; the others follow as it is settled.

    Signals:
        settled(str, object): The field and the value that holds.
        choosing(bool): The values are laid out, or no longer.
    """

    settled = Signal(str, object)
    choosing = Signal(bool)

    def __init__(
        self, theme: Theme, say: Texts, maker: EditorMaker, fields: dict[str, Field]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self._maker = maker
        self._fields = fields
        self._conflict: ConflictView | None = None
        self.panel: SettlePanel | None = None
        self.banner = Banner(
            theme, "", "amber", icon="git-branch", action=say("ui.people.settle.choose")
        )
        self.banner.acted.connect(self.open_panel)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.banner)
        self.hide()

    def show_conflicts(self, conflicts: tuple[ConflictView, ...]) -> None:
        """The conflicts of the card that is shown."""
        self.close_panel()
        self._conflict = conflicts[0] if conflicts else None
        self.setVisible(bool(conflicts))
        if self._conflict is None:
            return
        title = self._conflict.title
        if len(conflicts) > 1:
            title += self._say("ui.people.settle.more", n=len(conflicts) - 1)
        self.banner.show_text(self._conflict.sentence, "amber", title)

    def open_panel(self) -> None:
        """Choose."""
        if self._conflict is None or self.panel is not None:
            return
        field = self._fields[self._conflict.field]
        self.panel = SettlePanel(self._theme, self._say, self._maker, field, self._conflict)
        self.panel.settled.connect(self.settled)
        self.panel.left.connect(self.close_panel)
        self._column.addWidget(self.panel)
        self.banner.hide()
        self.choosing.emit(True)
        self.panel.take_focus()

    def close_panel(self) -> bool:
        """Choose no longer; False when nobody was choosing."""
        if self.panel is None:
            return False
        panel, self.panel = self.panel, None
        self._column.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        self.banner.show()
        self.choosing.emit(False)
        if self.isVisible() and self.banner.button is not None:
            self.banner.button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
