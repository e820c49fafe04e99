"""Text on the screen, by the part it plays."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

Role = Literal[
    "text",
    "second",
    "hint",
    "small",
    "strong",
    "section",
    "title",
    "figure",
    "digits",
    "digits-second",
    "problem",
    "question",
    "brand",
    "nav-name",
    "nav-hint",
    "nav-text",
]
WRAP_EM = 30
"""Wrapped text likes lines of this many times its height."""

Ink = Literal["", "red", "amber", "green", "brand"]


class Label(QLabel):
    """Plain text in one of the roles the style sheet knows; never rich text."""

    def __init__(
        self,
        text: str = "",
        role: Role = "text",
        *,
        wrap: bool = False,
        ink: Ink = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        if ink:
            self.setProperty("ink", ink)
        self.setText(text)
        if wrap:
            self.setWordWrap(True)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    # Qt

    def sizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().sizeHint()
        # WORKAROUND for QLabel's guess at the width of wrapped text without blanks (Chinese):
        # it ends at a few characters and dozens of lines.
        metrics = self.fontMetrics()
        wide = min(metrics.horizontalAdvance(self.text()) + 2, metrics.height() * WRAP_EM)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().minimumSizeHint()
        metrics = self.fontMetrics()
        return QSize(metrics.height() * 2, metrics.height())


class ElidedLabel(Label):
    """One line that ends in … where there is no room; the whole text is its tool tip."""

    def __init__(
        self,
        text: str = "",
        role: Role = "text",
        *,
        ink: Ink = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role, ink=ink, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def elided(self) -> bool:
        """Whether part of the text is left out now."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    # Qt

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_whole()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(
            min(hint.width(), self.fontMetrics().horizontalAdvance("…字字")), hint.height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.elided():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rect = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | self.alignment(), text)
        painter.end()

    def _tell_whole(self) -> None:
        self.setToolTip(self.text() if self.elided() else "")
