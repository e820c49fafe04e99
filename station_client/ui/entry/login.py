"""Logging in: who, and the password."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from station_client.ui.entry.frame import EntryPage
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import Label
from station_client.ui.kit.restyle import restyle
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.secret_box import SecretBox
from station_client.ui.places import explain
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_2

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.ui.program import Door, Person
    from station_client.ui.work import Work


class LoginPage(EntryPage):
    """The operators of this PC; the one chosen last comes first.

    Signals:
        entered(Counter): Somebody is in.
    """

    entered = Signal(object)

    def __init__(self, theme: Theme, say: Texts, work: Work, door: Door) -> None:
        super().__init__(theme, say, say("ui.login.title"), "")
        self._work = work
        self._door = door
        self._people: list[Person] | None = None
        self._chosen = ""
        self._wanted = False
        self._last = str(door.settings.get("ui.last_operator") or "")
        self._rows = Rows()
        self._secret = SecretBox(theme, "password", say("ui.login.password"))
        self._go = Button(
            theme, say("ui.login.enter"), "primary", icon="log-in", key="Enter", bind=False
        )
        self.body.addWidget(Label(say("ui.login.who"), "second"))
        self.body.addWidget(self._rows)
        self.body.addWidget(self._secret)
        self.body.addWidget(self._go, 0, Qt.AlignmentFlag.AlignRight)
        self._secret.entered.connect(self._enter)
        self._secret.changed.connect(self._secret.clear_message)
        self._go.clicked.connect(self._enter)

    def arrive(self) -> None:
        self._secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._work.run(self._door.people, self._show, self._not_shown, owner=self)

    def choose(self, staff: str) -> None:
        """Mark one operator; the cursor goes to the password."""
        self._chosen = staff
        for person, row in zip(self._people or (), self._rows.rows, strict=True):
            restyle(row, marked=person.staff == staff)
        self._secret.clear_message()
        self._secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, people: Sequence[Person]) -> None:
        self._people = sorted(people, key=lambda person: person.staff != self._last)
        rows = []
        for person in self._people:
            row = Row(self.theme, f"{person.name} {person.posts}")
            row.row.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
            row.row.addWidget(IconMark(self.theme, "user", self.theme.colour.brand))
            row.row.addWidget(Label(person.name, "strong"))
            row.row.addWidget(Label(person.posts, "second"), 1)
            row.opened.connect(lambda staff=person.staff: self.choose(staff))
            rows.append(row)
        self._rows.show_rows(rows)
        if self._people:
            self.choose(self._people[0].staff)
        else:
            self._tell(self.say("ui.login.nobody"))
        if self._wanted:
            self._wanted = False
            self._enter()

    def _not_shown(self, fault: Exception) -> None:
        self._wanted = False
        self._tell(explain(self.say, fault))

    def _tell(self, text: str) -> None:
        self.text.setText(text)
        self.text.show()

    def _enter(self) -> None:
        if self._people is None:
            # The operators are still being read: what was typed counts as soon as they are there.
            self._wanted = True
            return
        staff, password = self._chosen, self._secret.text
        if not staff or not self._go.isEnabled():
            return
        if not password:
            self._secret.show_message("block", self.say("ui.login.no_password"))
            return
        self._go.setEnabled(False)
        self._work.run(
            lambda: self._door.sign_in(staff, password), self._done, self._failed, owner=self
        )

    def _done(self, counter: Counter) -> None:
        self._go.setEnabled(True)
        self._secret.set_value(None)
        self._door.settings.set("ui.last_operator", self._chosen)
        self.entered.emit(counter)

    def _failed(self, fault: Exception) -> None:
        self._go.setEnabled(True)
        self._secret.set_value(None)
        self._secret.show_message("block", explain(self.say, fault))
        self._secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
