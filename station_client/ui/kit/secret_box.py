"""A password, with its label and the sentence when it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from station_client.ui.kit.fields.editor import Editor
from station_client.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ledger.core.act import Value


class SecretBox(Editor):
    """What is typed is not shown, and not trimmed."""

    def __init__(self, theme: Theme, name: str, label: str) -> None:
        super().__init__(theme, name, label)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.textEdited.connect(self._touched)
        self.edit.returnPressed.connect(lambda: self.entered.emit(self.name))
        self._fill(self.edit)

    def value(self) -> Value:
        return self.edit.text() or None

    def set_value(self, value: Value) -> None:
        self.edit.setText("" if value is None else str(value))

    @property
    def text(self) -> str:
        return self.edit.text()
