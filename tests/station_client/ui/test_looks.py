"""Every page of the window at every size, language and look: nothing cut off, all by keyboard."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ledger.catalogue.texts import Texts
from station_client.ui.prefs import Appearance, Language
from station_client.ui.theme.theme import Look
from station_client.ui.window import MainWindow
from tests.station_client.ui.conftest import MakeWindow, settle
from tests.station_client.ui.fakes import FakeDoor, StillCounter, fake_program
from tests.station_client.ui.inspection import inspect

SIZES = ((1366, 728), (1920, 1040))
LOOKS = list(itertools.product(SIZES, ("zh", "en"), (False, True), (False, True)))
PICTURES = os.environ.get("STATION_PICTURES", "")


def _look_id(look: tuple[tuple[int, int], str, bool, bool]) -> str:
    (width, _height), language, large, dark = look
    return f"{width}-{language}{'-large' if large else ''}{'-dark' if dark else ''}"


@pytest.fixture(params=LOOKS, ids=_look_id)
def looked(
    request: pytest.FixtureRequest, make_window: MakeWindow, qtbot: QtBot
) -> tuple[MainWindow, str]:
    """A window before login, in one of the looks."""
    size, language, large, dark = request.param
    made = make_window()
    made.resize(*size)
    made.change_appearance(_appearance(language, Look(dark=dark, large=large)))
    settle(qtbot, made)
    return made, _look_id(request.param)


def _appearance(language: str, look: Look) -> Appearance:
    spoken: Language = "en" if language == "en" else "zh"
    return Appearance(spoken, look)


def _check(window: MainWindow, look: str, page: str) -> list[str]:
    if PICTURES:
        window.grab().save(str(Path(PICTURES) / f"{page}-{look}.png"))
    faults = [f"{page}: {fault}" for fault in inspect(window)]
    width = int(look.split("-", maxsplit=1)[0])
    if (window.width(), window.height()) not in SIZES or window.width() != width:
        faults.append(f"{page}: the window grew to {window.width()}×{window.height()}")
    return faults


def test_every_page_is_whole_and_usable_in_every_look(
    looked: tuple[MainWindow, str], qtbot: QtBot, say: Texts
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
    looked: tuple[MainWindow, str], qtbot: QtBot, make_window: MakeWindow
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
