"""How a cell is drawn: plain, strong, in digits, or as a badge."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from station_client.ui.kit.table.model import PagedModel, ToneRole
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_2, Tone


class CellPainter(QStyledItemDelegate):
    """Draws from the tokens; the style sheet is too slow for fifty thousand rows."""

    def __init__(self, theme: Theme, model: PagedModel) -> None:
        super().__init__(model)
        self._theme = theme
        self._model = model
        size = theme.size
        self._fonts = {
            "text": theme.font(size.text),
            "strong": theme.font(size.text, bold=True),
            "digits": theme.font(size.secondary, face="digits"),
            "badge": theme.font(size.secondary),
        }

    # Qt

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(option.rect.width(), self._theme.size.row)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        column = self._model.columns[index.column()]
        colour = self._theme.colour
        rect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(colour.brand_tint if chosen else colour.paper))
        painter.setPen(QPen(QColor(colour.line)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = str(index.data() or "")
        tone = index.data(ToneRole)
        if column.badge and text:
            self._badge(painter, rect, text, tone or "grey")
        else:
            kind = "strong" if column.strong else "digits" if column.digits else "text"
            font = self._fonts[kind]
            painter.setFont(font)
            ink = (
                colour.tone(tone)[0]
                if tone
                else colour.ink
                if kind != "digits"
                else (colour.second)
            )
            painter.setPen(QColor(ink))
            inner = rect.adjusted(SPACE_2, 0, -SPACE_2, 0)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
            painter.drawText(inner, alignment, shown)
        painter.restore()

    def _badge(self, painter: QPainter, rect: QRect, text: str, tone: Tone) -> None:
        font = self._fonts["badge"]
        metrics = QFontMetrics(font)
        ink, ground = self._theme.colour.tone(tone)
        width = min(metrics.horizontalAdvance(text) + 2 * SPACE_2, rect.width() - SPACE_2)
        height = metrics.height() + 4
        box = QRectF(rect.x() + SPACE_2, rect.y() + (rect.height() - height) / 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
