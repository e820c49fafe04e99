"""The paper, as it will come out of the printer, before it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts

ZOOMS = (50, 75, 100, 125, 150, 200)
PAGE_WIDTH = 620

Printer = Callable[[QWidget, str, Sequence[bytes]], bool]
"""``printer(parent, title, pages)`` prints pages (PNG) and says whether it did."""


class PaperPreview(QWidget):
    """Pages one below the other; print, zoom, close.

    Keys: Ctrl+P print, Ctrl+= and Ctrl+- zoom, Page Up and Down, Esc close.

    Signals:
        printed(str): The paper of this title went to the printer.
        closed(): Back to the screen, without printing.
    """

    printed = Signal(str)
    closed = Signal()

    def __init__(
        self, theme: Theme, say: Texts, printer: Printer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self._theme = theme
        self._say = say
        self._printer = printer
        self._pages: tuple[bytes, ...] = ()
        self._pixmaps: list[QPixmap] = []
        self._zoom = ZOOMS.index(100)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(self._head())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setProperty("role", "ground")
        self._area.setAccessibleName(say("ui.paper.area"))
        self._sheet = QWidget()
        self._stack = QVBoxLayout(self._sheet)
        self._stack.setSpacing(SPACE_4)
        self._area.setWidget(self._sheet)
        column.addWidget(self._area, 1)

    def _head(self) -> QHBoxLayout:
        say = self._say
        self._title = ElidedLabel("", "title")
        self._count = Label("", "second")
        smaller = IconButton(self._theme, "zoom-out", say("ui.paper.smaller"), key="Ctrl+-")
        larger = IconButton(self._theme, "zoom-in", say("ui.paper.larger"), key="Ctrl+=")
        close = Button(self._theme, say("ui.paper.close"), key="Esc", bind=False)
        self._print = Button(
            self._theme, say("ui.paper.print"), "primary", icon="printer", key="Ctrl+P"
        )
        smaller.clicked.connect(lambda: self._step(-1))
        larger.clicked.connect(lambda: self._step(1))
        close.clicked.connect(self.closed)
        self._print.clicked.connect(self._do_print)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for widget in (self._title, self._count, smaller, larger, close, self._print):
            row.addWidget(widget, 1 if widget is self._title else 0)
        return row

    def show_paper(self, title: str, pages: Sequence[bytes]) -> None:
        """Show these pages (PNG)."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._count.setText(self._say("ui.paper.pages", n=len(pages)))
        self._pages = tuple(pages)
        self._pixmaps = [QPixmap() for _ in pages]
        for pixmap, data in zip(self._pixmaps, pages, strict=True):
            pixmap.loadFromData(data)
        self._draw()
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self) -> None:
        while (item := self._stack.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        width = self._theme.px(PAGE_WIDTH) * ZOOMS[self._zoom] // 100
        for number, pixmap in enumerate(self._pixmaps, start=1):
            sheet = QLabel()
            sheet.setAccessibleName(self._say("ui.paper.page", n=number))
            ratio = self.devicePixelRatioF()
            drawn = pixmap.scaledToWidth(
                round(width * ratio), Qt.TransformationMode.SmoothTransformation
            )
            drawn.setDevicePixelRatio(ratio)
            sheet.setPixmap(drawn)
            sheet.setProperty("role", "sheet")
            sheet.setFixedSize(drawn.deviceIndependentSize().toSize())
            self._stack.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._stack.addStretch(1)

    def _step(self, by: int) -> None:
        self._zoom = max(0, min(len(ZOOMS) - 1, self._zoom + by))
        self._draw()

    def _do_print(self) -> None:
        if self._printer(self, self._title.text(), self._pages):
            self.printed.emit(self._title.text())

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_PageDown:
            bar.setValue(bar.value() + bar.pageStep() - SPACE_2)
        elif event.key() == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - bar.pageStep() + SPACE_2)
        else:
            super().keyPressEvent(event)
