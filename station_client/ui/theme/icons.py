"""Lucide icons in the colours of the palette, drawn once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from station_client.ui.theme.tokens import ICON_STROKE

if TYPE_CHECKING:
    from pathlib import Path


class Icons:
    """Icons by name from a folder of Lucide ``.svg`` files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
        """The icon ``name`` in ``colour``, ``size`` pixels square, for a screen of ``ratio``.

        Raises:
            FileNotFoundError: There is no such icon in the folder.
        """
        key = (name, colour, size, ratio)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, colour, size, ratio)
        return self._drawn[key]

    def icon(self, name: str, colour: str, size: int, disabled: str = "") -> QIcon:
        """As :meth:`pixmap`, as a ``QIcon`` sharp on ordinary and on dense screens."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, colour, size, ratio))
            if disabled:
                icon.addPixmap(self.pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
        return icon

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        return self._sources[name]

    def _draw(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        svg = (
            self._source(name)
            .replace("currentColor", colour)
            .replace('stroke-width="2"', f'stroke-width="{ICON_STROKE}"')
        )
        pixels = round(size * ratio)
        pixmap = QPixmap(QSize(pixels, pixels))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
