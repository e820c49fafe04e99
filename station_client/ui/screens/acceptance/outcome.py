"""After the outcome: what was done, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import Label
from station_client.ui.kit.state_sign import StateSign
from station_client.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_5

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.cases import Done
    from station_client.ui.theme.theme import Theme

WIDTH = 680


@dataclass(frozen=True)
class Outcome:
    """What came of an application.

    `accepted`: it was accepted, else its applicant was told what is missing; `may_review`: the
    operator may give the first opinion at once; `draft`: still open, "" when accepted.
    """

    done: Done
    accepted: bool
    may_review: bool
    draft: str


class OutcomePage(QWidget):
    """The sentence, the number, and buttons for what comes next.

    Signals:
        review(): First review now.
        open_case(): Show the case.
        again(): Look at the paper once more.
        carry_on(): Back to the application that waits for papers.
        next_one(): The next resident.
    """

    review = Signal()
    open_case = Signal()
    again = Signal()
    carry_on = Signal()
    next_one = Signal()

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self._say = say
        card = Card(theme, margin=SPACE_5)
        card.setMaximumWidth(theme.px(WIDTH))
        self._title = Label("", "title", wrap=True)
        self._text = Label("", wrap=True)
        self._number = Label("", "digits-second")
        self._next = Label("", "second", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(IconMark(theme, "circle-check", theme.colour.green, 28))
        head.addWidget(self._title, 1)
        head.addWidget(StateSign(theme, "saved", say("ui.state.saved")))
        card.body.addLayout(head)
        for widget in (self._text, self._number, self._next):
            card.body.addWidget(widget)
        card.body.addSpacing(SPACE_3)
        self.review_button = self._button(theme, "review", "primary", "clipboard-check", "F10")
        self.carry_on_button = self._button(theme, "carry_on", "primary", "pencil", "F10")
        self.next_button = self._button(theme, "next_one", "secondary", "file-plus", "Ctrl+N")
        self.again_button = self._button(theme, "see_again", "secondary", "printer", "Ctrl+P")
        self.open_button = self._button(theme, "open_case", "secondary", "folder-open", "")
        for button, signal in (
            (self.review_button, self.review),
            (self.carry_on_button, self.carry_on),
            (self.next_button, self.next_one),
            (self.again_button, self.again),
            (self.open_button, self.open_case),
        ):
            button.clicked.connect(signal)
        left = Qt.AlignmentFlag.AlignLeft
        for main in (self.review_button, self.carry_on_button):
            card.body.addWidget(main, 0, left)
        others = QHBoxLayout()
        others.setSpacing(SPACE_3)
        for button in (self.next_button, self.again_button, self.open_button):
            others.addWidget(button)
        others.addStretch(1)
        card.body.addLayout(others)
        card.body.setSpacing(SPACE_2 + 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 6)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    def show_outcome(self, outcome: Outcome) -> None:
        """Say it, and offer what comes next."""
        say, accepted = self._say, outcome.accepted
        self._title.setText(say("screen.accept.accepted" if accepted else "screen.accept.told"))
        self._text.setText(outcome.done.text)
        self._number.setText(say("screen.accept.number", number=outcome.done.case_no))
        key = "next_review" if outcome.may_review else "next_other"
        key = key if accepted else "next_told"
        self._next.setText(say(f"screen.accept.{key}"))
        self.review_button.setVisible(accepted and outcome.may_review)
        self.carry_on_button.setVisible(not accepted)
        self.focus()

    def focus(self) -> None:
        """Put the focus on what comes next."""
        for button in (self.review_button, self.carry_on_button, self.next_button):
            if not button.isHidden():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _button(self, theme: Theme, key: str, kind: str, icon: str, keys: str) -> Button:
        words = self._say(f"screen.accept.{key}")
        return Button(theme, words, kind, icon=icon, key=keys)  # type: ignore[arg-type]
