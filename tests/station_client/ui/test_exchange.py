"""The exchange screen: three numbers, the diary, the stick."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_client.desk.exchange_lists import COLUMNS, Asked, Line, Listed, Name
from station_client.ui.exchange.listed import ListedPane
from station_client.ui.exchange.screen import ExchangeScreen
from station_client.ui.window import MainWindow
from station_client.ui.work import Token
from tests.station_client.ui import days
from tests.station_client.ui.conftest import MakeWindow, settle
from tests.station_client.ui.days import an_exchange
from tests.station_client.ui.fakes import FakeCarrier, StillCounter, fake_program
from tests.station_client.ui.hands import key_click
from tests.station_client.ui.inspection import inspect

PICTURES = os.environ.get("STATION_PICTURES", "")


def titles(pane: ListedPane) -> list[str]:
    """The second column of a list, row by row."""
    pages = pane.table.pages
    lines = (pages.line(row) for row in range(pages.rowCount()))
    return [line.cells[1] for line in lines if line is not None]


def exchange_of(window: MainWindow, qtbot: QtBot, **target: str) -> ExchangeScreen:
    """The exchange screen, shown."""
    assert window.shell is not None
    window.shell.navigate("exchange", **target)
    settle(qtbot, window)
    screen = window.shell.shown
    assert isinstance(screen, ExchangeScreen)
    return screen


def test_three_numbers_are_read_at_a_glance(window: MainWindow, qtbot: QtBot) -> None:
    screen = exchange_of(window, qtbot)
    names = [
        figure.accessibleName() for figure in (screen._saved, screen._received, screen._decided)
    ]
    assert names[0].startswith("存在本站，还没送到 7 ")
    assert names[1].startswith("镇事务所已收 1,846 ")
    assert names[2].startswith("已有决定 1,790 ")
    assert screen._diary.table.pages.rowCount() == 5


def test_what_is_unsent_opens_where_it_was_done(window: MainWindow, qtbot: QtBot) -> None:
    screen = exchange_of(window, qtbot)
    table = screen._unsent.table
    table.step(1)
    key_click(table, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.shell is not None
    assert window.shell.current == "people"


def test_the_only_stick_is_taken_without_asking(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    program = fake_program(folder=tmp_path)
    window = make_window(program)
    window.enter(StillCounter(program.door.texts("zh")))  # type: ignore[arg-type]
    settle(qtbot, window)
    screen = exchange_of(window, qtbot, do="to_stick")
    settle(qtbot, window)
    screen.from_stick()
    settle(qtbot, window)
    assert isinstance(program.carrier, FakeCarrier)
    assert program.carrier.asked == [f"write {tmp_path.name}", f"read {tmp_path.name}"]
    assert window.shell is not None
    assert window.shell.notices.text == "U盘回执已读入。"


class SlowCarrier(FakeCarrier):
    """Carries attachments until it is stopped."""

    def send_now(self, token: Token) -> str:
        text = "正在传附件 3/12，已传 4.1 MB，还差 17.3 MB"
        token.progress(4_300_000, 22_400_000, text)
        while not token.cancelled:
            self.asked.append("goes on")
            threading.Event().wait(0.01)
        return (
            "已停下：送到 0 条、收到 0 条、附件 4.1 MB，已经存好。"
            "还有附件差 17.3 MB，下次联系时接着传。"
        )


def test_how_far_attachments_are_is_seen_while_they_go_over_and_can_be_stopped(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    program = replace(fake_program(), carrier=SlowCarrier())
    window = make_window(program)
    window.enter(StillCounter(program.door.texts("zh")))  # type: ignore[arg-type]
    settle(qtbot, window)
    exchange_of(window, qtbot)._now.click()
    assert window.shell is not None
    strip = window.shell._strip
    qtbot.waitUntil(lambda: strip.isVisible() and "3/12" in strip._label.text())
    assert not strip._count.isVisible()
    assert inspect(window) == []
    if PICTURES:
        window.grab().save(str(Path(PICTURES) / "exchange-files.png"))
    strip._stop.click()
    assert strip._label.text().startswith("正在停下")
    settle(qtbot, window)
    assert not strip.isVisible()
    assert "附件差 17.3 MB，下次联系时接着传" in window.shell.notices.text
    assert inspect(window) == []
    if PICTURES:
        window.grab().save(str(Path(PICTURES) / "exchange-stopped.png"))


def test_what_waits_for_the_offices_update_is_said_above_the_numbers(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = exchange_of(window, qtbot)
    assert not screen._older.isVisible()
    say = window._program.door.texts("zh")
    screen._show(replace(an_exchange(), older=say("desk.exchange.older", n=7)))
    settle(qtbot, window)
    assert screen._older.isVisible()
    assert "7 条都存在本站" in screen._older.accessibleName()
    assert inspect(window) == []
    if PICTURES:
        window.grab().save(str(Path(PICTURES) / "exchange-older.png"))


def test_every_list_is_searched_and_sorted_by_its_columns_without_a_mouse(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = exchange_of(window, qtbot)
    for name, pane in (("diary", screen._diary), ("unsent", screen._unsent)):
        columns = [column.key for column in pane.table.pages.columns]
        assert columns == [key for key, _ in COLUMNS[name]]  # type: ignore[index]
        assert all(column.sortable for column in pane.table.pages.columns)
    pane = screen._unsent
    pane.search.edit.setText("赵国强")
    pane.search.typed.emit("赵国强")
    settle(qtbot, window)
    assert titles(pane) == ["赵国强 失业登记 · 受理", "赵国强 卡 · 改联系电话"]
    pane.search.edit.setFocus()
    for sort, first in (
        ((("title", False),), "赵国强 卡 · 改联系电话"),
        ((("title", True),), "赵国强 失业登记 · 受理"),
    ):
        key_click(pane.search.edit, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        settle(qtbot, window)
        assert pane.what() == Asked("赵国强", sort)
        assert titles(pane)[0] == first


def test_a_sentence_longer_than_its_column_stands_whole_below_the_list(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = exchange_of(window, qtbot)
    screen._diary.table.choose_first()
    settle(qtbot, window)
    assert screen._diary._whole.text().startswith("夜间上传：专线 10.20.1.5 没有回应")
    assert screen._diary._whole.isVisible()


@pytest.mark.parametrize(("steps", "moves"), [(0, True), (2, False)], ids=["newest", "another"])
def test_whoever_looks_at_the_newest_sees_the_next_one_too_and_nobody_else_is_moved(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, steps: int, moves: bool
) -> None:
    known: list[str] = []

    def lines(counter: object, name: Name, asked: Asked, part: slice) -> Listed[Line]:
        found = days.exchange_lines(name, asked, slice(0, None))
        shown = found.lines if name != "diary" or known else found.lines[1:]
        return Listed(shown[part], len(shown))

    monkeypatch.setattr("station_client.desk.exchange_view.lines_of", lines)
    pane = exchange_of(window, qtbot)._diary
    pane.table.step(steps)
    before = pane.table.current_id()
    known.append("the newest")
    pane.ask()
    settle(qtbot, window)
    assert (pane.table.current_id() != before) is moves
    assert pane.table.currentIndex().row() == (0 if moves else steps + 1)


def test_what_the_office_did_not_take_is_one_key_away_and_opens(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = exchange_of(window, qtbot)
    assert not screen._refused.isVisible()
    screen._which.focus_current()
    key_click(screen._which._group.checkedButton(), Qt.Key.Key_Right)
    settle(qtbot, window)
    assert screen._refused.isVisible()
    assert not screen._unsent.isVisible()
    assert titles(screen._refused) == ["周桂兰 · 改卡"]
    assert screen._refused._whole.text() == "卡已锁定，没有改动。"
    assert inspect(window) == []
    if PICTURES:
        window.grab().save(str(Path(PICTURES) / "exchange-refused.png"))
    key_click(screen._refused.table, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.shell is not None
    assert window.shell.current == "people"


def test_a_search_that_finds_nothing_says_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    screen = exchange_of(window, qtbot)
    screen._diary.search.edit.setText("USB-3")
    screen._diary.search.typed.emit("USB-3")
    settle(qtbot, window)
    assert screen._diary._none.isVisible()
    assert screen._diary._none._text.text() == "没有找到“USB-3”。"
