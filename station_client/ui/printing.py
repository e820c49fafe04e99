"""Sending pages to a printer of this PC."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget


def print_pages(parent: QWidget, title: str, pages: Sequence[bytes]) -> bool:
    """Ask for the printer, then print; False when the operator went back.

    The print support of Qt is loaded here, not at start.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for at, page in enumerate(pages):
        if at:
            printer.newPage()
        image = QImage.fromData(page)
        sheet = QRectF(painter.viewport())
        scale = min(sheet.width() / image.width(), sheet.height() / image.height())
        target = QRectF(0, 0, image.width() * scale, image.height() * scale)
        painter.drawImage(target, image)
    painter.end()
    return True
