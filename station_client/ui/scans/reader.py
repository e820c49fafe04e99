"""PDF files in the program that the system has for them."""

from __future__ import annotations

import tempfile

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices


class SystemReader:
    """Hands contents over in a folder that only this user can read, and that goes with a widget."""

    def __init__(self, owner: QObject) -> None:
        self._owner = owner
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def show(self, content: bytes) -> bool:
        """Open a PDF; False when this PC has no program for it."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="czt-", ignore_cleanup_errors=True)
            self._owner.destroyed.connect(self._folder.cleanup)
        with tempfile.NamedTemporaryFile(
            dir=self._folder.name, suffix=".pdf", delete=False
        ) as file:
            file.write(content)
        return QDesktopServices.openUrl(QUrl.fromLocalFile(file.name))
