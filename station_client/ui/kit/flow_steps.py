"""The way of a case as boxes: 受理 → 初审 → 镇复审 → 送达."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1

Mark = Literal["done", "now", "next"]


class FlowSteps(QWidget):
    """Boxes with arrows; the one of now is tinted, those behind it carry a tick."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_1)

    def show_steps(self, steps: Sequence[tuple[str, Mark]]) -> None:
        """Titles with their marks, in order."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        colour = self._theme.colour
        for at, (title, mark) in enumerate(steps):
            if at:
                self._row.addWidget(IconMark(self._theme, "arrow-right", colour.third, 14))
            if mark == "done":
                self._row.addWidget(IconMark(self._theme, "check", colour.green, 14))
            tone = {"done": "green", "now": "brand", "next": "grey"}[mark]
            self._row.addWidget(Badge(title, tone))  # type: ignore[arg-type]
        self._row.addStretch(1)
        self.setAccessibleName(" → ".join(title for title, _mark in steps))
