"""The way from the residents into the import of a roster, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_client.ui.screens.roster.kept import Kept

if TYPE_CHECKING:
    from station_client.ui.places import Context
    from station_client.ui.screens.roster.page import RosterPage


class RosterDoor(QObject):
    """The import stands in front of the residents while it is open; it is made when first wanted.

    Signals:
        left(): Back to the residents.
        person_wanted(str): Back to them, with this card.
    """

    left = Signal()
    person_wanted = Signal(str)

    def __init__(self, context: Context, pages: QStackedWidget, people: QWidget) -> None:
        super().__init__(pages)
        self._context = context
        self._pages = pages
        self._people = people
        self.page: RosterPage | None = None

    @property
    def in_front(self) -> RosterPage | None:
        """The import, while it is in front."""
        return self.page if self._pages.currentWidget() is self.page else None

    @property
    def running(self) -> bool:
        """Whether rows are being written."""
        return self.page is not None and self.page.importer.running

    def open(self) -> None:
        """Ctrl+I: the import comes in front, as it was left."""
        page = self._make()
        self._pages.setCurrentWidget(page)
        page.arrive()

    def close(self) -> None:
        """The residents come in front."""
        self._pages.setCurrentWidget(self._people)

    def home(self) -> bool:
        """F2 means the residents; an import that is not over is told of. False: none was open."""
        page = self.in_front
        if page is None:
            return False
        self._leave()
        if page.unfinished:
            self._context.notify(self._context.say("ui.roster.goes_on_later"), "grey")
        return True

    def keep(self) -> Kept | None:
        """What the import of another look goes on with."""
        return self.page.importer.kept() if self.page is not None else None

    def resume(self, kept: object) -> None:
        """Go on with it."""
        if isinstance(kept, Kept):
            self._make().resume(kept)

    def _make(self) -> RosterPage:
        if self.page is None:
            from station_client.ui.screens.roster.page import RosterPage

            self.page = RosterPage(self._context)
            self.page.left.connect(self._leave)
            self.page.person_wanted.connect(self._open_card)
            self._pages.addWidget(self.page)
        return self.page

    def _leave(self) -> None:
        self.close()
        self.left.emit()

    def _open_card(self, person: str) -> None:
        self.close()
        self.person_wanted.emit(person)
