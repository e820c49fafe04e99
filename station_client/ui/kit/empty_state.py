"""What stands where there is nothing: what belongs there and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_5


class EmptyState(QWidget):
    """An icon, a sentence and, where there is something to do, a button.

    Signals:
        acted(): The button was pressed.
    """

    acted = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: str = "",
        action: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        column.setSpacing(SPACE_3)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        if icon:
            column.addWidget(IconMark(theme, icon, theme.colour.third, 36), 0, middle)
        self._text = Label(text, "second", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._text)
        if action:
            button = Button(theme, action, key=key)
            button.clicked.connect(self.acted)
            column.addSpacing(SPACE_2)
            column.addWidget(button, 0, middle)
        column.addStretch(2)

    def show_text(self, text: str) -> None:
        """Another sentence."""
        self._text.setText(text)
