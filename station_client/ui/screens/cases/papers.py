"""Papers of a case, and numbers seen in whole, asked for on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from station_client.ui.places import Context, sheets_of, stored_sheets
from station_client.ui.screens.cases.case_page import CasePage
from station_client.ui.screens.cases.steps import make_paper, print_again, uncover

if TYPE_CHECKING:
    from station_client.desk.printing import Printed


class CasePapers(QObject):
    """Makes papers and shows them before they are printed."""

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        page.reprint_wanted.connect(self.reprint)
        page.reveal_wanted.connect(self._reveal)

    def make(self, key: str) -> None:
        """The result notice (PT-11) or the certificate (PT-35) of the case on the page."""
        counter, view = self._context.counter, self._page.view
        if view is None:
            return
        case = view.id
        self._context.show_paper(lambda: sheets_of(make_paper(counter, case, key)))

    def reprint(self, slip: str) -> None:
        """A paper once more, marked as such."""
        counter = self._context.counter
        self._context.show_paper(lambda: sheets_of(print_again(counter, slip)))

    def show(self, printed: Printed) -> None:
        """A paper that a deed on the page made."""
        self._context.show_paper(lambda: stored_sheets(printed))

    def _reveal(self, field: str) -> None:
        counter, data = self._context.counter, self._page.data
        if data is None:
            return
        purpose = self._context.say("screen.cases.reveal_for", item=data.view.line.title)
        self._context.work.run(
            lambda: uncover(counter, data, field, purpose),
            lambda whole: self._page.uncover(field, whole),
            self._context.fail,
            owner=self,
        )
