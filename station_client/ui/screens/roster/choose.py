"""The first page of an import: which file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import Label
from station_client.ui.theme.tokens import CARD_RADIUS, SPACE_3, SPACE_4, SPACE_5

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.theme.theme import Theme


class ChoosePage(QWidget):
    """A place to drop a file on, and the button that chooses one.

    Signals:
        wanted(): Choose a file.
        questions_wanted(): Go to what waits for an answer.
    """

    wanted = Signal()
    questions_wanted = Signal()

    def __init__(self, theme: Theme, say: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self._over = False
        self.waiting = Banner(
            theme, "", "amber", icon="clipboard-check", action=say("ui.roster.questions")
        )
        self.waiting.acted.connect(self.questions_wanted)
        self.waiting.hide()
        self.choose = Button(
            theme, say("ui.roster.choose"), "primary", icon="folder-open", key="Ctrl+O"
        )
        self.choose.clicked.connect(self.wanted)
        self._drop = QWidget()
        inner = QVBoxLayout(self._drop)
        inner.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        inner.setSpacing(SPACE_3)
        middle = Qt.AlignmentFlag.AlignHCenter
        inner.addStretch(1)
        inner.addWidget(IconMark(theme, "file-input", theme.colour.brand, 44), 0, middle)
        inner.addWidget(Label(say("ui.roster.drop"), "section"), 0, middle)
        for key in ("ui.roster.kinds", "ui.roster.promise"):
            words = Label(say(key), "second", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inner.addWidget(words)
        inner.addSpacing(SPACE_3)
        inner.addWidget(self.choose, 0, middle)
        inner.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        column.addWidget(self.waiting)
        column.addWidget(self._drop, 1)

    def show_waiting(self, count: int) -> None:
        """How many rows wait for an answer."""
        self.waiting.show_text(self._say("ui.roster.waiting", n=count))
        self.waiting.setVisible(count > 0)

    def show_over(self, over: bool) -> None:
        """A file is held over the page."""
        self._over = over
        self.update()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        pen = QPen(QColor(colour.brand if self._over else colour.edge), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(colour.brand_tint if self._over else colour.paper))
        box = QRectF(self._drop.geometry()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, CARD_RADIUS, CARD_RADIUS)
        painter.end()
