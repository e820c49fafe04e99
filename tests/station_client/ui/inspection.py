"""What is wrong with a window as it is shown: cut-off text, overlaps, keyboard, names.

``inspect(window)`` gives sentences; a good window gives none.  For every screen test.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.fields.popup import ChoicePopup
from station_client.ui.kit.label import ElidedLabel
from station_client.ui.kit.rows import Row
from station_client.ui.kit.segments import Segments
from station_client.ui.shell.cheat import CheatSheet
from station_client.ui.shell.search import SearchList
from station_client.ui.theme.focus import FocusRing

_OVERLAYS = (FocusRing, CheatSheet, SearchList, ChoicePopup)
_TYPED = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
_OWN_CHILDREN = (QAbstractScrollArea, QSplitter, QStackedWidget, QTabBar, QHeaderView)
SLACK = 1
W = TypeVar("W", bound=QWidget)


def inspect(window: QWidget) -> list[str]:
    """Everything wrong with what ``window`` shows now."""
    return [
        *cut_off(window),
        *overlapping(window),
        *unreachable(window),
        *unnamed(window),
    ]


def cut_off(window: QWidget) -> Iterator[str]:
    """Labels, buttons and hints that are wider or higher than their room."""
    for label in _shown(window, QLabel):
        if label.pixmap().isNull() and label.text():
            yield from _cut_label(label)
    for button in _shown(window, Button):
        if button.width() < button.sizeHint().width() - SLACK:
            yield f"button cut off: {button.text()}"
    for tabs in _shown(window, QTabBar):
        wide = tabs.tabRect(tabs.count() - 1).right()
        if tabs.count() and wide > tabs.width() + SLACK:
            yield f"tab cut off ({tabs.width()} of {wide}): {tabs.tabText(tabs.count() - 1)}"
    for edit in _shown(window, QLineEdit):
        if not edit.text() and edit.placeholderText():
            wide = edit.fontMetrics().horizontalAdvance(edit.placeholderText())
            room = edit.contentsRect().width() - edit.textMargins().right()
            if wide > room + SLACK:
                yield f"hint cut off: {edit.placeholderText()}"


def _cut_label(label: QLabel) -> Iterator[str]:
    room = label.contentsRect()
    if label.wordWrap():
        high = label.heightForWidth(label.width())
        if high > label.height() + 2:
            yield f"text cut off ({label.height()} of {high} high): {label.text()}"
        return
    wide = label.fontMetrics().horizontalAdvance(label.text())
    if wide > room.width() + SLACK and not isinstance(label, ElidedLabel):
        yield f"text cut off ({room.width()} of {wide} wide): {label.text()}"
    if isinstance(label, ElidedLabel) and label.elided() and not label.toolTip():
        yield f"text left out without a tool tip: {label.text()}"


def left_out(window: QWidget) -> list[str]:
    """Texts that end in … now; right for data of any length, wrong for the window's own words."""
    return [label.text() for label in _shown(window, ElidedLabel) if label.elided()]


def overlapping(window: QWidget) -> Iterator[str]:
    """Neighbours that lie over each other."""
    for parent in (window, *_shown(window, QWidget)):
        if isinstance(parent, _OWN_CHILDREN) or parent.layout() is None:
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget)
            and child.isVisible()
            and not child.isWindow()
            and not isinstance(child, (*_OVERLAYS, QScrollBar))
        ]
        for one, two in combinations(children, 2):
            common = one.geometry().intersected(two.geometry())
            if common.width() > SLACK and common.height() > SLACK:
                yield f"{_called(one)} lies over {_called(two)}"


def unreachable(window: QWidget) -> Iterator[str]:
    """What can be used with the mouse and not with Tab."""
    reached = set(tab_order(window))
    for widget in _usable(window):
        if isinstance(widget.parent(), Segments):
            continue
        if widget not in reached:
            yield f"Tab does not reach {_called(widget)}"


def unnamed(window: QWidget) -> Iterator[str]:
    """What a screen reader cannot name."""
    for widget in _usable(window):
        if not widget.accessibleName() and not getattr(widget, "text", str)():
            yield f"no accessible name: {_called(widget)} in {_called(widget.parent())}"


def tab_order(window: QWidget) -> list[QWidget]:
    """The widgets that Tab visits, in its order, beginning at the window."""
    order: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not window and widget is not None:
        strong = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if strong and widget.isVisibleTo(window) and widget.isEnabled():
            proxy = widget.focusProxy() or widget
            if proxy not in order:
                order.append(proxy)
        widget = widget.nextInFocusChain()
    return order


def _usable(window: QWidget) -> Iterator[QWidget]:
    for widget in _shown(window, QWidget):
        if isinstance(widget, QScrollBar) or not widget.isEnabled():
            continue
        inside = [each for each in (*_OVERLAYS, QAbstractItemView) if _within(widget, each)]
        live_row = isinstance(widget, Row) and bool(widget.property("live"))
        if (isinstance(widget, _TYPED) or live_row) and not inside:
            yield widget


def _within(widget: QWidget, kind: type[QWidget]) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, kind):
            return True
        parent = parent.parentWidget()
    return False


def _shown(window: QWidget, kind: type[W]) -> list[W]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def _called(widget: object) -> str:
    if not isinstance(widget, QWidget):
        return str(widget)
    text = widget.accessibleName() or str(getattr(widget, "text", str)())
    at = widget.mapTo(widget.window(), QPoint(0, 0))
    place = QRect(at, widget.size())
    return (
        f"{type(widget).__name__} “{text}”"
        f" at {place.x()},{place.y()} {place.width()}×{place.height()}"
    )
