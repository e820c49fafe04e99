"""A list out of the program: to Excel, or onto paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from station_client.ui.places import Context, sheets_of

if TYPE_CHECKING:
    from station_client.desk.ledger_export import Exported
    from station_client.desk.lists import Listing
    from station_client.desk.printing import Ready


class Out(QObject):
    """Writes and prints on a worker thread.

    Signals:
        written(): The file is there.
    """

    written = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def write(self, find: Callable[[], Listing], path: Path, purpose: str) -> None:
        """To Excel, with progress; stopping it leaves no half of a file."""
        from station_client.desk.ledger_export import export_listing

        counter = self._context.counter
        self._context.work.run_long(
            lambda token: export_listing(counter, find(), path, token.progress, purpose),
            self._written,
            self._context.fail,
            label=self._context.say("screen.ledger.writing"),
            owner=self,
        )

    def print(self, make: Callable[[], Ready]) -> None:
        """PT-26 over the screen."""
        self._context.show_paper(lambda: sheets_of(make()))

    def _written(self, exported: Exported) -> None:
        self.written.emit()
        folder = QUrl.fromLocalFile(str(exported.path.parent))
        word = self._context.say("screen.ledger.open_folder")
        self._context.notify(
            exported.text, "green", (word, lambda: QDesktopServices.openUrl(folder))
        )
