"""The line that asks why a scan is declared void."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.label import Label
from station_client.ui.theme.tokens import SPACE_1, SPACE_2

if TYPE_CHECKING:
    from station_client.desk.scans import ScanLine
    from station_client.ui.places import Context

REASON_LIMIT = 200


class ReasonLine(QWidget):
    """Why a scan is declared void.

    Signals:
        given(object, str): The scan, and the reason as it was typed.
    """

    given = Signal(object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        say = context.say
        self._line: ScanLine | None = None
        self.edit = QLineEdit()
        self.edit.setMaxLength(REASON_LIMIT)
        self.edit.setFixedHeight(context.theme.px(36))
        self.edit.setPlaceholderText(say("ui.scan.reason"))
        self.edit.setAccessibleName(say("ui.scan.reason"))
        self.button = Button(context.theme, say("ui.scan.void"), "danger")
        self._say = say
        self._which = Label("", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addWidget(self._which)
        column.addLayout(row)
        self.edit.returnPressed.connect(self._give)
        self.button.clicked.connect(self._give)
        self.hide()

    def ask(self, line: ScanLine) -> None:
        """Ask for the reason of one scan."""
        self._line = line
        self._which.setText(self._say("ui.scan.void_which", title=line.title))
        self.edit.clear()
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> bool:
        """Nothing is to be declared void; False when nothing was."""
        asked, self._line = self._line is not None, None
        self.hide()
        return asked

    def _give(self) -> None:
        if self._line is not None:
            self.given.emit(self._line, self.edit.text())
