"""What has to be said yes to before a card is saved, and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.fields.text import TextEditor
from station_client.ui.kit.label import Label
from station_client.ui.theme.tokens import SPACE_1, SPACE_3

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.views import Notice
    from station_client.ui.theme.theme import Theme


class AskPanel(QFrame):
    """The questions as sentences, one line for the reason, one button for yes to all.

    ``reasoned`` False asks for no reason, where the deed brings its own.

    Signals:
        confirmed(): Yes, and the reason is there.
    """

    confirmed = Signal()

    def __init__(self, theme: Theme, say: Texts, *, reasoned: bool = True) -> None:
        super().__init__()
        self._reasoned = reasoned
        self._say = say
        self._asked: tuple[Notice, ...] = ()
        self.setProperty("role", "banner")
        self.setProperty("tone", "amber")
        self._title = Label("", "strong")
        self._text = Label("", wrap=True)
        self._text.setProperty("role", "banner-text")
        self._text.setProperty("tone", "amber")
        self.reason = TextEditor(
            theme, "reason", say("ui.people.ask.reason"), required=True, limit=100
        )
        self.reason.entered.connect(lambda _name: self.confirm())
        self._yes = Button(theme, say("ui.people.ask.yes"), "outcome", icon="check")
        self._yes.clicked.connect(self.confirm)
        line = QHBoxLayout()
        line.setSpacing(SPACE_3)
        line.addWidget(self.reason, 1)
        line.addStretch(0 if reasoned else 1)
        line.addWidget(self._yes, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_1)
        for widget in (self._title, self._text):
            column.addWidget(widget)
        column.addLayout(line)
        self.reason.setVisible(reasoned)
        self.hide()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the questions that are on the screen."""
        return () if self.isHidden() else tuple(notice.key for notice in self._asked)

    def show_questions(self, asked: Sequence[Notice]) -> None:
        """Ask these; none hides the panel."""
        before, self._asked = self._asked, tuple(asked)
        self.setVisible(bool(asked))
        if not asked:
            return
        self._title.setText(self._say("ui.people.ask.title", n=len(asked)))
        self._text.setText("\n".join(notice.text for notice in asked))
        if [each.key for each in before] != [each.key for each in asked]:
            self.reason.set_value(None)
        first = self.reason.input if self._reasoned else self._yes
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def lacking(self) -> bool:
        """Whether something is asked and the reason is not there yet."""
        return bool(self.keys) and self._reasoned and self.reason.value() is None

    def confirm(self) -> None:
        """Yes; without a reason it is asked for."""
        if self.lacking:
            self.reason.show_message("block", self._say("ui.people.ask.need_reason"))
            self.reason.input.setFocus()
            return
        self.reason.clear_message()
        self.confirmed.emit()
