"""Scans chosen while an application is being filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_client.ui.places import Context
from station_client.ui.scans.door import DraftDoor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget

    from station_client.ui.scans.card import ScansCard
    from station_client.ui.screens.acceptance.saving import DraftSaver


class Scanning(QObject):
    """Shows the scans of a paper in the place of the guide, and reads the checklist anew.

    Signals:
        read(Application): How the application stands, after a scan came or went.
    """

    read = Signal(object)

    def __init__(
        self, context: Context, card: ScansCard, saver: DraftSaver, sides: QStackedWidget
    ) -> None:
        super().__init__(sides)
        self._context = context
        self._card = card
        self._saver = saver
        self._sides = sides
        card.list.changed.connect(self._read)

    def show(self, paper: str, name: str) -> None:
        """The scans of one paper."""
        if self._saver.draft:
            self._sides.setCurrentWidget(self._card)
            door = DraftDoor(self._context.counter, self._saver.draft, paper)
            self._card.show_paper(name, door)

    def _read(self) -> None:
        from station_client.desk.application import application

        counter, draft = self._context.counter, self._saver.draft
        if draft:
            self._context.work.run(
                lambda: application(counter, draft),
                self.read.emit,
                self._context.fail,
                key="accept.scans",
                owner=self,
            )
