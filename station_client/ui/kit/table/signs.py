"""The three states in a table, with the sign they have everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from station_client.ui.kit.state_sign import State, StateDot
from station_client.ui.kit.table.paint import CellPainter
from station_client.ui.kit.table.table import PagedTable
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_1, SPACE_2


class SignPainter(CellPainter):
    """Draws the cells of one column as a circle and its word, the rest as usual.

    Args:
        key: The column.
        words: The state that each word stands for.
    """

    def __init__(
        self, theme: Theme, table: PagedTable, key: str, words: Mapping[str, State]
    ) -> None:
        super().__init__(theme, table.pages)
        self._key = key
        self._words = dict(words)
        self._dots: dict[State, QPixmap] = {}

    # Qt

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        text = str(index.data() or "")
        state = self._words.get(text)
        if state is None or self._model.columns[index.column()].key != self._key:
            super().paint(painter, option, index)
            return
        colour, rect = self._theme.colour, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(colour.brand_tint if chosen else colour.paper))
        painter.setPen(QPen(QColor(colour.line)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        dot = self._dot(state, option.widget)
        side = round(dot.width() / dot.devicePixelRatio())
        top = rect.y() + (rect.height() - side) // 2
        painter.drawPixmap(QPoint(rect.x() + SPACE_2, top), dot)
        font = self._fonts["text"]
        painter.setFont(font)
        painter.setPen(QColor(colour.red if state == "returned" else colour.ink))
        inner = rect.adjusted(SPACE_2 + side + SPACE_1 + 2, 0, -SPACE_2, 0)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _dot(self, state: State, near: QWidget) -> QPixmap:
        if state not in self._dots:
            widget = StateDot(self._theme, state)
            ratio = near.devicePixelRatioF()
            pixmap = QPixmap(widget.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            flag = QWidget.RenderFlag.DrawChildren
            widget.render(pixmap, QPoint(), renderFlags=flag)
            self._dots[state] = pixmap
        return self._dots[state]


def show_signs(theme: Theme, table: PagedTable, key: str, words: Mapping[str, State]) -> None:
    """Draw the column ``key`` of ``table`` with the signs of the states."""
    table.setItemDelegate(SignPainter(theme, table, key, words))
