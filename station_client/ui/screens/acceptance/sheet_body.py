"""Papers above, form below; banners for what stops everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.places import Context
from station_client.ui.screens.acceptance.form import FormCard
from station_client.ui.screens.acceptance.papers import PapersCard
from station_client.ui.theme.tokens import SPACE_3

if TYPE_CHECKING:
    from station_client.desk.application import Application


class SheetBody(Scrolled):
    """The part that scrolls.

    Signals:
        clock_confirmed(): The date of the PC is right (V-28).
    """

    clock_confirmed = Signal()

    def __init__(self, context: Context) -> None:
        say, theme = context.say, context.theme
        super().__init__(say("screen.accept.area"), spacing=SPACE_3, gutter=0, ground=True)
        self._refusal = Banner(theme, "", "red", icon="circle-x")
        self._clock = Banner(
            theme, "", "amber", icon="calendar", action=say("screen.accept.clock_yes")
        )
        self._clock.acted.connect(self._confirm_clock)
        self._clock_right = False
        self.papers = PapersCard(theme, say)
        self.form = FormCard(context)
        for widget in (self._refusal, self._clock, self.papers):
            self.column.addWidget(widget)
        self.column.addWidget(self.form, 1)
        self._refusal.hide()
        self._clock.hide()

    @property
    def clock_right(self) -> bool:
        """Whether the operator said that today's date is right."""
        return self._clock_right

    def begin(self) -> None:
        """Another draft follows."""
        self._clock_right = False
        self.papers.clear()
        self.verticalScrollBar().setValue(0)

    def show_application(self, seen: Application, confirmed: Sequence[str]) -> None:
        """How it stands now."""
        self._refusal.show_text(seen.refusal)
        self._refusal.setVisible(bool(seen.refusal))
        self._clock.show_text(seen.clock_back)
        self._clock.setVisible(bool(seen.clock_back) and not self._clock_right)
        self.papers.show_papers(seen.papers)
        self.form.show_form(seen, confirmed)

    def focus(self, seen: Application) -> None:
        """Put the cursor where work goes on: a paper that lacks, else the form."""
        if not self.papers.focus_first_lacking(seen.papers):
            self.form.focus_first()

    def go_to_problem(self, seen: Application) -> None:
        """Put the cursor on the first thing that stands in the way of accepting."""
        if seen.refusal:
            return
        self.form.insist()
        if self.papers.focus_first_lacking(seen.papers):
            return
        if seen.to_mend and self.form.focus_first_problem():
            return
        asked = [banner.button for banner in self.form.questions.banners if banner.button]
        if seen.clock_back and self._clock.button is not None:
            asked.append(self._clock.button)
        if asked:
            asked[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm_clock(self) -> None:
        self._clock_right = True
        self._clock.hide()
        self.clock_confirmed.emit()
