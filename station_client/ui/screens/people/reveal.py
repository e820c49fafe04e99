"""Seeing what is covered: the purpose is asked, the look is logged, the whole value comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_client.ui.screens.people.purpose import PurposePanel

if TYPE_CHECKING:
    from station_client.ui.places import Context


class Reveal(QObject):
    """Joins the eyes of a pane to its line of purposes.

    Signals:
        revealed(str, str, str): Person, field and the whole value.
    """

    revealed = Signal(str, str, str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._person = ""
        self.panel = PurposePanel(context.theme, context.say)
        self.panel.chosen.connect(self._reveal)

    def ask(self, person: str, field: str) -> None:
        """The eye of ``field`` was pressed on this person's card ("" for a card not made yet)."""
        self._person = person
        if not person:
            self.revealed.emit(person, field, "")
            return
        declared = self._context.counter.catalogue.kinds["person"].fields[field]
        self.panel.ask(field, declared.label(self._context.say.lang))

    def _reveal(self, field: str, purpose: str) -> None:
        from station_client.desk.cards import reveal

        counter, person = self._context.counter, self._person
        self._context.work.run(
            lambda: reveal(counter, person, field, purpose),
            lambda whole: self.revealed.emit(person, field, whole),
            self._context.fail,
            owner=self,
        )
