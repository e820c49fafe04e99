"""One part of the first screen's main card: a title and its rows, gone when there are none."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_client.ui.kit.card import SectionTitle
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_2, SPACE_4


class Part(QWidget):
    """Attributes: ``rows``."""

    def __init__(self, theme: Theme, title: str, hint: str = "") -> None:
        super().__init__()
        self._words = title
        self._title = SectionTitle(theme, title, hint)
        self.rows = Rows()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE_4)
        column.setSpacing(SPACE_2)
        column.addWidget(self._title)
        column.addWidget(self.rows)
        self.hide()

    def show_rows(self, rows: list[Row]) -> None:
        """These rows in place of what was there."""
        self.rows.show_rows(rows)
        self.setVisible(bool(rows))

    def show_hint(self, hint: str) -> None:
        """Another hint beside the title."""
        self._title.show_title(self._words, hint)
