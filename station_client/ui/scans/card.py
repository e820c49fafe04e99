"""The scans of one paper: add, look at, take away."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.places import Context, Sheets
from station_client.ui.scans import images
from station_client.ui.theme.tokens import SPACE_1, SPACE_2

if TYPE_CHECKING:
    from station_client.desk.counter import Counter
    from station_client.desk.scans import ScanLine
    from station_client.ui.scans.door import ScanDoor

THUMBNAIL = 48
PDF = "application/pdf"
REASON_LIMIT = 200


@dataclass(frozen=True)
class Shown:
    """A scan as the card shows it: its line, and a small picture (null for a PDF)."""

    line: ScanLine
    small: QImage


def read_scans(counter: Counter, door: ScanDoor, side: int) -> list[Shown]:
    """The scans of a paper, with small pictures of those that are here."""
    found = []
    for line in door.lines():
        content = None if line.media == PDF else counter.ledger.local.files.get(line.file)
        small = images.thumbnail(content, side) if content is not None else QImage()
        found.append(Shown(line, small))
    return found


def add_files(counter: Counter, door: ScanDoor, paths: Sequence[Path]) -> list[str]:
    """Keep these files as scans; gives the names of those that were made smaller to fit."""
    from station_client.desk import scans

    most, smaller = scans.limits(counter).most, []
    for path in paths:
        content = scans.read_file(path)
        fitting = images.made_to_fit(content, most)
        door.add(path.stem, fitting)
        if fitting is not content:
            smaller.append(path.name)
    return smaller


class ReasonLine(QWidget):
    """Why a scan is declared void.

    Signals:
        given(object, str): The scan, and the reason as it was typed.
    """

    given = Signal(object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        say = context.say
        self._line: ScanLine | None = None
        self.edit = QLineEdit()
        self.edit.setMaxLength(REASON_LIMIT)
        self.edit.setFixedHeight(context.theme.px(36))
        self.edit.setPlaceholderText(say("ui.scan.reason"))
        self.edit.setAccessibleName(say("ui.scan.reason"))
        self.button = Button(context.theme, say("ui.scan.void"), "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        self.edit.returnPressed.connect(self._give)
        self.button.clicked.connect(self._give)
        self.hide()

    def ask(self, line: ScanLine) -> None:
        """Ask for the reason of one scan."""
        self._line = line
        self.edit.clear()
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Nothing is to be declared void."""
        self._line = None
        self.hide()

    def _give(self) -> None:
        if self._line is not None:
            self.given.emit(self._line, self.edit.text())


class ScansCard(Card):
    """A card beside or between others. Files can be dropped onto it.

    Signals:
        closed(): Put it away.
        changed(): A scan came or went.
    """

    closed = Signal()
    changed = Signal()

    def __init__(self, context: Context) -> None:
        say, theme = context.say, context.theme
        super().__init__(theme, say("ui.scan.title"), icon="file-text")
        self._context = context
        self._door: ScanDoor | None = None
        self._opened: tempfile.TemporaryDirectory[str] | None = None
        self.setAcceptDrops(True)
        close = IconButton(theme, "x", say("ui.scan.close"), pixels=26)
        close.clicked.connect(self.closed)
        if self.head is not None:
            self.head.row.addWidget(close)
        self.rows = Rows()
        self._none = Label(say("ui.scan.none"), "second", wrap=True)
        self.add = Button(theme, say("ui.scan.add"), icon="file-plus")
        self.add.clicked.connect(self._choose)
        for widget in (self.rows, self._none, Label(say("ui.scan.hint"), "hint", wrap=True)):
            self.body.addWidget(widget)
        self.reason = ReasonLine(context)
        self.reason.given.connect(self._take_away)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.add)
        self.body.addStretch(1)

    # what it shows

    def show_paper(self, name: str, door: ScanDoor) -> None:
        """The scans of another paper."""
        self._door = door
        self.show_title(self._context.say("ui.scan.title"), name)
        self.reason.put_away()
        self.rows.show_rows([])
        self.refresh()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read them anew."""
        counter, door = self._context.counter, self._door
        if door is None:
            return
        side = self._context.theme.px(THUMBNAIL) * 2
        self._context.work.run(
            lambda: (door, read_scans(counter, door, side)),
            self._show,
            self._context.fail,
            key="scans",
            owner=self,
        )

    def _show(self, found: tuple[ScanDoor, list[Shown]]) -> None:
        door, shown = found
        if door is self._door:
            self.rows.show_rows([self._row(one) for one in shown])
            self._none.setVisible(not shown)

    def _row(self, shown: Shown) -> Row:
        say, theme, line = self._context.say, self._context.theme, shown.line
        row = Row(theme, f"{line.title} {line.about} {line.way}", live=False)
        row.row.addWidget(self._small(shown))
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        words.addWidget(ElidedLabel(line.title))
        words.addWidget(ElidedLabel(line.way or line.about, "hint"))
        row.row.addLayout(words, 1)
        look = IconButton(theme, "eye", f"{say('ui.scan.open')} {line.title}")
        look.setEnabled(line.here)
        look.clicked.connect(lambda: self.open_scan(line))
        away = IconButton(theme, "x", f"{say('ui.scan.take_away')} {line.title}")
        away.clicked.connect(lambda: self.take_away(line))
        row.row.addWidget(look)
        row.row.addWidget(away)
        return row

    def _small(self, shown: Shown) -> QWidget:
        theme = self._context.theme
        side = theme.px(THUMBNAIL)
        if shown.small.isNull():
            icon = "file-text" if shown.line.here else "download"
            mark = IconMark(theme, icon, theme.colour.second, THUMBNAIL // 2)
            return _in_the_middle(mark, side)
        picture = QLabel()
        pixmap = QPixmap.fromImage(shown.small)
        pixmap.setDevicePixelRatio(2.0)
        picture.setPixmap(pixmap)
        return _in_the_middle(picture, side)

    # adding

    def _choose(self) -> None:
        say = self._context.say
        kinds = f"{say('ui.scan.kinds')} (*.jpg *.jpeg *.png *.pdf)"
        chosen, _ = QFileDialog.getOpenFileNames(self, say("ui.scan.add"), "", kinds)
        self.add_paths([Path(name) for name in chosen])

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add these files; what does not fit is said, and the others before it stay added."""
        counter, door = self._context.counter, self._door
        if door is None or not paths:
            return
        self._context.work.run(
            lambda: add_files(counter, door, paths),
            lambda smaller: self._added(len(paths), smaller),
            self._not_added,
            label=self._context.say("ui.scan.adding"),
            owner=self,
        )

    def _added(self, count: int, smaller: list[str]) -> None:
        say = self._context.say
        text = say("ui.scan.added", n=count)
        if smaller:
            text += say("ui.scan.smaller", files=say("desk.list-comma").join(smaller))
        self._context.notify(text)
        self._moved()

    def _not_added(self, fault: Exception) -> None:
        self._context.fail(fault)
        self._moved()

    def _moved(self) -> None:
        self.refresh()
        self.changed.emit()

    # looking

    def open_scan(self, line: ScanLine) -> None:
        """A picture over the screen, a PDF in the system's reader."""
        from station_client.desk import scans

        counter = self._context.counter
        if line.media != PDF:
            self._context.show_paper(
                lambda: Sheets(line.title, [images.as_page(scans.open_scan(counter, line))])
            )
            return
        self._context.work.run(
            lambda: scans.open_scan(counter, line), self._read_pdf, self._context.fail, owner=self
        )

    def _read_pdf(self, content: bytes) -> None:
        """In a folder that only this user can read, and that goes with the card."""
        if self._opened is None:
            self._opened = tempfile.TemporaryDirectory(prefix="czt-", ignore_cleanup_errors=True)
            self.destroyed.connect(self._opened.cleanup)
        with tempfile.NamedTemporaryFile(
            dir=self._opened.name, suffix=".pdf", delete=False
        ) as file:
            file.write(content)
        QDesktopServices.openUrl(QUrl.fromLocalFile(file.name))

    # taking away

    def take_away(self, line: ScanLine) -> None:
        """From an application at once; on a case it is declared void, with a reason."""
        if self._door is not None and self._door.asks_reason:
            self.reason.ask(line)
            return
        self._take_away(line, "")

    def _take_away(self, line: ScanLine, reason: str) -> None:
        door = self._door
        if door is None:
            return
        self._context.work.run(
            lambda: door.take_away(line, reason),
            lambda _: self._taken_away(line),
            self._context.fail,
            owner=self,
        )

    def _taken_away(self, line: ScanLine) -> None:
        self.reason.put_away()
        self._context.notify(self._context.say("ui.scan.gone", title=line.title))
        self._moved()

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.add_paths([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])


def _in_the_middle(part: QWidget, side: int) -> QWidget:
    """A square with something in its middle, so that all rows begin alike."""
    square = QWidget()
    square.setFixedSize(side, side)
    row = QHBoxLayout(square)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
    return square
