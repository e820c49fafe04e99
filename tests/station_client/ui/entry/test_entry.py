"""Joining, opening, logging in, and the lock that keeps everything."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ledger.catalogue.texts import Texts
from station_client.ui.entry.first_run import FirstRunPage
from station_client.ui.entry.lock import LockPage
from station_client.ui.entry.login import LoginPage
from station_client.ui.entry.unlock import UnlockPage
from station_client.ui.program import Person
from station_client.ui.window import MainWindow
from tests.helpers.waiting import PATIENCE_SECONDS
from tests.station_client.ui.conftest import MakeWindow, settle, the_places
from tests.station_client.ui.fakes import FakeDoor, StillCounter, fake_program
from tests.station_client.ui.hands import key_click, key_clicks


def page_of(window: MainWindow) -> object:
    """What the window shows."""
    return window._stack.currentWidget()


def type_and_enter(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Type where the keyboard is, and press Enter."""
    target = window.focusWidget()
    assert target is not None
    key_clicks(target, text)
    key_click(target, Qt.Key.Key_Return)
    settle(qtbot, window)


def test_the_operator_types_the_password_and_is_in(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    page = page_of(window)
    assert isinstance(page, LoginPage)
    assert page._secret.edit.hasFocus()
    type_and_enter(qtbot, window, "right")
    assert window.shell is not None
    assert window.shell.current == "today"


def test_a_wrong_password_is_a_sentence_and_the_next_try_starts_empty(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    type_and_enter(qtbot, window, "wrong")
    page = page_of(window)
    assert isinstance(page, LoginPage)
    assert page._secret.message == "密码不对，请再输一次。"
    assert page._secret.text == ""
    assert page._secret.edit.hasFocus()


def test_the_operator_of_last_time_comes_first(make_window: MakeWindow, qtbot: QtBot) -> None:
    program = fake_program()
    program.door.settings.set("ui.last_operator", "1.1.1")
    window = make_window(program)
    page = page_of(window)
    assert isinstance(page, LoginPage)
    assert page._chosen == "1.1.1"
    assert page._rows.rows[0].accessibleName() == "赵国庆 初审岗"


def test_the_lock_hides_and_discards_nothing(window: MainWindow, qtbot: QtBot) -> None:
    assert window.shell is not None
    window.shell.navigate("exchange")
    shell, screen = window.shell, window.shell.shown
    window.lock()
    settle(qtbot, window)
    assert isinstance(page_of(window), LockPage)
    assert not shell.isVisible()
    type_and_enter(qtbot, window, "wrong")
    assert isinstance(page_of(window), LockPage)
    type_and_enter(qtbot, window, "right")
    assert page_of(window) is shell
    assert shell.shown is screen
    assert shell.current == "exchange"


def test_somebody_else_may_log_in_over_a_lock(window: MainWindow, qtbot: QtBot) -> None:
    window.lock()
    page = page_of(window)
    assert isinstance(page, LockPage)
    page.other_wanted.emit()
    settle(qtbot, window)
    assert isinstance(page_of(window), LoginPage)
    assert window.counter is None


def test_a_new_pc_is_told_how_to_become_a_station(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    program = fake_program("enrol")
    window = make_window(program)
    page = page_of(window)
    assert isinstance(page, FirstRunPage)
    page._go.click()
    assert page._problem.isVisible()
    page.take_file(tmp_path / "柳河村.station")
    for text in ("Wang Xiuying", "password-1", "password-2", "a long passphrase"):
        type_and_enter(qtbot, window, text)
    assert page._again.message == "两遍不一样，请再输一遍"
    page._again.set_value(None)
    page._passphrase.set_value(None)  # type: ignore[union-attr]
    for text in ("password-1", "a long passphrase"):
        type_and_enter(qtbot, window, text)
    door = program.door
    assert isinstance(door, FakeDoor)
    assert [joining.name for joining in door.joined] == ["Wang Xiuying"]
    assert door.joined[0].passphrase == "a long passphrase"
    assert isinstance(page_of(window), LoginPage)


def test_the_ledger_is_opened_with_its_passphrase(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(fake_program("unlock"))
    page = page_of(window)
    assert isinstance(page, UnlockPage)
    type_and_enter(qtbot, window, "wrong")
    assert page_of(window) is page
    assert page._secret.message
    type_and_enter(qtbot, window, "right")
    assert isinstance(page_of(window), LoginPage)


def test_the_window_may_be_closed_before_anybody_logged_in(
    make_window: MakeWindow, say: Texts
) -> None:
    window = make_window()
    window.close()
    assert window.work.running == 0
    assert StillCounter(say).ledger.watchers == []


class SlowDoor(FakeDoor):
    """Reads its operators only once a test lets it."""

    def __init__(self) -> None:
        program = fake_program()
        assert isinstance(program.door, FakeDoor)
        super().__init__(program.door._counter)
        self.read = threading.Event()

    def people(self) -> Sequence[Person]:
        assert self.read.wait(PATIENCE_SECONDS)
        return super().people()


def test_enter_before_the_operators_are_listed_logs_in_once_they_are(
    qtbot: QtBot, still_day: None
) -> None:
    door = SlowDoor()
    program = replace(fake_program(), door=door)
    window = MainWindow(program, the_places(program))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.begin()
    target = window.focusWidget()
    assert target is not None
    key_clicks(target, "right")
    key_click(target, Qt.Key.Key_Return)
    assert isinstance(page_of(window), LoginPage)
    door.read.set()
    qtbot.waitUntil(lambda: window.shell is not None)
    settle(qtbot, window)
    window.close()
