"""Any list of the window out to Excel or onto paper, as it is searched and filtered now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from station_client.ui.places import Context
from station_client.ui.screens.ledger.excel import ExcelPanel
from station_client.ui.screens.ledger.out import Out

if TYPE_CHECKING:
    from station_client.desk.counter import Counter
    from station_client.desk.lists import Listing
    from station_client.desk.printing import Ready


class Wanted(NamedTuple):
    """A list to take out: what its file is called, and how it is found on a worker thread."""

    code: str
    title: str
    find: Callable[[Counter], Listing]


class TakingOut(QObject):
    """The panel that asks where to and why, and what it leads to; put ``panel`` above the list.

    Args:
        back: Puts the keyboard back where it was, after the panel is closed.
    """

    def __init__(self, context: Context, back: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._back = back
        self._wanted: Wanted | None = None
        self.panel = ExcelPanel(context.theme, context.say, context.say("screen.ledger.as_shown"))
        self.panel.hide()
        self._out = Out(context, self)
        self.panel.wanted.connect(self._write)
        self.panel.closed.connect(self.escape)
        self._out.written.connect(self.escape)

    def excel(self, wanted: Wanted) -> None:
        """Ask where to and why."""
        self._wanted = wanted
        self.panel.open(wanted.code, wanted.title, self._context.counter.today())

    def paper(self, wanted: Wanted) -> None:
        """PT-26, seen before it is printed."""
        counter, find = self._context.counter, wanted.find

        def make() -> Ready:
            from station_client.desk.lists import print_listing

            return print_listing(counter, find(counter))

        self._out.print(make)

    def escape(self) -> bool:
        """Close the panel; False when it is not open."""
        if not self.panel.isVisible():
            return False
        self.panel.hide()
        self._back()
        return True

    def _write(self, path: Path, purpose: str) -> None:
        wanted, counter = self._wanted, self._context.counter
        if wanted is not None:
            self._out.write(lambda: wanted.find(counter), path, purpose)
