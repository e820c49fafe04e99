"""A roster becomes cards, page after page, by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from station_client.desk.counter import Counter
from station_client.desk.roster.questions import pending
from station_client.desk.roster.running import Report
from station_client.desk.roster.verdicts import Plan
from station_client.desk.roster.workbook import read_sheets
from station_client.ui.prefs import Appearance
from station_client.ui.screens.roster.session import Stop, write
from station_client.ui.theme.theme import Look, application
from tests.helpers.waiting import PATIENCE_SECONDS
from tests.station_client.desk.conftest import Desk
from tests.station_client.ui.screens.roster.conftest import DATA, Importing, people_in


def test_ctrl_i_opens_the_import_and_esc_goes_back(importing: Importing) -> None:
    assert importing.page.step == "file"
    assert QApplication.focusWidget() is importing.page.choose.choose
    importing.shown.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is importing.shown.people.list.search.edit


def test_a_file_is_chosen_with_ctrl_o(
    importing: Importing, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(roster), ""))
    importing.shown.key(Qt.Key.Key_O, ctrl=True)
    importing.until("meaning")
    assert importing.page.importer.opened is not None


def test_a_file_can_be_dropped_on_the_page(importing: Importing, roster: Path) -> None:
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(roster))])
    where, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    application().sendEvent(importing.page, QDragEnterEvent(where, copy, carried, left, none))
    assert importing.page.choose._over
    application().sendEvent(importing.page, QDropEvent(where.toPointF(), copy, carried, left, none))
    importing.until("meaning")
    assert not importing.page.choose._over


def test_a_file_that_is_no_table_is_told_in_a_sentence(
    importing: Importing, tmp_path: Path
) -> None:
    picture = tmp_path / "照片.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    importing.page.open_file(picture)
    importing.shown.until(lambda: "照片.xlsx" in importing.shown.notice)
    assert importing.page.step == "file"


def test_columns_show_what_they_are_taken_for_with_covered_samples(
    importing: Importing, roster: Path
) -> None:
    importing.open(roster)
    meaning = importing.page.meaning
    assert [edit.text() for edit in meaning.edits.values()] == [
        "姓名", "性别", "出生日期", "公民身份号码", "手机号码", "学历(文化程度)",
    ]  # fmt: skip
    from PySide6.QtWidgets import QLabel

    texts = [label.text() for label in meaning.findChildren(QLabel)]
    assert any("9901**********231X" in text for text in texts)
    assert not any("99010119900307231X" in text for text in texts)


def test_a_column_is_corrected_by_typing(importing: Importing, roster: Path) -> None:
    importing.open(roster)
    edit = importing.page.meaning.edits[4]
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "gddh")
    assert edit.is_open
    importing.shown.key(Qt.Key.Key_Return)
    opened = importing.page.importer.opened
    assert opened is not None
    mapping = opened.meaning.sheets[0]
    assert mapping is not None
    assert mapping.targets[4] == "phone"
    assert QApplication.focusWidget() is importing.page.meaning.edits[4]


def test_the_preview_tells_what_becomes_of_every_row_before_anything_is_written(
    importing: Importing, desk: Desk, roster: Path
) -> None:
    importing.preview(roster)
    table = importing.page.preview.table
    importing.shown.until(lambda: table.pages.rowCount() == 4)
    rows = [table.pages.line(at) for at in range(4)]
    verdicts = {row.cells[1]: row.cells[3] for row in rows if row is not None}
    assert verdicts == {
        "钱小满": "可录入",
        "赵国庆": "改好后录入",
        "赵国强": "待您核对",
        "孙无号": "录不了",
    }
    assert people_in(desk) == 0


def test_the_preview_is_filtered_by_verdict(importing: Importing, roster: Path) -> None:
    importing.preview(roster)
    preview = importing.page.preview
    importing.shown.until(lambda: preview.table.pages.rowCount() == 4)
    assert preview.verdicts is not None
    preview.verdicts.show_choice("asked")
    preview.verdicts.chosen.emit("asked")
    importing.shown.until(lambda: preview.table.pages.rowCount() == 1)
    line = preview.table.pages.line(0)
    assert line is not None
    assert "1990000496" in line.cells[4]


def test_esc_steps_back_page_by_page(importing: Importing, roster: Path) -> None:
    importing.preview(roster)
    importing.shown.key(Qt.Key.Key_Escape)
    assert importing.page.step == "meaning"
    importing.shown.key(Qt.Key.Key_Escape)
    assert importing.page.step == "file"


def test_f10_writes_the_cards_and_the_result_counts_them(
    importing: Importing, desk: Desk, roster: Path
) -> None:
    importing.run(roster)
    assert people_in(desk) == 3
    report = importing.page.importer.report
    assert report is not None
    assert (report.created, report.asked, report.refused) == (3, 1, 1)
    assert "（2）" in importing.page.result.questions.text()


def test_a_second_run_writes_nothing(importing: Importing, desk: Desk, roster: Path) -> None:
    importing.run(roster)
    importing.open(roster)
    importing.shown.key(Qt.Key.Key_F10)
    importing.until("preview")
    assert not importing.page.go.isEnabled()
    assert people_in(desk) == 3


def test_the_village_roster_comes_in_with_progress(importing: Importing, desk: Desk) -> None:
    steps: list[tuple[int, int]] = []
    importing.page.importer.moved.connect(lambda done, total: steps.append((done, total)))
    importing.run(DATA / "roster_liuhe.xlsx")
    assert people_in(desk) == 2924
    assert steps[-1] == (2924, 2924)
    assert len(steps) > 3


def test_stopping_keeps_what_is_written_and_the_file_goes_on_later(
    importing: Importing, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def held(
        counter: Counter, planned: Plan, moved: Callable[[int, int], object], stop: Stop
    ) -> Report:
        """Writes a batch, and the next once somebody pressed Escape."""

        def told(done: int, total: int) -> None:
            moved(done, total)
            assert not done or stopped.wait(PATIENCE_SECONDS)

        return write(counter, planned, told, stop)

    monkeypatch.setattr("station_client.ui.screens.roster.importer.write", held)
    path = DATA / "roster_liuhe.xlsx"
    importing.preview(path)
    importing.shown.settle()
    done: list[int] = []
    importing.page.importer.moved.connect(lambda now, _total: done.append(now))
    importing.shown.key(Qt.Key.Key_F10)
    importing.shown.until(lambda: bool(done) and done[-1] > 0)
    importing.shown.key(Qt.Key.Key_Escape)
    stopped.set()
    importing.until("result")
    report = importing.page.importer.report
    assert report is not None
    assert report.cancelled
    assert people_in(desk) == report.created
    assert 0 < report.created < 2924
    importing.page.open_file(path)
    importing.shown.until(lambda: f"{report.created} / 2924" in importing.shown.notice)


def test_the_report_is_saved_as_xlsx(
    importing: Importing, roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing.run(roster)
    target = tmp_path / "结果.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    importing.shown.key(Qt.Key.Key_S, ctrl=True)
    importing.shown.until(lambda: "结果.xlsx" in importing.shown.notice)
    sheets = read_sheets(target).sheets
    assert len(sheets) == 2
    assert "改好后录入" in sheets[1].rows[2]


def test_what_waits_is_told_when_the_import_is_opened_again(
    importing: Importing, desk: Desk, roster: Path
) -> None:
    importing.run(roster)
    importing.shown.key(Qt.Key.Key_Escape)
    importing.shown.key(Qt.Key.Key_I, ctrl=True)
    importing.shown.until(importing.page.choose.waiting.isVisible)
    assert len(pending(desk.counter.ledger.local)) == 2


def test_f2_means_the_residents_also_from_within_the_import(
    importing: Importing, roster: Path
) -> None:
    importing.open(roster)
    importing.shown.key(Qt.Key.Key_F2)
    importing.shown.settle()
    assert QApplication.focusWidget() is importing.shown.people.list.search.edit
    assert importing.shown.notice == "名册还没导完，按 Ctrl+I 接着来。"
    importing.shown.key(Qt.Key.Key_I, ctrl=True)
    importing.shown.settle()
    assert importing.page.isVisible()
    assert importing.page.step == "meaning"


def test_the_result_survives_large_type(importing: Importing, roster: Path) -> None:
    importing.run(roster)
    importing.shown.settle()
    before = importing.page
    changed = importing.shown.window.change_appearance(Appearance("zh", Look(large=True)))
    assert changed
    importing.shown.settle()
    assert importing.page is not before
    importing.until("result")
    assert importing.page.isVisible()
    assert importing.page.importer.report is before.importer.report


def test_the_display_is_not_changed_while_rows_are_written(
    importing: Importing, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let = threading.Event()

    def slow(counter: Counter, planned: Plan, moved: object, stop: Stop) -> Report:
        assert let.wait(PATIENCE_SECONDS)
        return write(counter, planned, lambda _done, _total: None, stop)

    monkeypatch.setattr("station_client.ui.screens.roster.importer.write", slow)
    importing.preview(roster)
    importing.shown.settle()
    importing.shown.key(Qt.Key.Key_F10)
    importing.until("running")
    window = importing.shown.window
    assert not window.change_appearance(Appearance("en", Look()))
    assert importing.shown.notice == "名册正在导入，导完再改显示，免得看不到结果。"
    assert window.appearance.language == "zh"
    let.set()
    importing.until("result")


def test_an_import_that_ends_behind_ones_back_says_so(importing: Importing, roster: Path) -> None:
    importing.preview(roster)
    importing.shown.settle()
    importing.shown.key(Qt.Key.Key_F10)
    importing.shown.key(Qt.Key.Key_F2)
    importing.shown.until(lambda: importing.shown.notice == "名册导完了。")
    assert importing.page.step == "result"
