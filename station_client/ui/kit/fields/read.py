"""Editors of what is read from a text: dates, numbers, money."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from station_client.ui.kit.fields.reading import Unreadable
from station_client.ui.kit.fields.text import TextEditor
from station_client.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value


class ReadEditor(TextEditor):
    """A line that is read when it is left: ``1122`` becomes ``2026-11-22``.

    Args:
        read: Text to stored value; raises :class:`Unreadable`.
        show: Stored value to text.
    """

    def __init__(
        self,
        theme: Theme,
        say: Texts,
        name: str,
        label: str,
        *,
        read: Callable[[str], Value],
        show: Callable[[Value], str],
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(theme, name, label, required=required, hint=hint)
        self._say = say
        self._read = read
        self._show = show
        self.edit.editingFinished.connect(self._tidy)

    def value(self) -> Value:
        text = self.edit.text().strip()
        if not text:
            return None
        try:
            return self._read(text)
        except Unreadable:
            return text

    def shown(self, value: Value) -> str:
        try:
            return "" if value is None else self._show(value)
        except (TypeError, ValueError):
            return str(value)

    def set_value(self, value: Value) -> None:
        self.edit.setText(self.shown(value))

    def unreadable(self) -> str:
        text = self.edit.text().strip()
        if not text:
            return ""
        try:
            self._read(text)
        except Unreadable as why:
            return self._say(why.key, text=text, letter=why.letter)
        return ""

    def _tidy(self) -> None:
        problem = self.unreadable()
        if problem:
            self.show_message("block", problem)
            return
        value = self.value()
        if value is not None:
            self.edit.setText(self._show(value))
