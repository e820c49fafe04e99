"""The ring around the widget that has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from station_client.ui.theme.theme import Theme, application
from station_client.ui.theme.tokens import FOCUS_RING, RADIUS

_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
}


class FocusRing(QWidget):
    """Draws the ring over a window, around whichever of its widgets has the focus.

    One overlay for all widgets: a style sheet has no outlines, and a ring drawn by each widget
    itself would need room inside it.  It takes no clicks and is no part of the tab order.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focus-ring")
        self.hide()
        application().focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._let_go()
        if new is None or new is self._window or not self._window.isAncestorOf(new):
            self.hide()
            return
        self._target = ring_owner(new)
        widget: QWidget | None = self._target
        while widget is not None and widget is not self._window:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def _let_go(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        self._target = None

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        seen = target.visibleRegion().boundingRect()
        if seen.isEmpty():
            self.hide()
            return
        rect = QRect(target.mapTo(self._window, seen.topLeft()), seen.size())
        self.setGeometry(rect.adjusted(-FOCUS_RING, -FOCUS_RING, FOCUS_RING, FOCUS_RING))
        self.show()
        self.raise_()

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.colour.focus), FOCUS_RING))
        half = FOCUS_RING / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), RADIUS + half, RADIUS + half
        )
        painter.end()


def ring_owner(widget: QWidget) -> QWidget:
    """The widget that is seen as focused: a bare line edit stands for the box around it."""
    parent = widget.parentWidget()
    bare = isinstance(widget, QLineEdit) and widget.property("role") == "bare"
    if bare and parent is not None:
        return parent
    return widget
