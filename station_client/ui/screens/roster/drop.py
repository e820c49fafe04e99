"""A file dropped on a page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Watches a widget for files that are dragged over it.

    Signals:
        over(bool): A file is held over the widget, or no longer.
        dropped(str): The path of a file that was let go.
    """

    over = Signal(bool)
    dropped = Signal(str)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and _path_in(event):
            event.acceptProposedAction()
            self.over.emit(True)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.over.emit(False)
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.over.emit(False)
            if _path_in(event):
                event.acceptProposedAction()
                self.dropped.emit(_path_in(event))
            return True
        return super().eventFilter(watched, event)


def _path_in(event: QDropEvent) -> str:
    """The first file of this PC in what is dragged, "" for none."""
    urls = event.mimeData().urls()
    return next((url.toLocalFile() for url in urls if url.isLocalFile()), "")
