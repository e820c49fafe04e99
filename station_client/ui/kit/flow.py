"""Widgets side by side, going on in the next line where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from station_client.ui.theme.tokens import SPACE_1, SPACE_2


class FlowLayout(QLayout):
    """Lays out like words of a text; every item keeps the size it asks for."""

    def __init__(self, gap: int = SPACE_2, line_gap: int = SPACE_1) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._line_gap = line_gap
        self.setContentsMargins(0, 0, 0, 0)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items (or only count); gives the height that is needed."""
        x, y, high = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, int, QSize]] = []
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            if line and x + size.width() > rect.right() + 1:
                self._set_line(line, y, high, move=move)
                x, y, line, high = rect.x(), y + high + self._line_gap, [], 0
            line.append((item, x, size))
            x += size.width() + self._gap
            high = max(high, size.height())
        self._set_line(line, y, high, move=move)
        return y + high - rect.y()

    def _set_line(
        self, line: list[tuple[QLayoutItem, int, QSize]], y: int, high: int, *, move: bool
    ) -> None:
        if move:
            for item, x, size in line:
                item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))

    # Qt

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items]
        wide = sum(size.width() + self._gap for size in sizes)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )


class Flow(QWidget):
    """A widget laid out so; :meth:`show_widgets` changes what it holds."""

    def __init__(self, gap: int = SPACE_2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(gap)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_widgets(self, widgets: list[QWidget]) -> None:
        """Put these in place of what was there."""
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old not in widgets:
                old.hide()
                old.deleteLater()
        for widget in widgets:
            self._flow.addWidget(widget)
            widget.show()
        self._flow.invalidate()
        self.updateGeometry()
