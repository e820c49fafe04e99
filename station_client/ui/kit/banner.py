"""A notice in the page: a sentence or two, and a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import Label
from station_client.ui.kit.restyle import restyle
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_3, Tone


class Banner(QFrame):
    """A tinted notice, its button on the right or (``stacked``) below the sentence.

    Signals:
        acted(): The button was pressed.
    """

    acted = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        tone: Tone = "amber",
        *,
        title: str = "",
        icon: str = "",
        action: str = "",
        stacked: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, theme.px(10), SPACE_3, theme.px(10))
        row.setSpacing(SPACE_3)
        if icon:
            row.addWidget(IconMark(theme, icon, theme.colour.tone(tone)[0]))
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        self._title = Label(title, "strong", wrap=True)
        self._text = Label(text, wrap=True)
        self._text.setProperty("role", "banner-text")
        self._text.setProperty("tone", tone)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row.addLayout(words, 1)
        # Only now does the title have a parent; shown before, it would be a window of its own.
        if not title:
            self._title.hide()
        self.button: Button | None = None
        if action:
            self.button = Button(theme, action, "row")
            self.button.clicked.connect(self.acted)
            if stacked:
                words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(f"{title} {text}".strip())

    def show_text(self, text: str, tone: Tone | None = None, title: str = "") -> None:
        """Another sentence."""
        self._text.setText(text)
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(f"{title} {text}".strip())
        if tone is not None:
            restyle(self, tone=tone)
            restyle(self._text, tone=tone)
