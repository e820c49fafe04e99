"""A real window at a real counter: nothing is faked but the clock, the carrier and the printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.places import Place, Screen
from station_client.ui.prefs import Appearance, Language
from station_client.ui.screens import acceptance, cases, guide, ledger, report
from station_client.ui.shell.shell import Shell
from station_client.ui.theme.theme import Look, application
from station_client.ui.throttle import Throttle
from station_client.ui.window import MainWindow
from tests.station_client.desk.conftest import Desk
from tests.station_client.ui.conftest import settle
from tests.station_client.ui.fakes import fake_program
from tests.station_client.ui.inspection import inspect, left_out
from tests.station_client.ui.viewings import VIEWINGS, keep_picture

S = TypeVar("S", bound=Screen)


@dataclass
class Shop:
    """The window, the desk below it, and what was printed."""

    window: MainWindow
    desk: Desk
    qtbot: QtBot
    printed: list[str] = field(default_factory=list)

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    def settle(self) -> None:
        """Wait until no background work is left."""
        settle(self.qtbot, self.window)

    def go(self, place: str, kind: type[S], **target: str) -> S:
        """Go to a place."""
        self.shell.navigate(place, **target)
        self.settle()
        return self.screen(kind)

    def screen(self, kind: type[S]) -> S:
        """The screen that is shown, which must be of this kind."""
        shown = self.shell.shown
        assert isinstance(shown, kind)
        return shown

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the cursor is."""
        target = self.window.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type where the cursor is; Chinese comes from the input method."""
        target = self.window.focusWidget()
        assert target is not None
        if text.isascii():
            QTest.keyClicks(target, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        application().sendEvent(target, event)

    def until(self, happened: Callable[[], bool]) -> None:
        """Wait for it, then until it has settled."""
        self.qtbot.waitUntil(happened)
        self.settle()

    def exchange(self) -> None:
        """Station and office exchange, and the agent says that it did."""
        self.desk.sync()
        self.window.bus.link_moved()

    def paper(self) -> str:
        """The title of the paper that lies over the screen."""
        papers = self.shell.papers
        self.qtbot.waitUntil(papers.isVisible)
        self.settle()
        assert papers.preview is not None
        return papers.preview.accessibleName()

    def put_paper_away(self) -> None:
        """Esc on the paper."""
        preview = self.shell.papers.preview
        assert preview is not None
        QTest.keyClick(preview, Qt.Key.Key_Escape)
        self.settle()

    def look(self, language: Language, *, dark: bool, large: bool) -> None:
        """Another look of the whole window."""
        self.window.change_appearance(Appearance(language, Look(dark=dark, large=large)))
        self.settle()

    def faults(self, name: str) -> list[str]:
        """What is wrong with what is shown now."""
        self.settle()
        keep_picture(self.window, name)
        found = [*inspect(self.window), *sideways(self.window)]
        return [f"{name}: {fault}" for fault in found]


def sideways(window: QWidget) -> Iterator[str]:
    """Parts that are wider than the room they scroll in."""
    for area in window.findChildren(Scrolled):
        inner = area.widget()
        if inner is None or not area.isVisible():
            continue
        if inner.width() > area.viewport().width() + 1:
            wide, room = inner.width(), area.viewport().width()
            yield f"cut off sideways ({room} of {wide}): {area.accessibleName()}"


def in_every_look(shop: Shop, states: Callable[[str], list[str]]) -> list[str]:
    """The faults of some states in every language, type size and contrast, and on a big screen."""
    faults: list[str] = []
    for viewing in VIEWINGS:
        shop.window.resize(*viewing.size)
        shop.window.change_appearance(viewing.appearance)
        shop.settle()
        faults += states(str(viewing))
    return faults


def own_words_left_out(shop: Shop) -> list[str]:
    """Words of the window that end in … though they are its own."""
    return left_out(shop.shell)


@pytest.fixture
def shop(qtbot: QtBot, desk: Desk) -> Iterator[Shop]:
    """The window with 王秀英 at the counter of Liuhe village."""
    printed: list[str] = []

    def printer(_parent: QWidget, title: str, _pages: object) -> bool:
        printed.append(title)
        return True

    places = (
        Place("today", "ui.place.today", "house", 1, Screen),
        Place("people", "ui.place.people", "users", 2, Screen),
        acceptance.place(),
        cases.place(),
        ledger.place(),
        guide.place(),
        report.place(),
    )
    window = MainWindow(fake_program(), places, printer=printer)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.begin()
    settle(qtbot, window)
    window.enter(desk.counter)
    settle(qtbot, window)
    yield Shop(window, desk, qtbot, printed)
    window.close()
    for waiting in window.findChildren(Throttle):
        waiting.cancel()  # nothing may be asked of a ledger that is closed
