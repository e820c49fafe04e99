"""F5: filter, sort, columns, Excel, paper."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from python_calamine import CalamineWorkbook

from station_client.desk import cases
from station_client.ui.kit.table.table import PagedTable
from station_client.ui.screens.ledger.screen import LedgerScreen
from tests.station_client.ui.screens.acceptance.at_desk import Shop, in_every_look


def closed(shop: Shop) -> str:
    """One registered person; gives the card."""
    person = shop.desk.new_card()
    case = shop.desk.granted(person)
    cases.hand_over(shop.desk.counter, case, "赵国强", "3")
    return person


def opened(shop: Shop, code: str) -> LedgerScreen:
    """A ledger, read."""
    screen = shop.go("ledger", LedgerScreen, ledger=code)
    shop.settle()
    return screen


def table(screen: LedgerScreen) -> PagedTable:
    """The table that is shown."""
    assert screen.board.table is not None
    return screen.board.table


def keys(screen: LedgerScreen) -> list[str]:
    """The columns from left to right."""
    header, columns = table(screen).horizontalHeader(), table(screen).pages.columns
    return [columns[header.logicalIndex(at)].key for at in range(header.count())]


def test_the_ledger_shows_its_rows_their_count_and_the_milliseconds(shop: Shop) -> None:
    closed(shop)
    screen = opened(shop, "TZ-05")
    shop.until(lambda: table(screen).current() is not None)
    line = table(screen).current()
    assert line is not None
    assert "赵国强" in line.cells
    assert line.cells[-1] == "已存本站"
    assert screen.count_text.startswith("1 行 · ")


def test_an_empty_ledger_says_what_belongs_there(shop: Shop) -> None:
    screen = opened(shop, "TZ-05")
    assert not table(screen).isVisible()
    assert screen.board.none_text == "这本台账还没有内容。办件办结后自动记进来。"


def test_a_filter_holds_at_once_and_is_counted_on_its_button(shop: Shop) -> None:
    closed(shop)
    screen = opened(shop, "TZ-05")
    shop.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.filters.isVisible()
    screen.filters.put({"reg_date:ge": "2026-12-01"})
    shop.until(lambda: not table(screen).isVisible())
    assert screen.board.none_text == "没有符合筛选的。按 Ctrl F 改筛选。"
    assert screen.filter_button.text() == "筛选（1）"
    screen.filters.clear()
    shop.until(lambda: table(screen).isVisible())
    shop.key(Qt.Key.Key_Escape)
    assert not screen.filters.isVisible()


def test_a_heading_sorts_and_sorts_the_other_way_round(shop: Shop) -> None:
    for number in (1, 2, 3):
        shop.desk.station.create(number)
    screen = opened(shop, "TZ-01")
    at = next(i for i, c in enumerate(table(screen).pages.columns) if c.sortable)
    orders = []
    for _ in range(2):
        table(screen).horizontalHeader().sectionClicked.emit(at)
        shop.settle()
        lines = [table(screen).pages.line(row) for row in range(3)]
        orders.append([line.id for line in lines if line is not None])
    assert len(orders[0]) == 3
    assert orders[0] == list(reversed(orders[1]))


def test_columns_are_hidden_and_moved_and_remembered(shop: Shop) -> None:
    closed(shop)
    screen = opened(shop, "TZ-05")
    screen.toggle_columns()
    shop.settle()
    before = keys(screen)
    screen.chooser.set_shown(0, False)
    screen.chooser.move_column(1, 1)
    shop.settle()
    after = keys(screen)
    assert after[:2] == [before[2], before[1]]
    shop.look("zh", dark=True, large=False)
    again = shop.screen(LedgerScreen)
    assert keys(again) == after
    again.toggle_columns()
    again.chooser.reset.emit()
    shop.settle()
    assert keys(again) == before


def test_enter_opens_the_card_and_in_the_ledger_of_cases_the_case(shop: Shop) -> None:
    closed(shop)
    screen = opened(shop, "TZ-05")
    shop.until(lambda: table(screen).current() is not None)
    screen.board.focus()
    shop.key(Qt.Key.Key_Return)
    assert shop.shell.current == "people"
    screen = opened(shop, "TZ-43")
    shop.until(lambda: table(screen).current() is not None)
    screen.board.focus()
    shop.key(Qt.Key.Key_Return)
    assert shop.shell.current == "cases"


def test_the_excel_file_has_every_row_with_covered_numbers(shop: Shop, tmp_path: Path) -> None:
    closed(shop)
    screen = opened(shop, "TZ-05")
    shop.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert screen.excel.purpose.edit.hasFocus()
    out = tmp_path / "out.xlsx"
    screen.excel.path.set_value(str(out))
    shop.key(Qt.Key.Key_F10)
    shop.until(out.exists)
    shop.until(lambda: not screen.excel.isVisible())
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    told = [str(cell) for row in rows for cell in row]
    assert "赵国强" in told
    assert "9901**********1519" in told
    assert "已写好 1 行" in shop.shell.notices.text


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_left(
    shop: Shop, tmp_path: Path
) -> None:
    closed(shop)
    screen = opened(shop, "TZ-05")
    screen.open_excel()
    screen.excel.path.set_value(str(tmp_path / "nowhere" / "out.xlsx"))
    screen.excel.write.click()
    shop.until(lambda: "没能写到" in shop.shell.notices.text)
    assert screen.excel.isVisible()
    assert not (tmp_path / "nowhere").exists()


def test_the_ledger_is_seen_on_paper_before_it_prints(shop: Shop) -> None:
    closed(shop)
    opened(shop, "TZ-05")
    shop.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shop.paper() == shop.desk.counter.catalogue.prints["PT-26"].zh
    assert shop.printed == []


def test_every_state_is_whole_and_usable_in_every_look(shop: Shop) -> None:
    closed(shop)

    def states(name: str) -> list[str]:
        screen = opened(shop, "TZ-05")
        while screen.escape():
            shop.settle()
        faults = shop.faults(f"ledger-{name}")
        screen.toggle_filters()
        screen.toggle_columns()
        faults += shop.faults(f"ledger-filters-{name}")
        screen.open_excel()
        faults += shop.faults(f"ledger-excel-{name}")
        return faults

    assert in_every_look(shop, states) == []
