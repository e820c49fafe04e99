"""What all editors of a form have in common: a label above, the input, a message below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.restyle import restyle
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1

if TYPE_CHECKING:
    from ledger.core.act import Value

Level = Literal["block", "ask", "warn"]


class Editor(QWidget):
    """One field of a form.

    Subclasses build their input, hand it to :meth:`_fill`, and override :meth:`value`,
    :meth:`set_value` and, where something typed may be unreadable, :meth:`unreadable`.

    Signals:
        changed(str): The operator changed the field of this name.
        entered(str): Enter: go on to the next field.
        mended(str): A suggested value was taken.
    """

    changed = Signal(str)
    entered = Signal(str)
    mended = Signal(str)

    def __init__(self, theme: Theme, name: str, label: str, *, required: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self.name = name
        self.label = label
        self._input: QWidget | None = None
        self._suggested: Value = None
        self._kept: Value = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        top = QHBoxLayout()
        top.setSpacing(SPACE_1)
        self._caption = ElidedLabel(label, "second")
        self._star = Label("*", "second", ink="red")
        top.addWidget(self._caption)
        top.addWidget(self._star)
        top.addStretch(1)
        self._column.addLayout(top)
        # Only now does the star have a parent; shown before, it would be a window of its own.
        if not required:
            # Made visible before it has a parent, a label would open a window of its own.
            self._star.hide()
        self._message: Label | None = None
        self._take: Button | None = None

    # for subclasses

    def _fill(self, widget: QWidget, focus: QWidget | None = None) -> None:
        """Put the input in, ``focus`` being the part that is typed into."""
        self._input = focus or widget
        if isinstance(self._input, QLineEdit):
            self._input.setFixedHeight(self.theme.size.field)
        self._input.setAccessibleName(self.label)
        self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setFocusProxy(self._input)

    def _touched(self) -> None:
        self.changed.emit(self.name)

    # for forms

    @property
    def input(self) -> QWidget:
        """The widget that is typed into."""
        assert self._input is not None
        return self._input

    def value(self) -> Value:
        """What is in the field as it is stored; None when empty; as typed when unreadable.

        A field that is not typed into gives what it was given.
        """
        return self._kept

    def set_value(self, value: Value) -> None:
        """Show a stored value, without a signal."""
        self._kept = value

    def unreadable(self) -> str:
        """Why what was typed cannot be read, as a sentence; "" when it can."""
        return ""

    def shown(self, value: Value) -> str:
        """A stored value as the field would show it."""
        return "" if value is None else str(value)

    def set_required(self, required: bool) -> None:
        """Show or hide the star."""
        self._star.setVisible(required)

    def show_message(self, level: Level, text: str, suggest: Value = None, take: str = "") -> None:
        """A message below the field: red for what blocks, amber for what asks or warns.

        A ``suggest`` value adds a button ``take`` that puts it in.
        """
        tone = "red" if level == "block" else "amber"
        restyle(self.input, tone=tone)
        message, button = self._below()
        restyle(message, role="problem" if tone == "red" else "question")
        message.setText(text)
        message.show()
        self.input.setAccessibleDescription(text)
        self._suggested = suggest
        button.say(take)
        button.setVisible(suggest is not None and bool(take))

    def clear_message(self) -> None:
        """Nothing to say about the field."""
        if self._message is None or self._take is None or not self.message:
            return
        restyle(self.input, tone="")
        self._message.hide()
        self._message.setText("")
        self._take.hide()
        self.input.setAccessibleDescription("")

    @property
    def message(self) -> str:
        return self._message.text() if self._message is not None else ""

    def _below(self) -> tuple[Label, Button]:
        """The message and the button below the input, made when first needed."""
        if self._message is None or self._take is None:
            self._message = Label("", "problem", wrap=True)
            self._take = Button(self.theme, "", "quiet")
            self._take.clicked.connect(self._take_suggestion)
            place = self._column.count() - 1
            self._column.insertWidget(place, self._message)
            self._column.insertWidget(place + 1, self._take, 0, Qt.AlignmentFlag.AlignLeft)
        return self._message, self._take

    def _take_suggestion(self) -> None:
        self.set_value(self._suggested)
        self.clear_message()
        self.input.setFocus()
        self.mended.emit(self.name)
        self._touched()
