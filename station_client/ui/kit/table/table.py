"""The table widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from station_client.ui.kit.table.model import Index, PagedModel
from station_client.ui.kit.table.page import Column, Fetch, Filters, Line, Page, Sort
from station_client.ui.kit.table.paint import CellPainter
from station_client.ui.kit.table.sort_keys import place_asked
from station_client.ui.prefs import Prefs
from station_client.ui.theme.theme import Theme
from station_client.ui.throttle import Throttle
from station_client.ui.work import Work

REMEMBER_MS = 400


@dataclass(frozen=True)
class Memory:
    """Where a table keeps its columns: the person's settings, under the table's name."""

    prefs: Prefs
    name: str

    @property
    def key(self) -> str:
        return f"table.{self.name}"


class PagedTable(QTableView):
    """A table fed by ``fetch``; it filters and sorts in the source, never itself.

    Column widths and order are remembered in its :class:`Memory`.  Ctrl+C copies the chosen
    rows with tabs between the cells, for Excel.  A click on a heading sorts, a second one turns
    the order round, a third one leaves it to the source; Alt+1 to Alt+9 do the same with the
    first to the ninth column as they stand.

    Signals:
        counted(int, float): How many rows there are and how many milliseconds it took.
        current_changed(str): The id of the row the cursor is on, "" for none.
        opened(str): Enter or a double click on a row.
        failed(object): The source failed.
    """

    counted = Signal(int, float)
    current_changed = Signal(str)
    opened = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        work: Work,
        columns: Sequence[Column],
        fetch: Fetch,
        *,
        title: str,
        memory: Memory | None = None,
        headings: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._memory = memory
        self._wanted = ""
        self.pages = PagedModel(work, columns, fetch)
        self.pages.setParent(self)
        self.setModel(self.pages)
        self.setItemDelegate(CellPainter(theme, self.pages))
        self.setAccessibleName(title)
        self._behave()
        self._dress(headings)
        self._remember = Throttle(REMEMBER_MS, self._save_columns, self)
        self._restore_columns()
        self.pages.arrived.connect(self._on_page)
        self.pages.dataChanged.connect(self._on_rows)
        self.pages.failed.connect(self.failed)
        self.doubleClicked.connect(self._open)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._remember.call())
        self.horizontalHeader().sectionMoved.connect(lambda *_: self._remember.call())
        self.horizontalHeader().sectionClicked.connect(self._sort_by)

    # what it shows

    def ask(self, filters: Filters | None = None, sort_by: Sort | None = None) -> None:
        """Read anew, keeping the cursor on the same record."""
        self._wanted = self.current_id() or self._wanted
        self.pages.ask(filters, sort_by)

    def current(self) -> Line | None:
        """The row the cursor is on."""
        index = self.currentIndex()
        return self.pages.line(index.row()) if index.isValid() else None

    def current_id(self) -> str:
        """The id of the row the cursor is on, "" for none."""
        line = self.current()
        return line.id if line else ""

    def choose(self, line_id: str) -> bool:
        """Put the cursor on a record; False when it is not among the rows read so far."""
        row = self.pages.row_of(line_id)
        if row < 0:
            self._wanted = line_id
            return False
        self._wanted = ""
        self.setCurrentIndex(self.pages.index(row, 0))
        return True

    def choose_first(self) -> None:
        """Put the cursor on the first row, if there is one."""
        if self.pages.rowCount():
            self.setCurrentIndex(self.pages.index(0, 0))

    def step(self, by: int) -> None:
        """Move the cursor by so many rows (from a search box above)."""
        count = self.pages.rowCount()
        if count:
            row = max(0, min(count - 1, self.currentIndex().row() + by))
            self.setCurrentIndex(self.pages.index(row, 0))

    def sort_by_place(self, place: int) -> None:
        """As a click on the heading of the column that stands at this place, from 0 on."""
        section = self.horizontalHeader().logicalIndex(place)
        if section >= 0:
            self._sort_by(section)

    def copy(self) -> None:
        """Put the chosen rows on the clipboard."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = [line for row in rows if (line := self.pages.line(row)) is not None]
        text = "\n".join("\t".join(line.cells) for line in lines)
        QGuiApplication.clipboard().setText(text)

    # inner

    def _behave(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _dress(self, headings: bool) -> None:
        self.setShowGrid(False)
        self.verticalHeader().hide()
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._theme.size.row)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(self._theme.px(36))
        header.setFixedHeight(self._theme.px(34))
        header.setSectionsClickable(True)
        header.setVisible(headings)

    def _sort_by(self, section: int) -> None:
        column = self.pages.columns[section]
        if not column.sortable:
            return
        header = self.horizontalHeader()
        now = self.pages.sort_by
        if now == ((column.key, False),):
            sort: Sort = ((column.key, True),)
        elif now == ((column.key, True),):
            sort = ()
        else:
            sort = ((column.key, False),)
        header.setSortIndicatorShown(bool(sort))
        if sort:
            down = Qt.SortOrder.DescendingOrder
            order = down if sort[0][1] else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(section, order)
        self.ask(sort_by=sort)

    def _restore_columns(self) -> None:
        memory = self._memory
        kept = memory.prefs.get(memory.key) if memory else None
        kept = kept if isinstance(kept, dict) else {}
        widths, order = kept.get("widths"), kept.get("order")
        header = self.horizontalHeader()
        keys = [column.key for column in self.pages.columns]
        for at, column in enumerate(self.pages.columns):
            width = widths.get(column.key) if isinstance(widths, dict) else None
            pixels = width if isinstance(width, int) else column.width
            header.resizeSection(at, self._theme.px(pixels))
        if isinstance(order, list):
            for place, key in enumerate(key for key in order if key in keys):
                header.moveSection(header.visualIndex(keys.index(str(key))), place)

    def _save_columns(self) -> None:
        memory = self._memory
        if memory is None:
            return
        header, columns = self.horizontalHeader(), self.pages.columns
        scale = self._theme.size.scale
        visual = [columns[header.logicalIndex(at)].key for at in range(header.count())]
        widths = {c.key: round(header.sectionSize(i) / scale) for i, c in enumerate(columns)}
        memory.prefs.set(memory.key, {"widths": widths, "order": visual})

    def _on_page(self, page: Page) -> None:
        if self._wanted:
            self.choose(self._wanted)
        if self.hasFocus() and not self.currentIndex().isValid():
            self.choose_first()
        self.counted.emit(page.total, page.ms)

    def _on_rows(self, first: Index, last: Index) -> None:
        """Rows came that were still empty when the cursor was put on one of them."""
        row = self.currentIndex().row()
        if first.row() <= row <= last.row():
            self.current_changed.emit(self.current_id())

    def _open(self, index: QModelIndex) -> None:
        line = self.pages.line(index.row()) if index.isValid() else None
        if line is not None:
            self.opened.emit(line.id)

    # Qt

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            line = self.pages.line(current.row())
            self.current_changed.emit(line.id if line else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif (place := place_asked(event)) is not None:
            self.sort_by_place(place)
        else:
            super().keyPressEvent(event)
