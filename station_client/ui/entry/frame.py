"""The frame of all pages before the first screen: the product on the left, a sheet beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.label import Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_3, SPACE_4, SPACE_5

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts

SHEET_WIDTH = 460


class EntryPage(QWidget):
    """Subclasses add their fields to ``body``."""

    def __init__(
        self, theme: Theme, say: Texts, title: str, text: str, width: int = SHEET_WIDTH
    ) -> None:
        super().__init__()
        self.theme = theme
        self.say = say
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._brand())
        sheet = QFrame()
        sheet.setProperty("role", "card")
        sheet.setFixedWidth(theme.px(width))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(SPACE_5 + 8, SPACE_5 + 4, SPACE_5 + 8, SPACE_5 + 8)
        column.setSpacing(SPACE_3)
        self.title = Label(title, "title", wrap=True)
        self.text = Label(text, "second", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.text)
        self.text.setVisible(bool(text))
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_4)
        column.addLayout(self.body)
        outer = QVBoxLayout()
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(sheet)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        row.addLayout(outer, 1)

    def arrive(self) -> None:
        """Shown: put the cursor where typing starts."""

    def _brand(self) -> QWidget:
        panel = QWidget()
        panel.setProperty("role", "nav")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        panel.setFixedWidth(self.theme.px(300))
        column = QVBoxLayout(panel)
        column.setContentsMargins(SPACE_5 + 8, SPACE_5 * 2, SPACE_5 + 8, SPACE_5)
        column.setSpacing(SPACE_3)
        column.addStretch(2)
        column.addWidget(Label(self.say("ui.shell.product"), "nav-name"))
        column.addWidget(Label(self.say("ui.entry.motto"), "nav-hint", wrap=True))
        column.addStretch(3)
        return panel
