"""Settings take effect at once and are kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_client.ui.prefs import Appearance, load_appearance
from station_client.ui.program import LinkSettings
from station_client.ui.settings.screen import SettingsScreen
from station_client.ui.theme.theme import Look
from station_client.ui.window import MainWindow
from tests.station_client.ui.conftest import settle
from tests.station_client.ui.fakes import FakeCarrier, FakeDoor
from tests.station_client.ui.hands import key_click, mouse_click


def settings_of(window: MainWindow, qtbot: QtBot) -> SettingsScreen:
    """The settings page, shown."""
    assert window.shell is not None
    window.shell.navigate("settings")
    settle(qtbot, window)
    screen = window.shell.shown
    assert isinstance(screen, SettingsScreen)
    return screen


def test_large_type_grows_the_window_at_once_and_stays_on_the_page(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = settings_of(window, qtbot)
    before = window.theme.size.text
    mouse_click(screen._large)
    settle(qtbot, window)
    assert window.theme.size.text == 19 > before
    assert window.shell is not None
    assert window.shell.current == "settings"
    again = window.shell.shown
    assert isinstance(again, SettingsScreen)
    assert again._large.isChecked()
    kept = load_appearance(window._program.door.settings)
    assert kept == Appearance("zh", Look(large=True))


def test_the_language_changes_every_word_without_a_restart(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = settings_of(window, qtbot)
    screen._language.focus_current()
    key_click(screen._language._group.checkedButton(), Qt.Key.Key_Right)
    settle(qtbot, window)
    assert window.windowTitle() == "Village Station"
    assert window.counter is not None
    assert window.counter.say.lang == "en"
    assert window.shell is not None
    assert window.shell.sidebar._buttons["today"].text() == "Today"


def test_addresses_and_the_night_are_kept_when_they_can_be_read(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = settings_of(window, qtbot)
    carrier = window._program.carrier
    assert isinstance(carrier, FakeCarrier)
    assert screen._line.value() == "https://10.20.1.5"
    screen._from.set_value("25:00")
    screen._save_link()
    assert screen._from.message == "请写成 22:00 这样"
    screen._from.set_value("21:30")
    screen._save_link()
    settle(qtbot, window)
    assert carrier.kept == LinkSettings("https://10.20.1.5", "https://10.8.0.1", "21:30", "05:00")
    assert window.shell is not None
    assert window.shell.notices.text == "设置已存下"


def test_the_nights_speed_is_bounded_by_a_number_one_can_mean(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = settings_of(window, qtbot)
    carrier = window._program.carrier
    assert isinstance(carrier, FakeCarrier)
    for nonsense in ("8", "much", "-256", "2,5", "1000000"):
        screen._kbit.set_value(nonsense)
        screen._save_link()
        assert screen._kbit.message == "请写 16 到 100000 的整数；不限就空着", nonsense
    assert carrier.kept.night_kbit == 0
    screen._kbit.set_value("256")
    screen._save_link()
    settle(qtbot, window)
    assert carrier.kept.night_kbit == 256
    assert screen._kbit.message == ""
    screen._kbit.set_value("")
    screen._save_link()
    settle(qtbot, window)
    assert carrier.kept.night_kbit == 0


def test_the_password_is_changed_when_both_agree(window: MainWindow, qtbot: QtBot) -> None:
    screen = settings_of(window, qtbot)
    door = window._program.door
    assert isinstance(door, FakeDoor)
    screen._old.set_value("right")
    screen._new.set_value("a new one")
    screen._again.set_value("another")
    screen._change_password()
    assert screen._again.message == "两遍不一样，请再输一遍"
    screen._again.set_value("a new one")
    screen._change_password()
    settle(qtbot, window)
    assert door.changed == [("1.1.0", "right", "a new one")]
    assert screen._old.text == ""
