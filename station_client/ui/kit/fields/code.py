"""A choice from a code table: typed, searched, picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from station_client.ui.kit.fields.choices import Choice, Choices
from station_client.ui.kit.fields.editor import Editor
from station_client.ui.kit.fields.popup import ChoicePopup
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value


class ChoiceEdit(QLineEdit):
    """A line edit with a list of choices below while it is typed into.

    Down or a click opens the list, Enter takes the marked line, Esc closes it and leaves the
    text as it was.

    Signals:
        picked(Choice): A choice was taken.
        typed(): The text was edited.
        entered(): Enter with the list closed.
        emptied(): Backspace in the empty line.
    """

    picked = Signal(object)
    typed = Signal()
    entered = Signal()
    emptied = Signal()

    def __init__(self, theme: Theme, choices: Choices, none: str) -> None:
        super().__init__()
        self._theme = theme
        self._choices = choices
        self._none = none
        self._found: list[Choice] = []
        self._popup: ChoicePopup | None = None
        self.setTextMargins(0, 0, theme.px(22), 0)
        self.textEdited.connect(self._search)

    @property
    def is_open(self) -> bool:
        return self._popup is not None and self._popup.isVisible()

    def open(self, text: str = "") -> None:
        """Show the choices that fit ``text``."""
        if self.isReadOnly() or not self.isEnabled():
            return
        if self._popup is None:
            self._popup = ChoicePopup(self._theme)
            self._popup.picked.connect(self._pick)
            self.destroyed.connect(self._popup.deleteLater)
        self._found = self._choices.find(text)
        current = self._choices.exact(self.text()) if not text else None
        at = self._found.index(current) if current in self._found else 0
        self._popup.open_below(self, self._found, self._none, at)

    def close_list(self) -> None:
        """Hide the choices."""
        if self._popup is not None:
            self._popup.hide()

    def _search(self, text: str) -> None:
        self.typed.emit()
        self.open(text)

    def _pick(self, row: int) -> None:
        self.close_list()
        if 0 <= row < len(self._found):
            self.picked.emit(self._found[row])

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if self.is_open and self._popup is not None:
                self._popup.step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self.open()
        elif enter and self.is_open and self._popup is not None:
            self._pick(self._popup.current)
        elif enter:
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.is_open:
            self.close_list()
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.is_open:
            self.close_list()
        else:
            self.selectAll()
            self.open()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_list()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = self._theme.px(16)
        mark = self._theme.icons.pixmap(
            "chevron-down", self._theme.colour.second, side, self.devicePixelRatioF()
        )
        place = QPoint(self.width() - side - self._theme.px(8), (self.height() - side) // 2)
        painter.drawPixmap(place, mark)
        painter.end()


class CodeEditor(Editor):
    """One code of a table."""

    def __init__(
        self,
        theme: Theme,
        say: Texts,
        name: str,
        label: str,
        choices: Choices,
        *,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(theme, name, label, required=required)
        self._say = say
        self._choices = choices
        self._code: str | None = None
        self.edit = ChoiceEdit(theme, choices, say("ui.field.no_choice"))
        self.edit.setPlaceholderText(hint)
        self.edit.picked.connect(self._take_choice)
        self.edit.typed.connect(self._typed)
        self.edit.entered.connect(lambda: self.entered.emit(self.name))
        self.edit.editingFinished.connect(self._tidy)
        self._fill(self.edit)

    def value(self) -> Value:
        text = self.edit.text().strip()
        if self._code is not None or not text:
            return self._code
        exact = self._choices.exact(text)
        return exact.code if exact else text

    def set_value(self, value: Value) -> None:
        code = None if value is None else str(value)
        choice = self._choices.by_code.get(code or "")
        self._code = choice.code if choice else None
        self.edit.setText(choice.line if choice else code or "")
        self.edit.setCursorPosition(0)

    def shown(self, value: Value) -> str:
        return "" if value is None else self._choices.label(str(value))

    def unreadable(self) -> str:
        text = self.edit.text().strip()
        if self._code is None and text and self._choices.exact(text) is None:
            return self._say("ui.field.not_in_list", text=text)
        return ""

    def _take_choice(self, choice: Choice) -> None:
        self.set_value(choice.code)
        self.clear_message()
        self._touched()
        self.entered.emit(self.name)

    def _typed(self) -> None:
        self._code = None
        self._touched()

    def _tidy(self) -> None:
        problem = self.unreadable()
        if problem:
            self.show_message("block", problem)
        elif self._code is None and self.edit.text().strip():
            self.set_value(self.value())


class CodesEditor(Editor):
    """Several codes of a table: pick one after the other; Backspace takes the last one out."""

    def __init__(
        self,
        theme: Theme,
        say: Texts,
        name: str,
        label: str,
        choices: Choices,
        *,
        required: bool = False,
    ) -> None:
        super().__init__(theme, name, label, required=required)
        self._say = say
        self._choices = choices
        self._codes: list[str] = []
        self.edit = ChoiceEdit(theme, choices, say("ui.field.no_choice"))
        self.edit.setPlaceholderText(say("ui.field.add_more"))
        self.edit.picked.connect(self._add)
        self.edit.emptied.connect(self._drop_last)
        self.edit.entered.connect(lambda: self.entered.emit(self.name))
        self._chosen = Label("", "second", wrap=True)
        self._drop = IconButton(theme, "x", f"{say('ui.field.drop_last')} {label}", pixels=24)
        self._drop.clicked.connect(self._drop_last)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        row.addWidget(self.edit, 1)
        row.addWidget(self._chosen, 1)
        row.addWidget(self._drop)
        self._fill(whole, self.edit)
        self._show()

    def value(self) -> Value:
        return list(self._codes) or None

    def set_value(self, value: Value) -> None:
        self._codes = [str(each) for each in value] if isinstance(value, list) else []
        self._show()

    def _add(self, choice: Choice) -> None:
        self.edit.clear()
        if choice.code not in self._codes:
            self._codes.append(choice.code)
            self._show()
            self._touched()

    def _drop_last(self) -> None:
        if self._codes:
            self._codes.pop()
            self._show()
            self._touched()

    def _show(self) -> None:
        comma = self._say("ui.field.comma")
        self._chosen.setText(comma.join(self._choices.label(code) for code in self._codes))
        self._chosen.setVisible(bool(self._codes))
        self._drop.setVisible(bool(self._codes))
