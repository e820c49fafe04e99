"""The line below the form: what is still wrong, counted, and the two outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.label import Label
from station_client.ui.theme.tokens import SPACE_3

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.application import Application
    from station_client.ui.theme.theme import Theme


class Ending(QWidget):
    """The keys also work while their button is grey: they lead to what is in the way.

    Signals:
        save_wanted(): Ctrl+S.
        tell_wanted(): F9.
        accept_wanted(): F10.
    """

    save_wanted = Signal()
    tell_wanted = Signal()
    accept_wanted = Signal()

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self._say = say
        self.summary = Label("", "second", wrap=True)
        self.save = Button(theme, say("screen.accept.save"), key="Ctrl+S", bind=False)
        self.tell = Button(
            theme, say("screen.accept.tell"), "outcome", icon="file-warning", key="F9", bind=False
        )
        self.accept = Button(
            theme, say("screen.accept.accept"), "primary", icon="stamp", key="F10", bind=False
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.summary, 1)
        for button, signal, keys in (
            (self.save, self.save_wanted, "Ctrl+S"),
            (self.tell, self.tell_wanted, "F9"),
            (self.accept, self.accept_wanted, "F10"),
        ):
            row.addWidget(button)
            button.clicked.connect(signal)
            QShortcut(QKeySequence(keys), self).activated.connect(signal)

    def show_application(self, seen: Application, may_accept: bool, busy: bool) -> None:
        """What is still wrong, and which outcomes are open."""
        told = self._say("screen.accept.told_before", n=seen.told) if seen.told else ""
        self.summary.setText(f"{told}{seen.summary}")
        self.tell.setEnabled(seen.can_notify and not busy)
        self.accept.setEnabled(may_accept and not busy)

    def focus(self) -> None:
        """Put the focus on the outcome that is open."""
        for button in (self.accept, self.tell, self.save):
            if button.isEnabled():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return
