"""The head line: search, the state of the link, the date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from station_client.ui.kit.label import Label
from station_client.ui.kit.search_box import SearchBox
from station_client.ui.shell.link_pill import LinkPill
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_3, SPACE_4, SPACE_5

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts

HEIGHT = 56
SEARCH_WIDTH = 560


class TopBar(QFrame):
    """Attributes: ``search`` and ``link``; the date is put in by :meth:`show_day`."""

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self.setFixedHeight(theme.px(HEIGHT))
        hint = say("ui.shell.search_short" if theme.look.large else "ui.shell.search")
        self.search = SearchBox(theme, hint, key="Ctrl+K")
        self.search.setMaximumWidth(theme.px(SEARCH_WIDTH))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.link = LinkPill(theme, say("ui.shell.link"))
        self._day = Label("", "second")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_5, 0, SPACE_5, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.search, 3)
        row.addWidget(self.link)
        row.addStretch(1)
        row.addSpacing(SPACE_4)
        row.addWidget(self._day, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_day(self, text: str) -> None:
        """Today's date in words."""
        self._day.setText(text)
