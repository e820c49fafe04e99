"""The table reads by page, remembers its columns, and is used by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from station_client.ui.kit.table.page import Column, Filters, Line, Page, Sort
from station_client.ui.kit.table.table import Memory, PagedTable
from station_client.ui.prefs import Prefs
from station_client.ui.theme.theme import Theme, application
from station_client.ui.work import Work
from tests.station_client.ui.fakes import MemorySettings
from tests.station_client.ui.hands import key_click

COLUMNS = (
    Column("name", "姓名", 90, strong=True),
    Column("id", "身份证", 180, digits=True),
    Column("pay", "金额", 100, align="right"),
)
TOTAL = 50_000


class Village:
    """Fifty thousand rows that remember what was asked of them."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int, Sort, dict[str, object]]] = []

    def fetch(self, offset: int, limit: int, sort: Sort, filters: Filters) -> Page:
        self.asked.append((offset, limit, sort, dict(filters)))
        rows = range(offset, min(offset + limit, TOTAL))
        return Page(
            tuple(Line(f"1.{n}.0", (f"赵{n}", f"9901…{n:04d}", f"{n}")) for n in rows), TOTAL, 2.5
        )


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
def memory() -> Memory:
    return Memory(Prefs(MemorySettings(), "1.1.0"), "people")


@pytest.fixture
def table(
    qtbot: QtBot, theme: Theme, work: Work, village: Village, memory: Memory
) -> Iterator[PagedTable]:
    """A shown table that has read its first page."""
    host = QWidget()
    host.resize(600, 500)
    made = PagedTable(theme, work, COLUMNS, village.fetch, title="居民", memory=memory)
    QVBoxLayout(host).addWidget(made)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    with qtbot.waitSignal(made.counted) as counted:
        made.ask({"area": "990101001001"})
    assert counted.args == [TOTAL, 2.5]
    yield made
    host.hide()
    qtbot.waitUntil(lambda: work.running == 0)


def test_only_pages_that_are_seen_are_read(
    table: PagedTable, village: Village, qtbot: QtBot
) -> None:
    assert village.asked == [(0, 100, (), {"area": "990101001001"})]
    table.scrollToBottom()
    qtbot.waitUntil(lambda: table.pages.line(TOTAL - 1) is not None)
    assert {asked[0] for asked in village.asked} <= {0, 49_800, 49_900}
    assert table.pages.index(TOTAL - 1, 0).data() == "赵49999"


def test_the_model_keeps_the_rules_of_models(table: PagedTable, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(table.pages)  # type: ignore[no-untyped-call]
    assert table.pages.rowCount() == TOTAL


def test_numbers_stand_on_the_right(table: PagedTable) -> None:
    role = Qt.ItemDataRole.TextAlignmentRole
    assert table.pages.index(0, 2).data(role) & Qt.AlignmentFlag.AlignRight
    assert table.pages.index(0, 0).data(role) & Qt.AlignmentFlag.AlignLeft


def test_down_moves_enter_opens_and_the_record_is_named(table: PagedTable, qtbot: QtBot) -> None:
    table.setFocus()
    assert table.current_id() == "1.0.0"
    with qtbot.waitSignal(table.current_changed) as moved:
        key_click(table, Qt.Key.Key_Down)
    assert moved.args == ["1.1.0"]
    with qtbot.waitSignal(table.opened) as opened:
        key_click(table, Qt.Key.Key_Return)
    assert opened.args == ["1.1.0"]


def test_chosen_rows_are_copied_for_excel(table: PagedTable, qtbot: QtBot) -> None:
    table.setFocus()
    key_click(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    key_click(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "赵0\t9901…0000\t0\n赵1\t9901…0001\t1"


def test_a_heading_sorts_in_the_source_and_the_cursor_stays_on_its_record(
    table: PagedTable, village: Village, qtbot: QtBot
) -> None:
    table.choose("1.7.0")
    for expected in ((("name", False),), (("name", True),), ()):
        with qtbot.waitSignal(table.counted):
            table.horizontalHeader().sectionClicked.emit(0)
        assert village.asked[-1][2] == expected
        assert table.current_id() == "1.7.0"


def test_columns_are_remembered_per_person(
    table: PagedTable, qtbot: QtBot, theme: Theme, work: Work, village: Village, memory: Memory
) -> None:
    header = table.horizontalHeader()
    header.resizeSection(0, 140)
    header.moveSection(1, 0)
    qtbot.waitUntil(lambda: memory.prefs.get(memory.key) is not None)
    again = PagedTable(theme, work, COLUMNS, village.fetch, title="居民", memory=memory)
    qtbot.addWidget(again)
    kept = again.horizontalHeader()
    assert kept.sectionSize(0) == 140
    assert kept.visualIndex(1) == 0
    other = Memory(Prefs(MemorySettings(), "1.2.0"), "people")
    assert other.prefs.get(other.key) is None


def test_rows_further_down_are_drawn(table: PagedTable) -> None:
    row = table.pages.index(60, 0)
    table.scrollTo(row)
    application().processEvents()
    cell = table.visualRect(row)
    picture = table.viewport().grab(cell).toImage()
    drawn = {picture.pixel(x, y) for x in range(cell.width()) for y in range(cell.height())}
    assert len(drawn) > 2


def test_alt_and_a_digit_sort_by_the_column_that_stands_there(
    qtbot: QtBot, table: PagedTable, village: Village
) -> None:
    header = table.horizontalHeader()
    header.moveSection(header.visualIndex(2), 0)
    for wanted in ((("pay", False),), (("pay", True),), ()):
        key_click(table, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda wanted=wanted: village.asked[-1][2] == wanted)
    key_click(table, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert table.pages.sort_by == ()
