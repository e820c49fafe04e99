"""The screen of the guides: search on the left, the guide on the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from station_client.ui.kit.card import Card
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.restyle import restyle
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.kit.search_box import SearchBox
from station_client.ui.places import Context, Screen
from station_client.ui.screens.guide.page import GuidePage
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_4

if TYPE_CHECKING:
    from station_client.desk.guides import Guide, ItemLine

LIST_WIDTH = 270


class GuideScreen(Screen):
    """F6. Arrives with ``item`` to show its guide."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._items: tuple[ItemLine, ...] = ()
        self._wanted = ""
        say, theme = context.say, context.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        card = Card(theme, say("screen.guide.title"))
        card.setFixedWidth(theme.px(LIST_WIDTH))
        self.search = SearchBox(theme, say("screen.guide.search"))
        self.rows = Rows()
        self.none_text = ""
        self._none = EmptyState(theme, "", icon="book-open")
        self._none.hide()
        area = Scrolled(say("screen.guide.title"), spacing=0)
        area.column.addWidget(self.rows)
        area.column.addWidget(self._none)
        area.column.addStretch(1)
        card.body.addWidget(self.search)
        card.body.addWidget(area, 1)
        self.page = GuidePage(theme, say)
        self.page.start_wanted.connect(lambda item: context.navigate("accept", item=item))
        self.page.hide()
        row.addWidget(card)
        row.addWidget(self.page, 1)
        row.addStretch(0)
        self.search.typed.connect(self._ask)
        self.search.moved.connect(self._step)
        self.search.chosen.connect(self._read)

    # the place

    def arrive(self, target: Mapping[str, str]) -> None:
        self._wanted = target.get("item", self._wanted)
        self._ask(self.search.text)
        self.search.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def where(self) -> Mapping[str, str]:
        return {"item": self._wanted} if self._wanted else {}

    # the list

    def _ask(self, text: str) -> None:
        from station_client.desk.guides import items

        counter = self.context.counter
        self.context.work.run(
            lambda: tuple(items(counter, text)),
            lambda found: self._show_items(found, text),
            self.context.fail,
            key="guide.items",
            owner=self,
        )

    def _show_items(self, found: tuple[ItemLine, ...], text: str) -> None:
        say = self.context.say
        self._items = found
        self.rows.show_rows([self._row(item) for item in found])
        self.search.show_note(say("screen.guide.count", n=len(found)))
        self._none.setVisible(not found)
        self.none_text = say("screen.guide.none", text=text.strip())
        self._none.show_text(self.none_text)
        codes = [item.code for item in found]
        if codes:
            self._show(self._wanted if self._wanted in codes else codes[0])

    def _row(self, item: ItemLine) -> Row:
        row = Row(self.context.theme, f"{item.title} {item.days_text}")
        row.row.setContentsMargins(SPACE_2, SPACE_1, SPACE_2, SPACE_1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(item.title, "strong", wrap=True))
        words.addWidget(ElidedLabel(f"{item.code} · {item.days_text}", "second"))
        row.row.addLayout(words, 1)
        row.opened.connect(lambda: self._show(item.code))
        return row

    def _step(self, by: int) -> None:
        codes = [item.code for item in self._items]
        if codes:
            at = codes.index(self._wanted) if self._wanted in codes else 0
            self._show(codes[max(0, min(len(codes) - 1, at + by))])

    # the guide

    def _show(self, code: str) -> None:
        from station_client.desk.guides import guide

        self._wanted = code
        for row, item in zip(self.rows.rows, self._items, strict=True):
            restyle(row, marked=item.code == code)
        counter = self.context.counter
        self.context.work.run(
            lambda: guide(counter, code),
            self._show_guide,
            self.context.fail,
            key="guide.guide",
            owner=self,
        )

    def _show_guide(self, guide: Guide) -> None:
        usable = any(item.code == guide.code and item.usable for item in self._items)
        self.page.show_guide(guide, usable)
        self.page.show()

    def _read(self) -> None:
        """Enter: on into the guide, where the arrow keys move the text."""
        if self.page.area is not None:
            self.page.area.setFocus(Qt.FocusReason.TabFocusReason)
