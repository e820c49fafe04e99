"""Rows that are put anew while somebody is at them."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station_client.ui.kit.buttons import Button
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.theme.theme import Theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def rows(qtbot: QtBot) -> Rows:
    """An empty list, in sight."""
    made = Rows()
    qtbot.addWidget(made)
    made.resize(400, 300)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def of(theme: Theme, names: str, opened: list[str]) -> list[Row]:
    """Rows of these names, each with a button; both tell ``opened``."""
    made = []
    for name in names:
        row = Row(theme, name)
        row.opened.connect(partial(opened.append, name))
        button = Button(theme, name, "row")
        button.clicked.connect(partial(opened.append, f"{name} button"))
        row.row.addWidget(button)
        made.append(row)
    return made


def button_of(row: Row) -> Button:
    """The button of a row."""
    button = row.findChild(Button)
    assert isinstance(button, Button)
    return button


def test_a_row_that_is_being_pressed_is_the_one_that_opens(
    rows: Rows, theme: Theme, qtbot: QtBot
) -> None:
    opened: list[str] = []
    rows.show_rows(of(theme, "赵钱", opened))
    pressed = rows.rows[0]
    QTest.mousePress(pressed, LEFT)
    rows.show_rows(of(theme, "孙赵钱", opened))
    assert pressed.isVisible()
    QTest.mouseRelease(pressed, LEFT)
    assert opened == ["赵"]
    qtbot.waitUntil(lambda: len(rows.rows) == 3)


def test_a_button_in_a_row_that_is_being_pressed_is_the_one_that_counts(
    rows: Rows, theme: Theme, qtbot: QtBot
) -> None:
    opened: list[str] = []
    rows.show_rows(of(theme, "赵钱", opened))
    pressed = button_of(rows.rows[1])
    QTest.mousePress(pressed, LEFT)
    rows.show_rows(of(theme, "孙", opened))
    rows.show_rows(of(theme, "孙李", opened))
    assert pressed.isVisible()
    QTest.mouseRelease(pressed, LEFT)
    assert opened == ["钱 button"]
    qtbot.waitUntil(lambda: [row.accessibleName() for row in rows.rows] == ["孙", "李"])


def test_a_press_of_which_no_end_is_heard_keeps_the_rows_away_only_for_a_moment(
    rows: Rows, theme: Theme, qtbot: QtBot
) -> None:
    rows.show_rows(of(theme, "赵钱", []))
    QTest.mousePress(rows.rows[0], LEFT)
    rows.show_rows(of(theme, "孙", []))
    qtbot.waitUntil(lambda: [row.accessibleName() for row in rows.rows] == ["孙"])


def test_the_cursor_stays_on_the_button_of_its_row(rows: Rows, theme: Theme) -> None:
    rows.show_rows(of(theme, "赵钱孙", []))
    button_of(rows.rows[1]).setFocus()
    rows.show_rows(of(theme, "赵钱孙", []))
    assert button_of(rows.rows[1]).hasFocus()
    rows.rows[2].setFocus()
    rows.show_rows(of(theme, "赵钱", []))
    assert rows.rows[1].hasFocus()
