"""The only modal dialog: asks before what cannot be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button, Kind
from station_client.ui.kit.label import Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_3, SPACE_5


class Confirm(QDialog):
    """A question, what would happen, and two buttons. Esc is no; the focus stands on no."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        *,
        title: str,
        text: str,
        yes: str,
        no: str,
        kind: Kind = "danger",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        column.setSpacing(SPACE_3)
        column.addWidget(Label(title, "section"))
        words = Label(text, wrap=True)
        words.setFixedWidth(theme.px(400))
        column.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addStretch(1)
        self.no = Button(theme, no)
        self.yes = Button(theme, yes, kind)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addSpacing(SPACE_3)
        column.addLayout(row)
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.accept)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def ask(
        cls,
        theme: Theme,
        parent: QWidget | None,
        *,
        title: str,
        text: str,
        yes: str,
        no: str,
        kind: Kind = "danger",
    ) -> bool:
        """Ask and wait for the answer."""
        dialog = cls(theme, parent, title=title, text=text, yes=yes, no=no, kind=kind)
        return dialog.exec() == QDialog.DialogCode.Accepted
