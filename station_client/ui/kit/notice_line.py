"""The line at the bottom that says what was done or what went wrong; it blocks nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import Label
from station_client.ui.kit.restyle import restyle
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_2, SPACE_3, Tone
from station_client.ui.throttle import Throttle

STAY_MS = 6000
_ICONS: dict[Tone, str] = {
    "green": "circle-check",
    "amber": "triangle-alert",
    "red": "circle-x",
    "grey": "info",
    "brand": "info",
    "blue": "info",
}


class NoticeLine(QFrame):
    """One sentence. Green and grey ones go away by themselves, the others when closed."""

    def __init__(self, theme: Theme, close: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._do: Callable[[], object] | None = None
        self.setProperty("role", "banner")
        self.setProperty("tone", "green")
        self._icon = IconMark(theme, "circle-check", theme.colour.green)
        self._text = Label("", wrap=True)
        self._text.setProperty("role", "banner-text")
        self._button = Button(theme, "", "row")
        self._close = IconButton(theme, "x", close, pixels=26)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        row.setSpacing(SPACE_2)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._button.clicked.connect(self._act)
        self._close.clicked.connect(self.hide)
        self._later = Throttle(STAY_MS, self.hide, self)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def stays(self) -> bool:
        """Whether it is shown and stays until it is closed."""
        return self.isVisible() and not self._later.waiting

    def pass_by(self) -> None:
        """The operator goes elsewhere: what would go away by itself goes now."""
        if self._later.waiting:
            self._later.cancel()
            self.hide()

    def show_notice(
        self,
        text: str,
        tone: Tone = "green",
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Say ``text``; an ``action`` adds a button with that word."""
        restyle(self, tone=tone)
        restyle(self._text, tone=tone)
        self._icon.show_icon(_ICONS[tone], self._theme.colour.tone(tone)[0])
        self._text.setText(text)
        self.setAccessibleName(text)
        self._do = action[1] if action else None
        self._button.say(action[0] if action else "")
        self._button.setVisible(action is not None)
        self.show()
        if tone in ("green", "grey", "brand", "blue"):
            self._later.call()
        else:
            self._later.cancel()

    def _act(self) -> None:
        do, self._do = self._do, None
        self.hide()
        if do is not None:
            do()
