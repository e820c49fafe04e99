"""The inspection finds what it is there to find."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_button import IconButton
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.theme.theme import Theme, application
from tests.station_client.ui.inspection import inspect, left_out


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    """A window with these widgets below each other."""
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    application().processEvents()
    return window


def test_a_good_window_has_no_faults(qtbot: QtBot, theme: Theme) -> None:
    edit = QLineEdit()
    edit.setAccessibleName("姓名")
    window = shown(qtbot, Label("姓名"), edit, Button(theme, "存下", key="Ctrl+S"))
    assert inspect(window) == []


def test_cut_off_words_are_found(qtbot: QtBot, theme: Theme) -> None:
    label = Label("这一句比它的地方长得多")
    label.setFixedWidth(40)
    wrapped = Label("这一句要折成好几行才放得下", wrap=True)
    wrapped.setFixedSize(60, 18)
    button = Button(theme, "一次性告知并打印", key="F9")
    button.setFixedWidth(50)
    elided = ElidedLabel("这一句短一点，也放不下")
    elided.setFixedWidth(60)
    faults = inspect(shown(qtbot, label, wrapped, button, elided))
    assert [fault.split(" ")[0] for fault in faults] == ["text", "text", "button"]
    assert left_out(elided.window()) == ["这一句短一点，也放不下"]


def test_neighbours_over_each_other_are_found(qtbot: QtBot) -> None:
    one, two = Label("一"), Label("二")
    window = shown(qtbot, one, two)
    two.setGeometry(one.geometry())
    assert any("lies over" in fault for fault in inspect(window))


def test_what_only_a_mouse_reaches_and_what_has_no_name_is_found(
    qtbot: QtBot, theme: Theme
) -> None:
    mouse_only = QPushButton("只能点")
    mouse_only.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    nameless = IconButton(theme, "eye", "")
    host = QWidget()
    row = QHBoxLayout(host)
    row.addWidget(mouse_only)
    row.addWidget(nameless)
    faults = inspect(shown(qtbot, host))
    assert any(fault.startswith("Tab does not reach") for fault in faults)
    assert any(fault.startswith("no accessible name") for fault in faults)
