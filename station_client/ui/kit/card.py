"""A sheet of paper on the ground: a title line and a body."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4


class SectionTitle(QWidget):
    """A title with a hint beside it, and room for widgets on the right (``row``)."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        hint: str = "",
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(SPACE_2)
        self._title = Label(title, "section")
        self._hint = ElidedLabel(hint, "hint")
        if icon:
            self.row.addWidget(IconMark(theme, icon, theme.colour.ink))
        self.row.addWidget(self._title)
        self.row.addWidget(self._hint, 1)
        self.setMinimumHeight(theme.px(24))

    def show_title(self, title: str, hint: str = "") -> None:
        """Other words."""
        self._title.setText(title)
        self._hint.setText(hint)


class Card(QFrame):
    """A card; ``margin`` 0 lets a table reach its edges.

    Attributes:
        head: The title line (absent on a card without a title: None).
        body: Where the content goes.
    """

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        hint: str = "",
        *,
        icon: str = "",
        sunken: bool = False,
        margin: int = SPACE_4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card-sunken" if sunken else "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin - 2 if margin else 0, margin, margin)
        column.setSpacing(SPACE_2)
        self.head: SectionTitle | None = None
        if title:
            self.head = SectionTitle(theme, title, hint, icon=icon)
            if not margin:
                self.head.row.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_1)
            column.addWidget(self.head)
            self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE_2)
        column.addLayout(self.body, 1)

    def show_title(self, title: str, hint: str = "") -> None:
        """Other words in the title line of a card that has one."""
        if self.head is not None:
            self.head.show_title(title, hint)
            self.setAccessibleName(title)
