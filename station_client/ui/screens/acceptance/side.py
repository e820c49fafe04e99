"""The guide beside the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_client.ui.kit.card import Card
from station_client.ui.kit.label import Label
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.kit.step_column import Step, StepColumn
from station_client.ui.theme.tokens import SPACE_1, SPACE_2

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.guides import Guide
    from station_client.ui.theme.theme import Theme

BEFORE = ("serves", "conditions")
AFTER = ("after", "result", "fee", "basis", "complaint")


class GuideCard(Card):
    """What the operator reads aloud: who, how, and what comes after."""

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__(theme, say("screen.accept.guide"), icon="book-open", sunken=True)
        self._theme = theme
        self._say = say
        self._area: Scrolled | None = None

    def show_guide(self, guide: Guide) -> None:
        """The guide of an item, in the order in which questions are asked."""
        if self._area is not None:
            self.body.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        area = self._area = Scrolled(self._say("screen.accept.guide"), spacing=SPACE_1, reads=True)
        sections = {section.key: section for section in guide.sections}
        for key in BEFORE:
            if key in sections:
                self._section(area, sections[key].title, sections[key].text)
        area.column.addWidget(Label(self._say("screen.accept.steps"), "strong"))
        steps = StepColumn(self._theme)
        steps.show_steps(
            [
                Step(step.title, step.output, "now" if at == 0 else "next")
                for at, step in enumerate(guide.steps)
            ]
        )
        area.column.addWidget(steps)
        for key in AFTER:
            if key in sections:
                self._section(area, sections[key].title, sections[key].text)
        area.column.addStretch(1)
        self.body.addWidget(area)

    def _section(self, area: Scrolled, title: str, text: str) -> None:
        area.column.addWidget(Label(title, "strong", wrap=True))
        area.column.addWidget(Label(text, "second", wrap=True))
        area.column.addSpacing(SPACE_2)
