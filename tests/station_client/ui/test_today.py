"""The first screen says what to do, and each line leads there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ledger.catalogue.texts import Texts
from station_client.desk.today import Today
from station_client.ui.kit.rows import Row
from station_client.ui.today.screen import TodayScreen
from station_client.ui.window import MainWindow
from tests.station_client.ui import days
from tests.station_client.ui.conftest import MakeWindow, settle
from tests.station_client.ui.fakes import StillCounter
from tests.station_client.ui.hands import key_click


def today_of(window: MainWindow) -> TodayScreen:
    """The first screen, with every way out of it written down instead of taken."""
    assert window.shell is not None
    screen = window.shell.shown
    assert isinstance(screen, TodayScreen)
    return screen


def write_down(
    gone: list[tuple[str, dict[str, str]]], place: str, target: Mapping[str, str]
) -> None:
    """A screen's arrival that only remembers."""
    gone.append((place, dict(target)))


def follow(window: MainWindow) -> list[tuple[str, dict[str, str]]]:
    """Where the screens were asked to go."""
    assert window.shell is not None
    gone: list[tuple[str, dict[str, str]]] = []
    for key in ("people", "accept", "cases", "exchange"):
        window.shell.navigate(key)
        screen = window.shell.shown
        assert screen is not None
        screen.arrive = partial(write_down, gone, key)  # type: ignore[method-assign]
    window.shell.navigate("today")
    return gone


def test_the_first_line_has_the_keyboard_and_down_walks(window: MainWindow, qtbot: QtBot) -> None:
    screen = today_of(window)
    rows = screen._due_part.rows.rows
    assert [row.accessibleName().split()[0] for row in rows[:2]] == ["超", "退回"]
    assert rows[0].hasFocus()
    key_click(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()


def test_enter_opens_the_case(window: MainWindow, qtbot: QtBot) -> None:
    gone = follow(window)
    settle(qtbot, window)
    row = today_of(window)._due_part.rows.rows[1]
    key_click(row, Qt.Key.Key_Return)
    assert gone[-1] == ("cases", {"case": "1.1.0"})


def test_each_part_leads_to_where_its_work_is_done(window: MainWindow, qtbot: QtBot) -> None:
    gone = follow(window)
    settle(qtbot, window)
    screen = today_of(window)
    openers: list[Row] = [
        screen._drafts_part.rows.rows[0],
        screen._back_part.rows.rows[0],
        screen._routine.rows[0],
    ]
    for row in openers:
        row.opened.emit()
    assert gone == [
        ("accept", {"draft": "d1"}),
        ("cases", {"case": "1.9.0"}),
        ("people", {"person": "1.1.0", "ids": "1.1.0"}),
    ]


def test_what_changes_in_the_ledger_is_seen_without_losing_the_place(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = today_of(window)
    rows = screen._due_part.rows.rows
    key_click(rows[0], Qt.Key.Key_Down)
    assert window.counter is not None
    with qtbot.waitSignal(window.bus.changed):
        window.counter.ledger.change({"case"})  # type: ignore[attr-defined]
    settle(qtbot, window)
    assert screen._due_part.rows.rows[0] is not rows[0]
    assert screen._due_part.rows.rows[1].hasFocus()


def test_entering_reads_the_day_once(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, say: Texts
) -> None:
    read: list[str] = []

    def told(counter: StillCounter) -> Today:
        read.append(counter.say.lang)
        return days.a_day(counter.say.lang)

    window = make_window()
    monkeypatch.setattr("station_client.desk.today.today", told)
    window.enter(StillCounter(say))  # type: ignore[arg-type]
    settle(qtbot, window)
    assert read == ["zh"]


def test_a_day_with_only_a_draft_has_no_gap_and_idle_routine_is_a_sentence(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, say: Texts
) -> None:
    day = replace(days.a_day("zh"), due=(), back=(), routine=())
    monkeypatch.setattr("station_client.desk.today.today", lambda counter: day)
    window = make_window()
    window.enter(StillCounter(say))  # type: ignore[arg-type]
    settle(qtbot, window)
    screen = today_of(window)
    assert not screen._due_part.isVisible()
    assert screen._drafts_part.y() == 0
    assert not screen._none.isVisible()
    assert screen._idle.text() == "现在没有要做的例行工作。"
    assert screen._idle.isVisible()
