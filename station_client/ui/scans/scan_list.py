"""The scans of one owner as rows: add by choosing or dropping, look at, take away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.places import Context, Sheets
from station_client.ui.scans import images
from station_client.ui.scans.reader import SystemReader
from station_client.ui.scans.reading import PDF, Added, Shown, add_files, read_scans
from station_client.ui.scans.reason import ReasonLine
from station_client.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from station_client.desk.scans import ScanLine
    from station_client.ui.scans.door import ScanDoor, ScanSource
    from station_client.ui.theme.theme import Theme

THUMBNAIL = 48


class ScanList(QWidget):
    """The rows of scans, and below them the button to add more; files can be dropped onto it.

    Signals:
        changed(): A scan came or went.
    """

    changed = Signal()

    def __init__(self, context: Context, none: str = "ui.scan.none") -> None:
        super().__init__()
        say, theme = context.say, context.theme
        self._context = context
        self._source: ScanSource | None = None
        #: The same where it may be added to.
        self._door: ScanDoor | None = None
        #: Small pictures by content, which never changes under its name.
        self._pictures: dict[str, QImage] = {}
        self._reader = SystemReader(self)
        self.rows = Rows()
        self._none = Label(say(none), "second", wrap=True)
        self._hint = Label("", "hint", wrap=True)
        self.add = Button(theme, say("ui.scan.add"), icon="file-plus")
        self.add.clicked.connect(self._choose)
        self.reason = ReasonLine(context)
        self.reason.given.connect(self._take_away)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        for widget in (self.rows, self._none, self._hint, self.reason):
            column.addWidget(widget)
        column.addWidget(self.add)

    # what it shows

    def show_door(self, door: ScanDoor) -> None:
        """The scans of another owner, to be added to and taken away."""
        self._show_source(door, door)

    def show_only(self, source: ScanSource) -> None:
        """Other scans, to look at and nothing else."""
        self._show_source(source, None)

    def _show_source(self, source: ScanSource, door: ScanDoor | None) -> None:
        if (source, door) != (self._source, self._door):
            self._pictures = {}
            self.reason.put_away()
            self.rows.show_rows([])
            self._none.hide()
        self._source, self._door = source, door
        self.setAcceptDrops(door is not None)
        self.add.setVisible(door is not None)
        if door is not None:
            from station_client.desk.scan_words import say_limits

            self._hint.setText(say_limits(self._context.counter))
        self._hint.setVisible(door is not None)
        self.refresh()

    def refresh(self) -> None:
        """Read them anew."""
        counter, source, known = self._context.counter, self._source, dict(self._pictures)
        if source is None:
            return
        side = self._context.theme.px(THUMBNAIL) * 2
        self._context.work.run(
            lambda: (source, read_scans(counter, source, side, known)),
            self._show,
            self._context.fail,
            key=f"scans.{id(self)}",
            owner=self,
        )

    def _show(self, found: tuple[ScanSource, list[Shown]]) -> None:
        source, shown = found
        if source == self._source:
            self._pictures = {one.line.file: one.small for one in shown if not one.small.isNull()}
            self.rows.show_rows([self._row(one) for one in shown])
            self._none.setVisible(not shown)

    def _row(self, shown: Shown) -> Row:
        say, theme, line = self._context.say, self._context.theme, shown.line
        row = Row(theme, f"{line.title} {line.of} {line.about} {line.way}", live=False)
        row.row.addWidget(_small(theme, shown))
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        top = QHBoxLayout()
        top.setSpacing(SPACE_3)
        top.addWidget(ElidedLabel(line.title), 1)
        if line.of:
            top.addWidget(ElidedLabel(line.of, "second"), 2)
        words.addLayout(top)
        words.addWidget(ElidedLabel(line.way or line.about, "hint"))
        row.row.addLayout(words, 1)
        look = IconButton(theme, "eye", f"{say('ui.scan.open')} {line.title}")
        look.setEnabled(line.here)
        look.clicked.connect(lambda: self.open_scan(line))
        row.row.addWidget(look)
        if self._door is not None:
            away = IconButton(theme, "x", f"{say('ui.scan.take_away')} {line.title}")
            away.clicked.connect(lambda: self.take_away(line))
            row.row.addWidget(away)
        return row

    # adding

    def _choose(self) -> None:
        say = self._context.say
        kinds = f"{say('ui.scan.kinds')} (*.jpg *.jpeg *.png *.pdf)"
        chosen, _ = QFileDialog.getOpenFileNames(self, say("ui.scan.add"), "", kinds)
        self.add_paths([Path(name) for name in chosen])

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add these files; what cannot be kept is said, and the others are."""
        counter, door = self._context.counter, self._door
        if door is None or not paths:
            return
        self._context.work.run(
            lambda: add_files(counter, door, paths),
            self._added,
            self._not_added,
            label=self._context.say("ui.scan.adding"),
            owner=self,
        )

    def _added(self, added: Added) -> None:
        say, comma = self._context.say, self._context.say("desk.list-comma")
        text = say("ui.scan.added", n=added.kept) if added.kept else ""
        if added.smaller:
            text += say("ui.scan.smaller", files=comma.join(added.smaller))
        if added.why is not None:
            text = f"{self._context.explain(added.why)}{text}"
        if len(added.left) > 1:
            text += say("ui.scan.left", files=comma.join(added.left[1:]))
        self._context.notify(text, "green" if added.why is None else "red")
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
            lambda: scans.open_scan(counter, line),
            lambda content: self._read_pdf(line.title, content),
            self._context.fail,
            owner=self,
        )

    def _read_pdf(self, title: str, content: bytes) -> None:
        if not self._reader.show(content):
            self._context.notify(self._context.say("ui.scan.no_reader", title=title), "amber")

    # taking away

    def take_away(self, line: ScanLine) -> None:
        """From an application at once; on a case or a card it is declared void, with a reason."""
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

    def escape(self) -> bool:
        """Declare nothing void; False when nobody was about to."""
        asked = self.reason.put_away()
        if asked:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        return asked

    def _taken_away(self, line: ScanLine) -> None:
        self.escape()
        self._context.notify(self._context.say("ui.scan.gone", title=line.title))
        self._moved()

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.add_paths([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])


def _small(theme: Theme, shown: Shown) -> QWidget:
    """The small picture of a scan, or a sign for what cannot be drawn."""
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


def _in_the_middle(part: QWidget, side: int) -> QWidget:
    """A square with something in its middle, so that all rows begin alike."""
    square = QWidget()
    square.setFixedSize(side, side)
    row = QHBoxLayout(square)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
    return square
