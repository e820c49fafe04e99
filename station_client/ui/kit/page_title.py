"""The head of a page: its title, a hint, and the deeds of the page on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_3


class PageTitle(QWidget):
    """Add buttons with :meth:`add`; they stand on the right in the order added."""

    def __init__(
        self, theme: Theme, title: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_3)
        self._title = Label(title, "title")
        self._hint = ElidedLabel(hint, "second")
        self._row.addWidget(self._title)
        self._row.addWidget(self._hint, 1)
        self.setMinimumHeight(theme.size.button)

    def show_title(self, title: str, hint: str = "") -> None:
        """Other words."""
        self._title.setText(title)
        self._hint.setText(hint)

    def add(self, widget: QWidget) -> None:
        """Another widget on the right."""
        self._row.addWidget(widget)
