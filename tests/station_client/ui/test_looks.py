"""Every page of the window at every size, language and look: nothing cut off, all by keyboard."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ledger.catalogue.texts import Texts
from station_client.ui.window import MainWindow
from tests.station_client.ui.conftest import MakeWindow, settle
from tests.station_client.ui.fakes import FakeDoor, StillCounter, fake_program
from tests.station_client.ui.inspection import inspect
from tests.station_client.ui.viewings import VIEWINGS, Viewing, keep_picture


@pytest.fixture(params=VIEWINGS, ids=str)
def looked(
    request: pytest.FixtureRequest, make_window: MakeWindow, qtbot: QtBot
) -> tuple[MainWindow, Viewing]:
    """A window before login, in one of the looks."""
    viewing: Viewing = request.param
    made = make_window()
    made.resize(*viewing.size)
    made.change_appearance(viewing.appearance)
    settle(qtbot, made)
    return made, viewing


def _check(window: MainWindow, look: Viewing, page: str) -> list[str]:
    keep_picture(window, f"{page}-{look}")
    faults = [f"{page}: {fault}" for fault in inspect(window)]
    if (window.width(), window.height()) != look.size:
        faults.append(f"{page}: the window grew to {window.width()}×{window.height()}")
    return faults


def test_every_page_is_whole_and_usable_in_every_look(
    looked: tuple[MainWindow, Viewing], qtbot: QtBot, say: Texts
) -> None:
    window, look = looked
    faults = _check(window, look, "login")
    window.enter(StillCounter(say))  # type: ignore[arg-type]
    settle(qtbot, window)
    faults += _check(window, look, "today")
    assert window.shell is not None
    for place in ("exchange", "settings"):
        window.shell.navigate(place)
        settle(qtbot, window)
        faults += _check(window, look, place)
    window.shell.navigate("today")
    window.shell.show_cheat_sheet()
    settle(qtbot, window)
    faults += _check(window, look, "cheat")
    window.lock()
    settle(qtbot, window)
    faults += _check(window, look, "lock")
    assert faults == []


def test_the_first_pages_are_whole_in_every_look(
    looked: tuple[MainWindow, Viewing], qtbot: QtBot, make_window: MakeWindow
) -> None:
    window, look = looked
    faults = []
    for stage in ("enrol", "unlock"):
        door = fake_program(stage).door
        assert isinstance(door, FakeDoor)
        window._program.door.first = stage  # type: ignore[attr-defined]
        window.begin()
        settle(qtbot, window)
        faults += _check(window, look, stage)
    assert faults == []
