"""A table model over pages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from station_client.ui.kit.table.page import Column, Fetch, Filters, Line, Page, Sort
from station_client.ui.work import Work

PAGE = 100
KEEP = 40
Index = QModelIndex | QPersistentModelIndex

LineRole = Qt.ItemDataRole.UserRole + 1
ToneRole = Qt.ItemDataRole.UserRole + 2


class PagedModel(QAbstractTableModel):
    """Rows by page: a page is asked for when one of its rows is first drawn.

    Rows not here yet are empty texts; at most :data:`KEEP` pages are held.

    Signals:
        arrived(Page): A page came; the first one brings the total.
        failed(object): The source failed.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Work, columns: Sequence[Column], fetch: Fetch) -> None:
        super().__init__()
        self._work = work
        self._columns = tuple(columns)
        self._fetch = fetch
        self._sort: Sort = ()
        self._filters: Filters = {}
        self._pages: OrderedDict[int, tuple[Line, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._total = 0
        self._generation = 0

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def sort_by(self) -> Sort:
        return self._sort

    def ask(self, filters: Filters | None = None, sort_by: Sort | None = None) -> None:
        """Read anew from the source, with other filters or another order if given."""
        if filters is not None:
            self._filters = dict(filters)
        if sort_by is not None:
            self._sort = sort_by
        self._generation += 1
        self._asked = {0}
        self._request(0)

    def line(self, row: int) -> Line | None:
        """The row, if its page is here."""
        page = self._pages.get(row // PAGE)
        at = row % PAGE
        return page[at] if page is not None and at < len(page) else None

    def row_of(self, line_id: str) -> int:
        """The row of an id among the pages that are here; -1 when it is not."""
        for number, page in self._pages.items():
            for at, line in enumerate(page):
                if line.id == line_id:
                    return number * PAGE + at
        return -1

    def _request(self, number: int) -> None:
        generation, sort, filters = self._generation, self._sort, self._filters
        self._work.run(
            lambda: self._fetch(number * PAGE, PAGE, sort, filters),
            lambda page: self._on_page(generation, number, page),
            self.failed.emit,
            owner=self,
        )

    def _on_page(self, generation: int, number: int, page: Page) -> None:
        if generation != self._generation:
            return
        if number == 0:
            self.beginResetModel()
            self._pages.clear()
            self._pages[0] = page.lines
            self._asked = {0}
            self._total = page.total
            self.endResetModel()
            self.arrived.emit(page)
            return
        self._pages[number] = page.lines
        while len(self._pages) > KEEP:
            gone, _lines = self._pages.popitem(last=False)
            self._asked.discard(gone)
        first, last = number * PAGE, min(self._total, (number + 1) * PAGE) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            LineRole,
            ToneRole,
        ):
            return None
        number = index.row() // PAGE
        line = self.line(index.row())
        if line is None:
            if number not in self._asked:
                self._asked.add(number)
                self._request(number)
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        if role == LineRole:
            return line
        if role == ToneRole:
            return line.tones.get(column.key)
        return line.cells[index.column()]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        return None


_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
