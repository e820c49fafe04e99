"""The line above the form: what, for whom, until when, and whether it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.theme.tokens import SPACE_1, SPACE_3

if TYPE_CHECKING:
    from station_client.desk.application import Application
    from station_client.ui.theme.theme import Theme


class SheetHead(QWidget):
    """Item, person, commitment; on the right when the draft was last saved."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = Label("", "title")
        self._person = ElidedLabel("", "second")
        self._promise = Badge("", "grey")
        self.kept = Label("", "hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self._title)
        row.addWidget(self._person, 1)
        row.addWidget(self._promise)
        row.addSpacing(SPACE_1)
        row.addWidget(IconMark(theme, "save", theme.colour.third, 16))
        row.addWidget(self.kept)

    def show_application(self, seen: Application) -> None:
        """How it stands now."""
        person = seen.person
        self._title.setText(seen.item_title)
        parts = (person.name, seen.guest_of, person.line, person.address)
        self._person.setText(" · ".join(part for part in parts if part))
        self._promise.show_word(seen.promise, "grey")
        self.kept.setText(seen.saved_text)
