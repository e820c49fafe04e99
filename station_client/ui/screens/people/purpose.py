"""Why somebody wants to see what is covered: asked each time, in a line, and logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.flow import Flow
from station_client.ui.kit.label import Label
from station_client.ui.theme.tokens import SPACE_2, SPACE_3

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.theme.theme import Theme

PURPOSES = ("identity", "contact", "form", "check")


class PurposePanel(QFrame):
    """A line with the usual purposes, each on its number key; Esc leaves.

    Signals:
        chosen(str, str): The field, and the purpose in words.
    """

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, say: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._field = ""
        self._before: QWidget | None = None
        self.setProperty("role", "banner")
        self.setProperty("tone", "brand")
        self._question = Label("", wrap=True)
        self._question.setProperty("role", "banner-text")
        self._question.setProperty("tone", "brand")
        self.buttons: list[Button] = []
        for number, name in enumerate(PURPOSES, start=1):
            words = say(f"ui.people.purpose.{name}")
            button = Button(theme, words, "row", key=str(number))
            button.clicked.connect(lambda _on=False, words=words: self._choose(words))
            self.buttons.append(button)
        leave = Button(theme, say("ui.people.not_now"), "quiet", key="Esc", bind=False)
        leave.clicked.connect(self.close_panel)
        flow = Flow(SPACE_2)
        flow.show_widgets([*self.buttons, leave])
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addWidget(self._question)
        column.addWidget(flow)
        self.hide()

    def ask(self, field: str, label: str) -> None:
        """Ask why ``field`` is to be seen."""
        self._field = field
        self._before = self.window().focusWidget()
        self._question.setText(self._say("ui.people.purpose.ask", label=label))
        self.setAccessibleName(self._question.text())
        self.show()
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> bool:
        """Ask no longer; False when nothing was asked."""
        if self.isHidden():
            return False
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _choose(self, words: str) -> None:
        self.close_panel()
        self.chosen.emit(self._field, words)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)
