"""The window on a real ledger: what was done at the desk is what today and the exchange say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ledger.catalogue.root import resources_root
from station_client.desk import cases
from station_client.ui.exchange.screen import ExchangeScreen
from station_client.ui.program import Program
from station_client.ui.today.screen import TodayScreen
from station_client.ui.window import MainWindow
from tests.station_client.desk.conftest import Desk, desk
from tests.station_client.ui.conftest import settle, the_places
from tests.station_client.ui.fakes import FakeCarrier, FakeDoor
from tests.station_client.ui.inspection import inspect

__all__ = ["desk"]

PICTURES = os.environ.get("STATION_PICTURES", "")


@pytest.fixture
def counter_window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    """王's window on the desk's ledger."""
    door = FakeDoor(lambda: desk.counter)
    program = Program(door, FakeCarrier(), resources_root())
    window = MainWindow(program, the_places(program), printer=lambda *_: True)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.enter(desk.counter)
    settle(qtbot, window)
    yield window
    window.close()


def picture(window: MainWindow, name: str) -> None:
    """Keep a picture, when a folder is named."""
    if PICTURES:
        window.grab().save(str(Path(PICTURES) / f"{name}.png"))


def test_an_accepted_case_shows_at_once_and_turns_when_the_office_has_it(
    counter_window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window = counter_window
    assert window.shell is not None
    screen = window.shell.shown
    assert isinstance(screen, TodayScreen)
    assert screen._due_part.rows.rows == ()
    person = desk.new_card()
    with qtbot.waitSignal(window.bus.changed):
        case = desk.accepted(person).case
    settle(qtbot, window)
    names = [row.accessibleName() for row in screen._due_part.rows.rows]
    assert len(names) == 1
    assert "赵国强" in names[0]
    assert "已存本站" in names[0]
    assert "离线" in window.shell.top.link.text()
    picture(window, "real-today")
    assert inspect(window) == []
    with qtbot.waitSignal(window.bus.changed):
        cases.first_review(desk.counter, case, True, "材料齐全，情况属实")
        desk.sync()
    settle(qtbot, window)
    assert "所已收" in screen._due_part.rows.rows[0].accessibleName()


def test_the_exchange_counts_what_is_not_sent_yet(
    counter_window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window = counter_window
    desk.accepted(desk.new_card())
    assert window.shell is not None
    window.shell.navigate("exchange")
    settle(qtbot, window)
    screen = window.shell.shown
    assert isinstance(screen, ExchangeScreen)
    unsent = desk.counter.ledger.unsent().count
    assert unsent > 0
    assert f" {unsent} " in screen._saved.accessibleName()
    assert screen._unsent.table.pages.rowCount() == unsent
    picture(window, "real-exchange")
    assert inspect(window) == []


def test_a_resident_is_found_by_initials_and_the_search_says_how_long_it_took(
    counter_window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window = counter_window
    desk.new_card()
    assert window.shell is not None
    box = window.shell.top.search
    box.edit.setFocus()
    box.edit.setText("zgq")
    box.typed.emit("zgq")
    qtbot.waitUntil(window.shell._search._list.isVisible)
    hit = window.shell._search._list.current()
    assert hit is not None
    assert hit.name == "赵国强"
    assert "1 人" in box._note.text()


def test_receipts_alone_turn_what_is_shown_to_received(
    counter_window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window = counter_window
    assert window.shell is not None
    screen = window.shell.shown
    assert isinstance(screen, TodayScreen)
    case = desk.accepted(desk.new_card()).case
    cases.first_review(desk.counter, case, True, "材料齐全，情况属实")
    qtbot.waitUntil(lambda: bool(screen._due_part.rows.rows))
    settle(qtbot, window)
    assert "已存本站" in screen._due_part.rows.rows[0].accessibleName()
    desk.sync()
    window.bus.link_moved()
    qtbot.waitUntil(lambda: "所已收" in screen._due_part.rows.rows[0].accessibleName())
