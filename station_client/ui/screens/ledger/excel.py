"""Out to Excel: where to, and whether with whole numbers and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.fields.text import TextEditor
from station_client.ui.kit.label import Label
from station_client.ui.theme.tokens import SPACE_2, SPACE_3

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.theme.theme import Theme

PURPOSE_LIMIT = 100


class ExcelPanel(Card):
    """Above the table while it is open.

    Signals:
        wanted(object, str): Write the file: its path and the purpose ("" keeps numbers covered).
        closed(): Put it away.
    """

    wanted = Signal(object, str)
    closed = Signal()

    def __init__(self, theme: Theme, say: Texts, hint: str = "") -> None:
        super().__init__(theme, say("screen.ledger.excel"), hint or say("screen.ledger.excel_hint"))
        self._say = say
        self.path = TextEditor(theme, "path", say("screen.ledger.path"), required=True)
        self.purpose = TextEditor(
            theme,
            "purpose",
            say("screen.ledger.purpose"),
            limit=PURPOSE_LIMIT,
            hint=say("screen.ledger.purpose_hint"),
        )
        self._other = Button(theme, say("screen.ledger.other_place"), icon="folder-open")
        self._close = Button(theme, say("screen.ledger.not_now"), key="Esc", bind=False)
        self.write = Button(
            theme, say("screen.ledger.write"), "primary", icon="download", key="F10"
        )
        self._other.clicked.connect(self._choose)
        self._close.clicked.connect(self.closed)
        self.write.clicked.connect(self._want)
        self.path.entered.connect(lambda _name: self.purpose.edit.setFocus())
        self.purpose.entered.connect(lambda _name: self._want())
        fields = QHBoxLayout()
        fields.setSpacing(SPACE_3)
        fields.addWidget(self.path, 3)
        fields.addWidget(self.purpose, 2)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(Label(say("screen.ledger.logged"), "hint", wrap=True), 1)
        for button in (self._other, self._close, self.write):
            row.addWidget(button)
        self.body.addLayout(fields)
        self.body.addLayout(row)

    def open(self, code: str, title: str, today: date) -> None:
        """Begin, with a name for the file."""
        name = f"{code} {title} {today.isoformat()}.xlsx".strip()
        self.path.set_value(str(documents() / name))
        self.purpose.set_value(None)
        self.show()
        self.purpose.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self._say("screen.ledger.path"), str(self.path.value() or ""), "Excel (*.xlsx)"
        )
        if chosen:
            self.path.set_value(chosen)

    def _want(self) -> None:
        text = str(self.path.value() or "")
        if not text:
            self.path.show_message("block", self._say("screen.ledger.needed"))
            self.path.edit.setFocus()
            return
        path = Path(text)
        if path.suffix.lower() != ".xlsx":
            path = path.with_name(path.name + ".xlsx")
        self.wanted.emit(path, str(self.purpose.value() or ""))


def documents() -> Path:
    """The person's folder for documents, as the system names it."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or str(Path.home()))
