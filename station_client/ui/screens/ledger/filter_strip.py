"""The filters a ledger offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.fields.choices import Choice, Choices
from station_client.ui.kit.fields.code import CodeEditor, CodesEditor
from station_client.ui.kit.fields.editor import Editor
from station_client.ui.kit.fields.read import ReadEditor
from station_client.ui.kit.fields.reading import read_date
from station_client.ui.kit.fields.text import TextEditor
from station_client.ui.places import Context
from station_client.ui.theme.tokens import SPACE_2, SPACE_4
from station_client.ui.throttle import Throttle

if TYPE_CHECKING:
    from station_client.desk.ledgers import LedgerFilter

TYPING_MS = 250
EVERY = "*"


class FilterStrip(Card):
    """One field per filter; the table follows while they are changed.

    Signals:
        changed(): Another filter holds.
    """

    changed = Signal()

    def __init__(self, context: Context) -> None:
        say, theme = context.say, context.theme
        super().__init__(theme, say("screen.ledger.filters"), say("screen.ledger.filters_hint"))
        self._context = context
        self._editors: dict[str, Editor] = {}
        self._filters: tuple[LedgerFilter, ...] = ()
        self._clear = Button(theme, say("screen.ledger.clear"), "quiet")
        self._clear.clicked.connect(self.clear)
        if self.head is not None:
            self.head.row.addWidget(self._clear)
        self._inner: QWidget | None = None
        self._throttle = Throttle(TYPING_MS, self.changed.emit, self)

    def show_filters(self, filters: Sequence[LedgerFilter]) -> None:
        """The filters of another ledger, none of them on."""
        if self._inner is not None:
            self.body.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._filters = tuple(filters)
        inner = self._inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        across = 4 if self._context.theme.size.scale == 1.0 else 3
        self._editors = {each.key: self._editor(each) for each in filters}
        for at, editor in enumerate(self._editors.values()):
            grid.addWidget(editor, at // across, at % across)
        for column in range(across):
            grid.setColumnStretch(column, 1)
        self.body.addWidget(inner)

    def where(self) -> dict[str, object]:
        """The filters that are on, as the desk takes them."""
        values: dict[str, object] = {}
        for each in self._filters:
            editor = self._editors[each.key]
            value = editor.value()
            if value in (None, "", [], EVERY) or editor.unreadable():
                continue
            values[each.key] = True if each.op == "empty" else value
        return values

    def count(self) -> int:
        """How many filters are on."""
        return len(self.where())

    def put(self, values: Mapping[str, object]) -> None:
        """Turn these on, and the others off."""
        for key, editor in self._editors.items():
            editor.set_value(values.get(key))
        self.changed.emit()

    def clear(self) -> None:
        """Turn all off."""
        self.put({})

    def focus(self) -> None:
        """Put the cursor into the first filter."""
        for editor in self._editors.values():
            editor.input.setFocus()
            return

    def editor(self, key: str) -> Editor:
        """The field of a filter."""
        return self._editors[key]

    def _editor(self, declared: LedgerFilter) -> Editor:
        editor = self._make(declared)
        editor.changed.connect(lambda _name: self._throttle.call())
        return editor

    def _make(self, declared: LedgerFilter) -> Editor:
        say, theme = self._context.say, self._context.theme
        label, key = _label(self._context, declared), declared.key
        every = say("screen.ledger.every")
        if declared.op == "empty":
            only = Choice("1", say("screen.ledger.only_empty", label=declared.label))
            return CodeEditor(theme, say, key, label, Choices([only]), hint=every)
        if declared.choices:
            choices = Choices([Choice(code, text) for code, text in declared.choices])
            if declared.op == "in":
                several = CodesEditor(theme, say, key, label, choices)
                several.edit.setPlaceholderText(every)
                return several
            return CodeEditor(theme, say, key, label, choices, hint=every)
        if declared.type == "bool":
            choices = Choices([Choice("1", say("ui.field.yes")), Choice("0", say("ui.field.no"))])
            return CodeEditor(theme, say, key, label, choices, hint=every)
        if declared.type in ("date", "datetime"):
            today = self._context.counter.today
            return ReadEditor(
                theme,
                say,
                key,
                label,
                read=lambda text: read_date(text, today()),
                show=str,
                hint=say("ui.field.date_hint"),
            )
        return TextEditor(theme, key, label)


def _label(context: Context, declared: LedgerFilter) -> str:
    key = f"screen.ledger.op_{declared.op}"
    if declared.type in ("date", "datetime", "int", "money") and key in context.say:
        return context.say(key, label=declared.label)
    return declared.label
