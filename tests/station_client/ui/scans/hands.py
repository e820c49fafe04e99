"""What a person does with files at a window, and the system's reader of PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from station_client.ui.theme.theme import application


def dropped(onto: QWidget, paths: Sequence[Path]) -> bool:
    """Drag files from the desktop onto a part of the window; False when it does not take them."""
    if not onto.acceptDrops():
        return False
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(QPoint(5, 5), copy, held, left, none)
    application().sendEvent(onto, enters)
    if not enters.isAccepted():
        return False
    drops = QDropEvent(QPointF(5, 5), copy, held, left, none)
    application().sendEvent(onto, drops)
    return drops.isAccepted()


class FakeReader(QObject):
    """Stands in for the program that shows PDF files; ``installed`` False for a PC without one."""

    def __init__(self, *, installed: bool = True) -> None:
        super().__init__()
        self._installed = installed
        self.read: list[bytes] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        """Read the file as the program would."""
        self.read.append(Path(url.toLocalFile()).read_bytes())

    def __enter__(self) -> FakeReader:
        if self._installed:
            # The program takes the name as a text, whatever its declaration says.
            QDesktopServices.setUrlHandler("file", self, "show")  # type: ignore[arg-type]
        return self

    def __exit__(self, *_: object) -> None:
        QDesktopServices.unsetUrlHandler("file")
