"""Somebody who may be the same person: said above the form, with a way to his card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_client.ui.kit.banner import Banner
from station_client.ui.theme.tokens import SPACE_2

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.views import Notice
    from station_client.ui.theme.theme import Theme

SHOWN = 2


class Hints(QWidget):
    """A card with the same number (red), or somebody of the same name (amber).

    Signals:
        open_wanted(str): The card of this person.
    """

    open_wanted = Signal(str)

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self._shown: tuple[tuple[str, str], ...] = ()
        self.banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Those of the notices that point at another card, what blocks first."""
        pointing = [notice for notice in notices if notice.existing]
        pointing.sort(key=lambda notice: notice.level != "block")
        now = tuple((notice.existing, notice.text) for notice in pointing[:SHOWN])
        if now == self._shown:
            return
        self._shown = now
        for old in self.banners:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.banners = [self._banner(notice) for notice in pointing[:SHOWN]]
        for banner in self.banners:
            self._column.addWidget(banner)
        self.setVisible(bool(self.banners))

    def _banner(self, notice: Notice) -> Banner:
        blocks = notice.level == "block"
        banner = Banner(
            self._theme,
            notice.text,
            "red" if blocks else "amber",
            icon="id-card" if blocks else "users",
            action=self._say("ui.people.other.open" if blocks else "ui.people.other.look"),
        )
        banner.acted.connect(lambda: self.open_wanted.emit(notice.existing))
        return banner
