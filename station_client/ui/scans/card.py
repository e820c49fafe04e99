"""The scans of one paper, in a card that can be put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from station_client.ui.kit.card import Card
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.scans.scan_list import ScanList

if TYPE_CHECKING:
    from station_client.ui.places import Context
    from station_client.ui.scans.door import ScanDoor


class ScansCard(Card):
    """A card beside or between others.

    Signals:
        closed(): Put it away.
    """

    closed = Signal()

    def __init__(self, context: Context) -> None:
        say, theme = context.say, context.theme
        super().__init__(theme, say("ui.scan.title"), icon="file-text")
        self._title = say("ui.scan.title")
        close = IconButton(theme, "x", say("ui.scan.close"), pixels=26)
        close.clicked.connect(self.closed)
        if self.head is not None:
            self.head.row.addWidget(close)
        self.list = ScanList(context)
        self.body.addWidget(self.list)
        self.body.addStretch(1)

    def show_paper(self, name: str, door: ScanDoor, *, closed: bool = False) -> None:
        """The scans of another paper; ``closed`` to look at only."""
        self.show_title(self._title, name)
        if closed:
            self.list.show_only(door)
            return
        self.list.show_door(door)
        self.list.add.setFocus(Qt.FocusReason.OtherFocusReason)
