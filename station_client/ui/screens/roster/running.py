"""The fourth page: rows become cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.label import Label
from station_client.ui.kit.progress_row import ProgressBar
from station_client.ui.theme.tokens import SPACE_3

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.theme.theme import Theme


class RunningPage(Card):
    """How far it is, and a way to stop.

    Signals:
        stop_wanted(): Stop after the rows that are being written.
    """

    stop_wanted = Signal()

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__(theme)
        self._say = say
        self._count = Label("", "figure")
        self._words = Label(say("ui.roster.running"), "second", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = ProgressBar(theme, 420, 10)
        self.stop = Button(theme, say("ui.roster.stop"), key="Esc", bind=False)
        self.stop.clicked.connect(self.stop_wanted)
        inner = QVBoxLayout()
        inner.setSpacing(SPACE_3)
        middle = Qt.AlignmentFlag.AlignHCenter
        inner.addStretch(1)
        inner.addWidget(self._count, 0, middle)
        inner.addWidget(self._bar, 0, middle)
        inner.addWidget(self._words)
        inner.addSpacing(SPACE_3)
        inner.addWidget(self.stop, 0, middle)
        inner.addStretch(2)
        self.body.addLayout(inner)

    def begin(self, total: int) -> None:
        """Nothing of ``total`` is done yet."""
        self.stop.setEnabled(True)
        self._words.setText(self._say("ui.roster.running"))
        self.show_step(0, total)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_step(self, done: int, total: int) -> None:
        """``done`` of ``total`` rows."""
        self._count.setText(f"{done:,} / {total:,}")
        self._bar.show_part(done, total)
        self.setAccessibleName(self._count.text())

    def stopping(self) -> None:
        """It was asked to stop."""
        self.stop.setEnabled(False)
        self._words.setText(self._say("ui.roster.stopping"))
