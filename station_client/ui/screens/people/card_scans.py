"""The scans of a person: those on the card, and below them those of the cases, to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_client.ui.kit.card import SectionTitle
from station_client.ui.kit.label import Label
from station_client.ui.scans.door import CardDoor, ScansOfCases
from station_client.ui.scans.scan_list import ScanList
from station_client.ui.theme.tokens import SPACE_2

if TYPE_CHECKING:
    from station_client.desk.views import CardView
    from station_client.ui.places import Context


class CardScans(QWidget):
    """Signals: changed(): a scan came or went."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say, theme = context.say, context.theme
        self._why_closed = Label("", "hint", wrap=True)
        self.own = ScanList(context)
        self.own.changed.connect(self.changed)
        self._of_cases = SectionTitle(
            theme, say("ui.people.scans.cases"), say("ui.people.scans.cases_hint")
        )
        self.cases = ScanList(context, "ui.people.scans.cases_none")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        for widget in (self.own, self._why_closed, self._of_cases, self.cases):
            column.addWidget(widget)
        column.addStretch(1)

    def show_card(self, view: CardView) -> None:
        """The scans of this person; on a closed card to look at only."""
        counter = self._context.counter
        door = CardDoor(counter, view.id)
        self._why_closed.setText(view.locked)
        self._why_closed.setVisible(bool(view.locked))
        if view.locked:
            self.own.show_only(door)
        else:
            self.own.show_door(door)
        self._of_cases.setVisible(bool(view.cases))
        self.cases.setVisible(bool(view.cases))
        self.cases.show_only(ScansOfCases(counter, view.id))
