"""A part of a page that scrolls when it does not fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from station_client.ui.theme.tokens import SPACE_2, SPACE_4


class Scrolled(QScrollArea):
    """A column that scrolls up and down, never sideways; what has the focus comes into sight.

    Args:
        reads: There is nothing to focus in it, so that it takes the focus itself: the arrow keys
            and Page Up and Down move it.
    """

    def __init__(
        self,
        name: str,
        *,
        spacing: int = SPACE_4,
        gutter: int = SPACE_2,
        ground: bool = False,
        reads: bool = False,
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        focus = Qt.FocusPolicy.StrongFocus if reads else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self._inner = QWidget()
        if ground:
            self.setProperty("role", "ground")
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(0, 0, gutter, 0)
        self.column.setSpacing(spacing)
        self.setWidget(self._inner)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._inner.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, SPACE_4)
