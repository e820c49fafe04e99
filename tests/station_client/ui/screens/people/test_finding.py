"""Finding somebody: the list while typing, the card beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from python_calamine import CalamineWorkbook

from station_client.desk.roster import importing
from tests.station_client.desk.conftest import Desk
from tests.station_client.ui.screens.people.conftest import NEW_ID, OTHER_ID, Show, Shown


def test_the_cursor_stands_in_the_search_box(show: Show, zhao: str) -> None:
    shown = show()
    assert QApplication.focusWidget() is shown.people.list.search.edit
    assert not shown.people.beside.reading


def test_the_card_opens_while_typing_initials(show: Show, desk: Desk, zhao: str) -> None:
    desk.new_card(name="赵国庆", id_no=OTHER_ID)
    shown = show()
    shown.open("zgq", "赵国庆", total=2)
    assert QApplication.focusWidget() is shown.people.list.search.edit


def test_down_walks_the_list_and_the_card_follows(show: Show, desk: Desk, zhao: str) -> None:
    desk.new_card(name="赵国庆", id_no=OTHER_ID)
    shown = show()
    shown.open("zgq", "赵国庆", total=2)
    shown.key(Qt.Key.Key_Down)
    shown.until(lambda: shown.card_name() != "赵国庆")
    assert shown.card_name() == "赵国强"


def test_enter_goes_to_the_card_and_esc_back_to_typing(show: Show, zhao: str) -> None:
    shown = show()
    shown.open("zgq", "赵国强")
    shown.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is shown.people.beside.card.tabs
    shown.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is shown.people.list.search.edit


def test_the_count_and_the_milliseconds_stand_in_the_box(show: Show, zhao: str) -> None:
    shown = show()
    shown.find("zgq", 1)
    assert "1 人 · " in shown.people.list.search._note.text()


def test_nobody_found_says_so_and_ctrl_n_takes_the_number_over(show: Show, zhao: str) -> None:
    shown = show()
    shown.find(NEW_ID, 0)
    assert NEW_ID in shown.people.beside._words._text.text()
    shown.key(Qt.Key.Key_N, ctrl=True)
    shown.until(lambda: shown.people.beside.editing)
    filled = shown.people.beside.form.forms.filled()
    assert (filled["id_no"], filled["birth_date"], filled["sex"]) == (NEW_ID, "1990-03-07", "1")


def test_an_empty_station_says_how_to_begin(show: Show) -> None:
    shown = show()
    shown.settle()
    assert "Ctrl+I" in shown.people.beside._words._text.text()


def test_routine_work_shows_only_its_people_until_esc(show: Show, desk: Desk, zhao: str) -> None:
    other = desk.new_card(name="赵国庆", id_no=OTHER_ID)
    shown = show()
    assert shown.window.shell is not None
    shown.window.shell.navigate("people", person=other, ids=other)
    shown.until(lambda: shown.people.list.table.pages.rowCount() == 1)
    shown.until(lambda: shown.card_name() == "赵国庆")
    assert shown.people.list.chosen_few.isVisible()
    shown.key(Qt.Key.Key_Escape)
    shown.until(lambda: shown.people.list.table.pages.rowCount() == 2)
    assert not shown.people.list.chosen_few.isVisible()


def test_somebody_found_from_the_head_line_is_shown_in_the_list(
    show: Show, desk: Desk, zhao: str
) -> None:
    for number in range(3):
        desk.station.create(number + 1)
    shown = show()
    shown.find(OTHER_ID, 0)
    assert shown.window.shell is not None
    shown.window.shell.navigate("people", person=zhao)
    shown.until(lambda: shown.card_name() == "赵国强")
    shown.until(lambda: shown.people.list.table.current_id() == zhao)


def test_a_list_of_many_is_read_page_by_page(show: Show, desk: Desk) -> None:
    from pathlib import Path

    importing.import_file(desk.counter, Path("tests/data/roster_beigou_gb18030.csv"))
    shown = show()
    pages = shown.people.list.table.pages
    shown.until(lambda: pages.rowCount() > 300)
    assert pages.line(250) is None
    shown.people.list.table.scrollTo(pages.index(250, 0))
    shown.until(lambda: pages.line(250) is not None)


def test_who_was_found_goes_to_excel_and_onto_paper(
    show: Show, desk: Desk, zhao: str, tmp_path: Path
) -> None:
    desk.new_card(name="何丽娟", id_no=OTHER_ID)
    shown = show()
    shown.open("zgq", "赵国强")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shown.focused(), Qt.Key.Key_E, both)
    panel = shown.people.out.panel
    assert QApplication.focusWidget() is panel.purpose.edit
    out = tmp_path / "居民.xlsx"
    panel.path.set_value(str(out))
    shown.key(Qt.Key.Key_F10)
    shown.until(lambda: out.exists() and not panel.isVisible())
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[3:]] == ["赵国强"]
    assert QApplication.focusWidget() is shown.people.list.search.edit
    QTest.keyClick(shown.focused(), Qt.Key.Key_P, both)
    shell = shown.window.shell
    assert shell is not None
    shown.until(shell.papers.isVisible)
    assert shown.printed == []


def test_esc_puts_the_way_to_excel_away(show: Show, zhao: str) -> None:
    shown = show()
    shown.people.list.excel_wanted.emit()
    assert shown.people.out.panel.isVisible()
    shown.key(Qt.Key.Key_Escape)
    assert not shown.people.out.panel.isVisible()
    assert QApplication.focusWidget() is shown.people.list.search.edit


def test_what_is_being_typed_is_left_alone_when_something_arrives(
    show: Show, desk: Desk, zhao: str
) -> None:
    desk.new_card(name="何丽娟", id_no=OTHER_ID)
    shown = show()
    shown.open("zgq", "赵国强")
    box = shown.people.list.search
    box.edit.selectAll()
    QTest.keyClicks(box.edit, "hlj")
    shown.people.beside.refresh()
    shown.until(lambda: shown.card_name() == "何丽娟")
    assert box.text == "hlj"


#: What is sorted by, click by click, and who then stands where; never as the step before.
SORTED: dict[tuple[tuple[str, bool], ...], list[str]] = {
    (("name", False),): ["何丽娟", "赵国强", "钱小满"],
    (("name", True),): ["钱小满", "赵国强", "何丽娟"],
    (): ["钱小满", "何丽娟", "赵国强"],
}


def listed(shown: Shown) -> list[str]:
    """The names in the list, from top to bottom."""
    pages = shown.people.list.table.pages
    lines = [pages.line(row) for row in range(pages.rowCount())]
    return [line.cells[0] for line in lines if line is not None]


def test_a_click_on_a_heading_sorts_the_list_and_a_third_one_lets_it_be(
    show: Show, desk: Desk, zhao: str
) -> None:
    desk.new_card(name="何丽娟", id_no=OTHER_ID)
    desk.new_card(name="钱小满", id_no=NEW_ID)
    shown = show()
    header = shown.people.list.table.horizontalHeader()
    assert header.isVisible()
    for sort, names in SORTED.items():
        header.sectionClicked.emit(0)
        assert shown.people.list.sort_by == sort
        shown.until(lambda names=names: listed(shown) == names)


def test_the_list_is_sorted_from_the_search_box_without_a_mouse(
    show: Show, desk: Desk, zhao: str
) -> None:
    desk.new_card(name="何丽娟", id_no=OTHER_ID)
    desk.new_card(name="钱小满", id_no=NEW_ID)
    shown = show()
    edit = shown.people.list.search.edit
    for sort, names in SORTED.items():
        QTest.keyClick(edit, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        assert shown.people.list.sort_by == sort
        shown.until(lambda names=names: listed(shown) == names)
    assert edit.text() == ""


def test_the_list_goes_out_in_the_order_it_stands_in(show: Show, desk: Desk, zhao: str) -> None:
    desk.new_card(name="何丽娟", id_no=OTHER_ID)
    shown = show()
    for expected in (["何丽娟", "赵国强"], ["赵国强", "何丽娟"]):
        shown.people.list.table.horizontalHeader().sectionClicked.emit(0)
        listing = shown.people._wanted().find(desk.counter)
        names = [cell for cells, _ in listing.rows(True) for cell in cells if cell in expected]
        assert names == expected
