"""A window around a counter that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts
from station_client.ui.exchange.screen import ExchangeScreen
from station_client.ui.places import Place, Screen
from station_client.ui.program import Program
from station_client.ui.theme.theme import Look, Theme, application
from station_client.ui.today.screen import TodayScreen
from station_client.ui.window import MainWindow
from station_client.ui.work import Work
from tests.helpers.world import texts
from tests.station_client.ui import days
from tests.station_client.ui.fakes import FakeDoor, StillCounter, fake_program
from tools.demo.hand import LAYOUT_ROUNDS

_PLACES = (
    ("people", "users"),
    ("accept", "file-plus"),
    ("cases", "folder-open"),
    ("ledger", "table-2"),
    ("guide", "book-open"),
    ("report", "chart-column"),
)

MakeWindow = Callable[..., MainWindow]

# What Qt's screenless platform says of every small window; it means nothing.
_SCREENLESS = "This plugin does not support propagateSizeHints"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the window's tests fail for every warning of Qt but the screenless one."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_SCREENLESS))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Let the windows go that a test has closed; a change of look would dress them all anew."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def say() -> Texts:
    """The Chinese texts."""
    return texts()


@pytest.fixture
def theme(qapp: Any) -> Theme:
    """The usual look, applied."""
    made = Theme(Look(), resources_root() / "icons")
    made.apply(application())
    return made


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[Work]:
    """A door to background work that is closed again."""
    made = Work()
    yield made
    assert made.close()


@pytest.fixture
def still_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk tells of one morning, whatever the ledger says."""
    for name, told in (
        ("today.today", lambda counter: days.a_day(counter.say.lang)),
        ("exchange_view.exchange_view", lambda counter: days.an_exchange(counter.say.lang)),
        (
            "exchange_view.lines_of",
            lambda counter, name, asked, part: days.exchange_lines(
                name, asked, part, counter.say.lang
            ),
        ),
        ("standing.link_state", lambda counter, linked: days.a_link(counter.say.lang)),
        ("cards.find_people", lambda counter, text, limit=50: days.some_people(text)),
    ):
        monkeypatch.setattr(f"station_client.desk.{name}", told)


def the_places(program: Program) -> tuple[Place, ...]:
    """The eight places; six of them empty."""
    middle = [
        Place(key, f"ui.place.{key}", icon, at, Screen)
        for at, (key, icon) in enumerate(_PLACES, start=2)
    ]
    exchange = Place(
        "exchange",
        "ui.place.exchange",
        "arrow-left-right",
        8,
        lambda context: ExchangeScreen(context, program.carrier),
    )
    return (Place("today", "ui.place.today", "house", 1, TodayScreen), *middle, exchange)


@pytest.fixture
def make_window(qtbot: QtBot, still_day: None) -> Iterator[MakeWindow]:
    """Makes a shown window around a program (default: somebody may log in)."""
    made: list[MainWindow] = []

    def make(program: Program | None = None, printer: Any = None) -> MainWindow:
        program = program or fake_program()
        printer = printer or (lambda parent, title, pages: True)
        window = MainWindow(program, the_places(program), printer=printer)
        made.append(window)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.begin()
        settle(qtbot, window)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot, say: Texts) -> MainWindow:
    """A window in which 王秀英 has logged in."""
    program = fake_program()
    made = make_window(program)
    assert isinstance(program.door, FakeDoor)
    made.enter(StillCounter(say))  # type: ignore[arg-type]
    settle(qtbot, made)
    return made


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until no background work is left and what it brought is laid out."""
    while True:
        qtbot.waitUntil(lambda: window.work.running == 0)
        for _ in range(LAYOUT_ROUNDS):
            application().processEvents()
        if window.work.running == 0:
            return  # nothing came while it was laid out, so what stands there is laid out
