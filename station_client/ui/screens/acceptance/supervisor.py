"""A further notice: the head of the station says why, and shows who he is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.fields.choices import Choice, Choices
from station_client.ui.kit.fields.code import CodeEditor
from station_client.ui.kit.fields.text import LongEditor
from station_client.ui.kit.secret_box import SecretBox
from station_client.ui.theme.tokens import SPACE_2

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from ledger.rules.actor import Actor
    from station_client.desk.counter import Counter
    from station_client.ui.theme.theme import Theme

HEAD = "V3"
CAUSE_LIMIT = 200


@dataclass(frozen=True)
class Allowance:
    """What the head of the station typed: who, password, why."""

    staff: str
    password: str
    cause: str


def heads(counter: Counter) -> list[tuple[str, str]]:
    """Who may allow it: staff ids and names of those with a login here and the post for it."""
    from station_client.vault.accounts import Accounts

    people = Accounts(counter.ledger.local.accounts).people()
    return [(one.staff, one.name) for one in people if HEAD in one.posts]


def vouch(counter: Counter, allowance: Allowance) -> Actor:
    """The head of the station as one who acts; faults of a login."""
    from ledger.rules.actor import Actor
    from station_client.vault.accounts import Accounts

    accounts = Accounts(counter.ledger.local.accounts)
    login = accounts.login(allowance.staff, allowance.password, counter.now())
    here = counter.operator
    return Actor(login.staff, login.name, login.posts, here.level, here.area, here.station)


class SupervisorCard(Card):
    """Stands beside the form until the head of the station has agreed, or Esc.

    Signals:
        allowed(Allowance): He typed his password and the cause.
        cancelled(): Back to the form.
    """

    allowed = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__(theme, say("screen.accept.again"), icon="circle-alert")
        self._theme = theme
        self._say = say
        self._why = Banner(theme, "", "amber")
        self.body.addWidget(self._why)
        self._nobody = EmptyState(theme, say("screen.accept.no_head"), icon="users")
        self.body.addWidget(self._nobody)
        self._who: CodeEditor | None = None
        self.cause = LongEditor(
            theme, "cause", say("screen.accept.cause"), required=True, limit=CAUSE_LIMIT, lines=3
        )
        self.password = SecretBox(theme, "password", say("screen.accept.password"))
        self.cause.entered.connect(lambda _name: self.password.edit.setFocus())
        self.password.entered.connect(lambda _name: self._allow())
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self._back = Button(theme, say("screen.accept.back_to_form"), key="Esc", bind=False)
        self.agree = Button(theme, say("screen.accept.agree"), "outcome", icon="file-warning")
        self._back.clicked.connect(self.cancelled)
        self.agree.clicked.connect(self._allow)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self.agree)
        for widget in (self.cause, self.password):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def ask(self, why: str, people: Sequence[tuple[str, str]]) -> None:
        """Begin: why it is asked, and who may agree."""
        self._why.show_text(why)
        if self._who is not None:
            self.body.removeWidget(self._who)
            self._who.hide()
            self._who.deleteLater()
        choices = Choices([Choice(f"staff {staff}", name) for staff, name in people])
        self._who = CodeEditor(
            self._theme, self._say, "who", self._say("screen.accept.head"), choices, required=True
        )
        self._who.entered.connect(lambda _name: self.cause.edit.setFocus())
        self.body.insertWidget(1, self._who)
        self.setTabOrder(self._who.edit, self.cause.edit)
        if len(people) == 1:
            self._who.set_value(f"staff {people[0][0]}")
        self.cause.set_value(None)
        self.password.set_value(None)
        for widget in (self._who, self.cause, self.password, self.agree):
            widget.setVisible(bool(people))
        self._nobody.setVisible(not people)
        first = self._back if not people else self.cause.edit if len(people) == 1 else self._who
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, why: str) -> None:
        """The login did not hold: say so at the password."""
        self.password.show_message("block", why)
        self.password.set_value(None)
        self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _allow(self) -> None:
        who = self._who.value() if self._who is not None else None
        cause, password = str(self.cause.value() or ""), self.password.text
        for editor, filled in (
            (self._who, who),
            (self.cause, cause),
            (self.password, password),
        ):
            if editor is not None:
                editor.clear_message()
                if not filled:
                    editor.show_message("block", self._say("screen.accept.needed"))
                    editor.input.setFocus(Qt.FocusReason.OtherFocusReason)
                    return
        self.allowed.emit(Allowance(str(who).removeprefix("staff "), password, cause))
