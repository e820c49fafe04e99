"""Big numbers with a caption and a note."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.label import ElidedLabel, Ink, Label
from station_client.ui.kit.restyle import restyle
from station_client.ui.kit.state_sign import State, StateDot
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_2


class Figure(QWidget):
    """Caption above (with the sign of a state), number, note below."""

    def __init__(
        self,
        theme: Theme,
        caption: str,
        *,
        state: State | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        top = QHBoxLayout()
        top.setSpacing(SPACE_2)
        if state is not None:
            top.addWidget(StateDot(theme, state, 15))
        self._caption = ElidedLabel(caption)
        top.addWidget(self._caption, 1)
        self._number = Label("", "figure")
        self._note = ElidedLabel("", "second")
        column.addLayout(top)
        column.addWidget(self._number)
        column.addWidget(self._note)

    def show_number(self, caption: str, number: int, note: str, ink: Ink = "") -> None:
        """The number (with thousands marks), what it counts, and what is said of it."""
        self._caption.setText(caption)
        self._number.setText(f"{number:,}")
        restyle(self._number, ink=ink)
        self._note.setText(note)
        self.setAccessibleName(f"{caption} {number:,} {note}")
