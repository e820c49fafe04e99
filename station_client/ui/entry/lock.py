"""The lock: hides the window and keeps everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from station_client.ui.entry.frame import EntryPage
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.secret_box import SecretBox
from station_client.ui.places import explain
from station_client.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from ledger.rules.actor import Actor
    from station_client.ui.program import Door
    from station_client.ui.work import Work


class LockPage(EntryPage):
    """Asks the operator who locked it for the password; another one may log in instead.

    Signals:
        opened(): The same operator is back.
        other_wanted(): Somebody else wants to log in.
    """

    opened = Signal()
    other_wanted = Signal()

    def __init__(self, theme: Theme, say: Texts, work: Work, door: Door, operator: Actor) -> None:
        super().__init__(theme, say, say("ui.lock.title"), say("ui.lock.text", name=operator.name))
        self._work = work
        self._door = door
        self._staff = operator.id
        self._secret = SecretBox(theme, "password", say("ui.login.password"))
        other = Button(theme, say("ui.lock.other"))
        self._go = Button(
            theme, say("ui.login.enter"), "primary", icon="log-in", key="Enter", bind=False
        )
        row = QHBoxLayout()
        row.addWidget(other)
        row.addStretch(1)
        row.addWidget(self._go)
        self.body.addWidget(self._secret)
        self.body.addLayout(row)
        self._secret.entered.connect(self._enter)
        self._secret.changed.connect(self._secret.clear_message)
        self._go.clicked.connect(self._enter)
        other.clicked.connect(self.other_wanted)

    def arrive(self) -> None:
        self._secret.set_value(None)
        self._secret.clear_message()
        self._secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        password = self._secret.text
        if not password or not self._go.isEnabled():
            return
        self._go.setEnabled(False)
        self._work.run(
            lambda: self._door.sign_in(self._staff, password),
            lambda _counter: self._done(),
            self._failed,
            owner=self,
        )

    def _done(self) -> None:
        self._go.setEnabled(True)
        self._secret.set_value(None)
        self.opened.emit()

    def _failed(self, fault: Exception) -> None:
        self._go.setEnabled(True)
        self._secret.set_value(None)
        self._secret.show_message("block", explain(self.say, fault))
        self._secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
