"""Papers over the screen: drawn in the background, looked at, printed, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_client.ui.kit.paper_preview import PaperPreview, Printer
from station_client.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.places import Sheets
    from station_client.ui.work import Work


class PaperDesk(QWidget):
    """Stands in the place of the screen while a paper is looked at.

    Signals:
        back(): The screen is seen again.
        printed(str): A paper of this title was printed.
        failed(Exception): A paper could not be drawn, or not be entered after it was printed.
    """

    back = Signal()
    printed = Signal(str)
    failed = Signal(object)

    def __init__(
        self, theme: Theme, say: Texts, work: Work, printer: Printer, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._say = say
        self._work = work
        self._printer = printer
        self._preview: PaperPreview | None = None
        self._covered: QWidget | None = None
        self._taken: Callable[[], object] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def preview(self) -> PaperPreview | None:
        """The preview, once there was one."""
        return self._preview

    def covers(self, widget: QWidget) -> None:
        """The widget whose place it takes."""
        self._covered = widget

    def show_paper(self, make: Callable[[], Sheets]) -> None:
        """Draw the pages on a worker thread, then show them; see ``ShowPaper``."""
        self._work.run(
            make,
            self._show,
            self.failed.emit,
            label=self._say("ui.paper.drawing"),
            key="shell.paper",
            owner=self,
        )

    def hide_paper(self) -> None:
        """Back to the screen, if a paper is shown."""
        if self.isVisible():
            self.hide()
            if self._covered is not None:
                self._covered.show()

    def _show(self, sheets: Sheets) -> None:
        if self._preview is None:
            self._preview = PaperPreview(self._theme, self._say, self._printer)
            self._preview.closed.connect(self._close)
            self._preview.printed.connect(self._on_printed)
            self._column.addWidget(self._preview)
        if self._covered is not None:
            self._covered.hide()
        self.show()
        self._taken = sheets.taken
        self._preview.show_paper(sheets.title, sheets.pages)

    def _on_printed(self, title: str) -> None:
        if self._taken is not None:
            self._work.run(self._taken, None, self.failed.emit)
        self.printed.emit(title)
        self._close()

    def _close(self) -> None:
        self.hide_paper()
        self.back.emit()
