"""The first screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.label import Label
from station_client.ui.kit.page_title import PageTitle
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.places import Context, Screen
from station_client.ui.theme.tokens import SPACE_2, SPACE_4, Tone
from station_client.ui.today.nights import Nights
from station_client.ui.today.part import Part
from station_client.ui.today.rows import back_row, draft_row, due_row, routine_row
from station_client.ui.when import moment

if TYPE_CHECKING:
    from station_client.desk.routine import Routine
    from station_client.desk.today import BackRow, Today
    from station_client.ui.bus import Changes

SIDE_WIDTH = 400


class TodayScreen(Screen):
    """What to do now, by deadline; what came back; routine work; the nights.

    A case opens in 办件, a draft in 受理, routine work in 居民 at the first person still to do.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._landed = False
        say, theme = context.say, context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        self._title = PageTitle(theme, say("ui.place.today"))
        start = Button(
            theme, say("ui.today.accept"), "primary", icon="file-plus", key="F3", bind=False
        )
        start.clicked.connect(lambda: context.navigate("accept"))
        self._title.add(start)
        column.addWidget(self._title)
        self._older = Banner(theme, "", icon="triangle-alert")
        self._calendar = Banner(theme, "", icon="calendar")
        for banner in (self._older, self._calendar):
            banner.hide()
            column.addWidget(banner)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self._main_card(), 7)
        row.addWidget(self._side(), 4)
        column.addLayout(row, 1)
        context.bus.changed.connect(self._on_changed)

    def arrive(self, target: Mapping[str, str]) -> None:
        self._ask()
        self._focus()

    # parts

    def _main_card(self) -> Card:
        say, theme = self.context.say, self.context.theme
        card = Card(theme)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, SPACE_2, 0)
        column.setSpacing(0)
        self._due_part = Part(theme, say("ui.today.due"), say("ui.today.by_deadline"))
        self._drafts_part = Part(theme, say("ui.today.drafts"))
        self._back_part = Part(theme, say("ui.today.back"))
        self._none = EmptyState(theme, say("ui.today.none"), icon="circle-check")
        self._none.hide()
        for part in (self._due_part, self._none, self._drafts_part, self._back_part):
            column.addWidget(part)
        column.addStretch(1)
        card.body.addWidget(_scrolled(inner, say("ui.today.due")))
        return card

    def _side(self) -> QScrollArea:
        say, theme = self.context.say, self.context.theme
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        routine = Card(theme, say("ui.today.routine"))
        self._routine = Rows()
        self._idle = Label(say("ui.today.routine_none"), "second", wrap=True)
        self._idle.hide()
        routine.body.addWidget(self._routine)
        routine.body.addWidget(self._idle)
        column.addWidget(routine)
        night = Card(theme, say("ui.today.nights"), " ")
        self._night_card = night
        self._nights = Nights(theme)
        self._night_text = Banner(theme, "", action=say("ui.exchange.to_stick"), stacked=True)
        self._night_text.acted.connect(lambda: self.context.navigate("exchange", do="to_stick"))
        night.body.addWidget(self._nights)
        night.body.addSpacing(SPACE_2)
        night.body.addWidget(self._night_text)
        night.body.addStretch(1)
        self._night_text.hide()
        column.addWidget(night, 1)
        area = _scrolled(side, say("ui.today.routine"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMaximumWidth(theme.px(SIDE_WIDTH))
        return area

    # data

    def _on_changed(self, _changes: Changes) -> None:
        self._ask()

    def _ask(self) -> None:
        from station_client.desk.today import today

        counter = self.context.counter
        self.context.work.run(
            lambda: today(counter), self._show, self.context.fail, key="today", owner=self
        )

    def _show(self, view: Today) -> None:
        say, theme = self.context.say, self.context.theme
        self._title.show_title(view.title, view.subtitle)
        self.context.waiting("today", view.badge)
        for banner, text in ((self._older, view.older), (self._calendar, view.calendar)):
            banner.show_text(text)
            banner.setVisible(bool(text))
        self._due_part.show_rows(
            [self._opening_case(due_row(theme, due), due.case.id) for due in view.due]
        )
        self._none.setVisible(not view.due and not view.back and not view.drafts)
        now = self.context.counter.now()
        drafts = []
        for draft in view.drafts:
            row = draft_row(theme, draft, say("ui.today.draft"), moment(draft.saved_at, now, say))
            row.opened.connect(lambda key=draft.id: self.context.navigate("accept", draft=key))
            drafts.append(row)
        self._drafts_part.show_rows(drafts)
        self._back_part.show_rows([self._back_row(back) for back in view.back])
        self._back_part.show_hint(view.back_text)
        self._routine.show_rows([self._routine_row(work) for work in view.routine])
        self._idle.setVisible(not view.routine)
        self._night_card.show_title(say("ui.today.nights"), view.night_window)
        self._nights.show_nights(view.nights)
        self._show_night_text(view)
        if not self._landed:
            self._landed = True
            if self.isVisible():
                self._focus()

    def _show_night_text(self, view: Today) -> None:
        self._night_text.show_text(view.night_text, cast("Tone", view.night_tone))
        self._night_text.setVisible(bool(view.night_text))
        if self._night_text.button is not None:
            self._night_text.button.setVisible(bool(view.unsent) and view.night_tone == "amber")

    def _opening_case(self, row: Row, case: str) -> Row:
        row.opened.connect(lambda: self.context.navigate("cases", case=case))
        return row

    def _back_row(self, back: BackRow) -> Row:
        say = self.context.say
        action = {
            "print_result": say("ui.today.print"),
            "hand_over": say("ui.today.hand_over"),
        }.get(back.deed, "")
        row, button = back_row(self.context.theme, back, action)
        if button is not None:
            button.clicked.connect(
                lambda: self.context.navigate("cases", case=back.case.id, do=back.deed)
            )
        return self._opening_case(row, back.case.id)

    def _routine_row(self, work: Routine) -> Row:
        row = routine_row(self.context.theme, work)
        if work.people:
            row.opened.connect(
                lambda: self.context.navigate(
                    "people", person=work.people[0], ids=",".join(work.people)
                )
            )
        return row

    def _focus(self) -> None:
        parts = (self._due_part, self._drafts_part, self._back_part)
        for rows in (*(part.rows for part in parts), self._routine):
            if rows.focus_first():
                return


def _scrolled(widget: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(area.focusPolicy().NoFocus)
    area.setAccessibleName(name)
    area.setWidget(widget)
    return area
