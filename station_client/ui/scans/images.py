"""Pictures of papers: made to fit what may be sent, turned upright, drawn small.

Qt lets any thread use QImage: all of this runs on worker threads (see ui.work).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

#: Longer sides that are tried, the largest first: A4 at 300 dpi has 3508 pixels.
_SIDES: Final = (3508, 2480, 1754)
_QUALITIES: Final = (85, 70)
#: A picture of more pixels is not drawn at all (100 million: ten times a phone's).
_MOST_MEGABYTES: Final = 400


def upright(content: bytes) -> QImage:
    """A picture as it was taken, turned the way the camera says; null when it is none."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAllocationLimit(_MOST_MEGABYTES)
    reader.setAutoTransform(True)
    return reader.read()


def made_to_fit(content: bytes, most: int) -> bytes:
    """A picture of at most so many bytes, scaled down as little as it takes; what is no picture, or
    small enough, is given back as it is."""
    if len(content) <= most:
        return content
    image = upright(content)
    if image.isNull():
        return content
    for side in _SIDES:
        small = _scaled(image, side)
        for quality in _QUALITIES:
            jpeg = _encoded(small, b"jpg", quality)
            if len(jpeg) <= most:
                return jpeg
    return content


def as_page(content: bytes) -> bytes:
    """A picture as PNG bytes, large enough to read and small enough to draw at once."""
    return _encoded(_scaled(upright(content), _SIDES[1]), b"png", -1)


def thumbnail(content: bytes, side: int) -> QImage:
    """A picture, small; null when it cannot be drawn."""
    image = upright(content)
    return image if image.isNull() else _scaled(image, side)


def _scaled(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    keep = Qt.AspectRatioMode.KeepAspectRatio
    return image.scaled(side, side, keep, Qt.TransformationMode.SmoothTransformation)


def _encoded(image: QImage, kind: bytes, quality: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    writer.write(image)
    return bytes(data.data())
