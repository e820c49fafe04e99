"""The exchange screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from station_client.ui.exchange.listed import ListedPane
from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.figures import Figure
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.page_title import PageTitle
from station_client.ui.kit.segments import Segments
from station_client.ui.places import Context, Screen
from station_client.ui.theme.tokens import SPACE_2, SPACE_4

if TYPE_CHECKING:
    from station_client.desk.exchange_lists import Name
    from station_client.desk.exchange_view import ExchangeView
    from station_client.ui.bus import Changes
    from station_client.ui.program import Carrier
    from station_client.ui.work import Token

SIDE_WIDTH = 392


class ExchangeScreen(Screen):
    """Three numbers, the diary in plain sentences, what the office lacks; send now, sticks.

    Arrives with ``do=to_stick`` or ``do=from_stick`` to begin that at once.
    """

    def __init__(self, context: Context, carrier: Carrier) -> None:
        super().__init__(context)
        self._carrier = carrier
        say, theme = context.say, context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        title = PageTitle(theme, say("ui.exchange.title"))
        self._to = Button(theme, say("ui.exchange.to_stick"), icon="usb")
        self._from = Button(theme, say("ui.exchange.from_stick"), icon="download")
        self._now = Button(
            theme, say("ui.exchange.now"), "primary", icon="refresh-cw", key="Ctrl+U", bind=False
        )
        for button in (self._to, self._from, self._now):
            title.add(button)
        self._to.clicked.connect(self.to_stick)
        self._from.clicked.connect(self.from_stick)
        self._now.clicked.connect(context.send_now)
        column.addWidget(title)
        from station_client.ui.screens.ledger.taking_out import TakingOut

        self.out = TakingOut(context, self._now.setFocus, self)
        column.addWidget(self.out.panel)
        self._older = Banner(theme, "", icon="triangle-alert")
        self._older.hide()
        column.addWidget(self._older)
        column.addWidget(self._figures())
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self._diary_card(), 7)
        row.addWidget(self._waiting_card(), 4)
        column.addLayout(row, 1)
        context.bus.changed.connect(self._on_changed)
        # Whatever was carried, begun here or elsewhere in the window: the diary has it.
        context.work.idle.connect(self._on_idle)

    def arrive(self, target: Mapping[str, str]) -> None:
        self._ask()
        self._now.setFocus(Qt.FocusReason.OtherFocusReason)
        if target.get("do") == "to_stick":
            self.to_stick()
        elif target.get("do") == "from_stick":
            self.from_stick()

    def escape(self) -> bool:
        return self.out.escape()

    def to_stick(self) -> None:
        """Write what is unsent to a stick: the only one plugged in, else the one chosen."""
        self._with_stick(self._carrier.write_stick, "ui.exchange.choose_to", "ui.exchange.writing")

    def from_stick(self) -> None:
        """Read the office's answer from a stick."""
        self._with_stick(self._carrier.read_stick, "ui.exchange.choose_from", "ui.exchange.reading")

    # parts

    def _figures(self) -> Card:
        say, theme = self.context.say, self.context.theme
        card = Card(theme)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        self._saved = Figure(theme, say("ui.exchange.saved"), state="saved")
        self._received = Figure(theme, say("ui.exchange.received"), state="received")
        self._decided = Figure(theme, say("ui.exchange.decided"), state="decided")
        for at, figure in enumerate((self._saved, self._received, self._decided)):
            if at:
                row.addWidget(IconMark(theme, "arrow-right", theme.colour.ink, 22))
                row.addSpacing(SPACE_2)
            row.addWidget(figure, 1)
        card.body.addLayout(row)
        return card

    def _diary_card(self) -> Card:
        say, theme = self.context.say, self.context.theme
        card = Card(theme, say("ui.exchange.diary"))
        none = ("history", say("ui.exchange.diary_none"))
        self._diary = self._list("diary", none, ("Ctrl+P", "Ctrl+E"))
        card.body.addWidget(self._diary)
        return card

    def _waiting_card(self) -> Card:
        """What the office does not have: not sent yet, or not taken."""
        say, theme = self.context.say, self.context.theme
        card = Card(theme)
        card.setMaximumWidth(theme.px(SIDE_WIDTH))
        self._unsent = self._list("unsent", ("circle-check", say("ui.exchange.unsent_none")))
        self._refused = self._list("refused", ("circle-check", say("ui.exchange.refused_none")))
        self._which = Segments(
            theme,
            say("ui.exchange.which"),
            (("unsent", say("ui.exchange.unsent")), ("refused", say("ui.exchange.refused"))),
        )
        self._which.chosen.connect(self._show_which)
        card.body.addWidget(self._which)
        card.body.addWidget(self._unsent, 1)
        card.body.addWidget(self._refused, 1)
        self._show_which("unsent")
        return card

    def _list(
        self, name: Name, empty: tuple[str, str], keys: tuple[str, str] = ("", "")
    ) -> ListedPane:
        pane = ListedPane(self.context, name, empty, self.out, keys)
        pane.opened.connect(self._open)
        return pane

    def _show_which(self, name: str) -> None:
        self._unsent.setVisible(name == "unsent")
        self._refused.setVisible(name == "refused")

    # data

    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self._ask()

    def _on_idle(self) -> None:
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        from station_client.desk.exchange_view import exchange_view

        counter = self.context.counter
        self.context.work.run(
            lambda: exchange_view(counter),
            self._show,
            self.context.fail,
            key="exchange",
            owner=self,
        )
        for pane in (self._diary, self._unsent, self._refused):
            pane.ask()

    def _show(self, view: ExchangeView) -> None:
        saved = view.saved
        self._saved.show_number(
            saved.title, saved.number, saved.text, "amber" if saved.number else ""
        )
        for figure, data in ((self._received, view.received), (self._decided, view.decided)):
            figure.show_number(data.title, data.number, data.text)
        self._older.show_text(view.older)
        self._older.setVisible(bool(view.older))

    def _open(self, kind: str, record: str) -> None:
        """What a row is about, where it can be seen."""
        place = {"case": "cases", "person": "people"}.get(kind, "")
        if place:
            self.context.navigate(place, **{kind: record})

    # sticks

    def _with_stick(self, do: Callable[[Path, Token], str], choose: str, label: str) -> None:
        self.context.work.run(
            self._carrier.sticks,
            lambda sticks: self._carry(sticks, do, choose, label),
            self.context.fail,
            owner=self,
        )

    def _carry(
        self,
        sticks: Sequence[Path],
        do: Callable[[Path, Token], str],
        choose: str,
        label: str,
    ) -> None:
        say = self.context.say
        if len(sticks) == 1:
            folder = sticks[0]
        else:
            start = str(sticks[0].parent) if sticks else ""
            chosen = QFileDialog.getExistingDirectory(self, say(choose), start)
            if not chosen:
                return
            folder = Path(chosen)
        self.context.work.run_long(
            lambda token: do(folder, token),
            self._carried,
            self.context.fail,
            label=say(label),
            owner=self,
            to_the_end=True,
        )

    def _carried(self, text: str) -> None:
        self.context.notify(text)
        # A receipt changes no record, and yet what is said of the link: nobody else would tell.
        self.context.bus.link_moved()
        self._ask()
