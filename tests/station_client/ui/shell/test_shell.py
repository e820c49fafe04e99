"""The window by keyboard: places, search, cheat sheet, notices, papers, Esc."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from station_client.ui.bus import Changes
from station_client.ui.kit.label import ElidedLabel
from station_client.ui.places import Screen, Sheets
from station_client.ui.prefs import Appearance
from station_client.ui.shell.shell import Shell
from station_client.ui.shell.sidebar import Sidebar
from station_client.ui.theme.theme import Look
from station_client.ui.window import MainWindow
from tests.station_client.ui.conftest import MakeWindow, settle
from tests.station_client.ui.fakes import FakeCarrier, StillCounter, fake_program
from tests.station_client.ui.hands import key_click, key_clicks, mouse_click

CTRL = Qt.KeyboardModifier.ControlModifier


def shell_of(window: MainWindow) -> Shell:
    """The shell of a window in which somebody has logged in."""
    assert window.shell is not None
    return window.shell


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *, ctrl: bool = False) -> None:
    """Press a key in whatever has the keyboard."""
    target = QApplication.focusWidget() or window
    key_click(target, key, CTRL if ctrl else Qt.KeyboardModifier.NoModifier)
    settle(qtbot, window)


def a_page() -> bytes:
    """A small sheet as PNG."""
    image = QImage(210, 297, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.transparent)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (Qt.Key.Key_F2, "people"),
        (Qt.Key.Key_F3, "accept"),
        (Qt.Key.Key_F4, "cases"),
        (Qt.Key.Key_F5, "ledger"),
        (Qt.Key.Key_F6, "guide"),
        (Qt.Key.Key_F7, "report"),
        (Qt.Key.Key_F8, "exchange"),
    ],
)
def test_the_eight_places_are_eight_keys(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, place: str
) -> None:
    assert shell_of(window).current == "today"
    press(qtbot, window, key)
    assert shell_of(window).current == place
    press(qtbot, window, Qt.Key.Key_F1)
    assert shell_of(window).current == "today"


def test_esc_goes_back_to_where_one_came_from(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert shell_of(window).current == "today"


def test_a_person_is_found_from_anywhere_and_opened_by_enter(
    window: MainWindow, qtbot: QtBot
) -> None:
    arrived: list[dict[str, str]] = []
    shell = shell_of(window)
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_K, ctrl=True)
    box = shell.top.search.edit
    assert box.hasFocus()
    key_clicks(box, "zgq")
    qtbot.waitUntil(shell._search._list.isVisible)
    key_click(box, Qt.Key.Key_Down)
    shell.navigate("people")
    screen = shell.shown
    assert screen is not None

    def arrive(target: Mapping[str, str]) -> None:
        arrived.append(dict(target))

    screen.arrive = arrive  # type: ignore[method-assign]
    press(qtbot, window, Qt.Key.Key_K, ctrl=True)
    key_clicks(box, "zgq")
    qtbot.waitUntil(shell._search._list.isVisible)
    key_click(box, Qt.Key.Key_Down)
    key_click(box, Qt.Key.Key_Return)
    assert arrived == [{"person": "1.1.0"}]
    assert box.text() == ""


def test_the_state_of_the_link_is_in_sight_and_leads_to_the_exchange(
    window: MainWindow, qtbot: QtBot
) -> None:
    pill = shell_of(window).top.link
    assert pill.text() == "离线 · 待上传 7，最早 2 天前"
    mouse_click(pill)
    settle(qtbot, window)
    assert shell_of(window).current == "exchange"


def test_today_says_how_much_waits_beside_its_name(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_F8)
    assert shell_of(window).sidebar._buttons["today"].accessibleName() == "今日，3 件"


def test_the_cheat_sheet_opens_by_its_key_and_names_every_place(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(qtbot, window, Qt.Key.Key_Slash, ctrl=True)
    sheet = shell_of(window)._cheat
    assert sheet.isVisible()
    words = [child.text() for child in sheet.findChildren(QWidget) if hasattr(child, "text")]
    assert {"F1", "F8", "F9", "F10", "Ctrl K", "交换"} <= set(words)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_send_now_works_from_anywhere_and_says_what_came_of_it(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    program = fake_program()
    window = make_window(program)
    window.enter(StillCounter(program.door.texts("zh")))  # type: ignore[arg-type]
    settle(qtbot, window)
    press(qtbot, window, Qt.Key.Key_U, ctrl=True)
    assert isinstance(program.carrier, FakeCarrier)
    assert program.carrier.asked == ["send"]
    shell = shell_of(window)
    assert shell.notices.isVisible()
    assert shell.notices.text == "经专线送出 7 条、收到 3 条，双方核对一致。"


def test_a_notice_has_a_deed_and_goes_by_esc(window: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    shell = shell_of(window)
    shell.context.notify("已受理。", "green", ("打印", lambda: done.append("printed")))
    shell.notices._button.click()
    assert done == ["printed"]
    assert not shell.notices.isVisible()
    shell.context.notify("没有连上。", "amber")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not shell.notices.isVisible()
    assert shell.current == "today"


def test_a_paper_is_looked_at_before_it_is_printed(make_window: MakeWindow, qtbot: QtBot) -> None:
    sent: list[tuple[str, int]] = []

    def printer(parent: QWidget, title: str, pages: Sequence[bytes]) -> bool:
        sent.append((title, len(pages)))
        return True

    program = fake_program()
    window = make_window(program, printer)
    window.enter(StillCounter(program.door.texts("zh")))  # type: ignore[arg-type]
    settle(qtbot, window)
    shell = shell_of(window)
    shell.context.show_paper(lambda: Sheets("受理回执", [a_page(), a_page()]))
    settle(qtbot, window)
    assert shell.papers.isVisible()
    assert sent == []
    press(qtbot, window, Qt.Key.Key_P, ctrl=True)
    assert sent == [("受理回执", 2)]
    assert not shell.papers.isVisible()
    assert shell.notices.text == "《受理回执》已送打印机"
    shell.context.show_paper(lambda: Sheets("受理回执", [a_page()]))
    settle(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not shell.papers.isVisible()
    assert sent == [("受理回执", 2)]


def test_a_screen_that_steps_back_inside_keeps_the_place(window: MainWindow, qtbot: QtBot) -> None:
    shell = shell_of(window)
    press(qtbot, window, Qt.Key.Key_F2)
    screen = shell.shown
    assert isinstance(screen, Screen)
    screen.escape = lambda: True  # type: ignore[method-assign]
    press(qtbot, window, Qt.Key.Key_Escape)
    assert shell.current == "people"


def test_esc_does_what_is_in_front_before_it_closes_a_notice(
    window: MainWindow, qtbot: QtBot
) -> None:
    shell = shell_of(window)
    press(qtbot, window, Qt.Key.Key_F2)
    screen = shell.shown
    assert isinstance(screen, Screen)
    steps = [True, False, False]
    screen.escape = lambda: steps.pop(0)  # type: ignore[method-assign]
    shell.context.notify("没有连上。", "amber")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert shell.notices.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not shell.notices.isVisible()
    assert shell.current == "people"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert shell.current == "today"


def test_a_green_notice_does_not_follow_to_another_place_and_an_amber_one_does(
    window: MainWindow, qtbot: QtBot
) -> None:
    shell = shell_of(window)
    shell.context.notify("已受理。")
    press(qtbot, window, Qt.Key.Key_F8)
    assert not shell.notices.isVisible()
    shell.context.notify("没有连上。", "amber")
    press(qtbot, window, Qt.Key.Key_F1)
    assert shell.notices.isVisible()


def test_a_green_notice_needs_no_esc_of_its_own(window: MainWindow, qtbot: QtBot) -> None:
    shell = shell_of(window)
    press(qtbot, window, Qt.Key.Key_F8)
    shell.context.notify("已受理。")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert shell.current == "today"
    assert not shell.notices.isVisible()


def test_the_operators_posts_stand_in_one_line(window: MainWindow) -> None:
    posts = "综合受理岗、初审岗"
    made = Sidebar(
        window.theme,
        window.counter.say,  # type: ignore[union-attr]
        (),
        station="柳河村人社服务站",
        operator="王秀英",
        posts=posts,
    )
    made.resize(window.theme.size.nav, 600)
    made.show()
    line = next(each for each in made.findChildren(ElidedLabel) if each.text() == posts)
    assert not line.elided()
    assert line.height() < 2 * line.fontMetrics().height()
    made.close()


def test_a_window_redrawn_in_another_look_leaves_nothing_behind_that_listens(
    window: MainWindow, qtbot: QtBot
) -> None:
    old = shell_of(window)
    window.change_appearance(Appearance("zh", Look(large=True)))
    settle(qtbot, window)
    assert shell_of(window) is not old
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(old)
    with qtbot.captureExceptions() as caught:
        window.bus.changed.emit(Changes())
        settle(qtbot, window)
    assert caught == []
