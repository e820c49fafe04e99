"""Photos as a phone makes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter


def photo(folder: Path, name: str = "身份证正面.jpg", width: int = 640) -> Path:
    """A photo of a card, as a phone makes it."""
    image = QImage(width, width * 5 // 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#c9d8d4"))
    painter = QPainter(image)
    painter.setPen(QColor("#334"))
    painter.drawText(image.rect(), 0x84, "居民身份证 赵国强")
    painter.end()
    path = folder / name
    image.save(str(path))
    return path
