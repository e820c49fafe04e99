"""Opening the ledger with its passphrase, on a PC without a keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from station_client.ui.entry.frame import EntryPage
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.secret_box import SecretBox
from station_client.ui.places import explain
from station_client.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.program import Door
    from station_client.ui.work import Work


class UnlockPage(EntryPage):
    """Signals:
    opened(): The ledger is open.
    """

    opened = Signal()

    def __init__(self, theme: Theme, say: Texts, work: Work, door: Door) -> None:
        super().__init__(theme, say, say("ui.unlock.title"), say("ui.unlock.text"))
        self._work = work
        self._door = door
        self._secret = SecretBox(theme, "passphrase", say("ui.unlock.passphrase"))
        self._go = Button(theme, say("ui.unlock.open"), "primary", key="Enter", bind=False)
        self.body.addWidget(self._secret)
        self.body.addWidget(self._go, 0, Qt.AlignmentFlag.AlignRight)
        self._secret.entered.connect(self._enter)
        self._secret.changed.connect(self._secret.clear_message)
        self._go.clicked.connect(self._enter)

    def arrive(self) -> None:
        self._secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        passphrase = self._secret.text
        if not passphrase or not self._go.isEnabled():
            return
        self._go.setEnabled(False)
        self._work.run(
            lambda: self._door.unlock(passphrase),
            lambda _none: self.opened.emit(),
            self._failed,
            label=self.say("ui.unlock.opening"),
            owner=self,
        )

    def _failed(self, fault: Exception) -> None:
        self._go.setEnabled(True)
        self._secret.set_value(None)
        self._secret.show_message("block", explain(self.say, fault))
        self._secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
