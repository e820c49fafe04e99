"""The tabs of a card: one stop for Tab, Left and Right go along, Ctrl+PgUp and PgDn from afar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QWidget

from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_4


class Tabs(QTabBar):
    """Titles with keys.

    Signals:
        chosen(str): Another tab is in front.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(theme.font(theme.size.text, bold=True))
        self.setStyleSheet(f"QTabBar::tab {{ margin-right: {SPACE_4}px; }}")
        self.currentChanged.connect(self._tell)
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda by=by: self.step(by))

    def show_tabs(self, tabs: list[tuple[str, str]]) -> None:
        """Keys and titles; the one in front stays there if it still exists."""
        before = self.current()
        if [key for key, _title in tabs] == self._keys:
            for at, (_key, title) in enumerate(tabs):
                self.setTabText(at, title)
            return
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._keys = [key for key, _title in tabs]
        for _key, title in tabs:
            self.addTab(title)
        if before in self._keys:
            self.setCurrentIndex(self._keys.index(before))
        self.blockSignals(False)

    def current(self) -> str:
        """The key of the tab in front, "" for none."""
        at = self.currentIndex()
        return self._keys[at] if 0 <= at < len(self._keys) else ""

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front."""
        if key in self._keys:
            self.setCurrentIndex(self._keys.index(key))

    def step(self, by: int) -> None:
        """The next or the previous tab."""
        at = self.currentIndex() + by
        if 0 <= at < self.count():
            self.setCurrentIndex(at)

    def _tell(self, _at: int) -> None:
        self.chosen.emit(self.current())
