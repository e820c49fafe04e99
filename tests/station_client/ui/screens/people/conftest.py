"""The residents' place in a real window, on a real counter with a real ledger below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ledger.core.record import Change
from station_client.desk import cards
from station_client.ui.places import Context, Place, Screen
from station_client.ui.prefs import Appearance
from station_client.ui.screens import people
from station_client.ui.screens.people.screen import PeopleScreen
from station_client.ui.theme.theme import application
from station_client.ui.window import MainWindow
from tests.helpers.world import TOWN
from tests.station_client.desk.conftest import Desk, desk
from tests.station_client.ui.conftest import settle
from tests.station_client.ui.fakes import fake_program

__all__ = ["desk"]

_ICONS = {
    "today": "house",
    "people": "users",
    "accept": "file-plus",
    "cases": "folder-open",
    "ledger": "table-2",
    "guide": "book-open",
    "report": "chart-column",
    "exchange": "arrow-left-right",
}
OTHER_ID = "990101197904130418"
NEW_ID = "99010119900307231X"


class Arrivals(Screen):
    """A place that remembers what it was asked to show."""

    def __init__(self, context: Context, key: str, seen: list[tuple[str, dict[str, str]]]) -> None:
        super().__init__(context)
        self._key = key
        self._seen = seen

    def arrive(self, target: object) -> None:
        self._seen.append((self._key, dict(target)))  # type: ignore[call-overload]


@dataclass
class Shown:
    """A window in which the residents are shown, and what a person does with it."""

    desk: Desk
    window: MainWindow
    bot: QtBot
    arrivals: list[tuple[str, dict[str, str]]]
    printed: list[str]

    @property
    def people(self) -> PeopleScreen:
        """The screen."""
        assert self.window.shell is not None
        screen = self.window.shell.shown
        assert isinstance(screen, PeopleScreen)
        return screen

    @property
    def notice(self) -> str:
        """The sentence in the line at the bottom."""
        assert self.window.shell is not None
        return self.window.shell.notices.text

    def settle(self) -> None:
        """Wait until nothing is under way any more."""
        settle(self.bot, self.window)

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to be seen."""
        self.bot.waitUntil(true)

    def focused(self) -> QWidget:
        """What has the keyboard."""
        widget = application().focusWidget()
        assert widget is not None
        return widget

    def key(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        """Press a key."""
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.focused(), key, held)

    def find(self, typed: str, total: int) -> None:
        """Type into the search box and wait for so many people."""
        box = self.people.list.search
        box.edit.setFocus()
        box.edit.selectAll()
        QTest.keyClicks(box.edit, typed)
        pages = self.people.list.table.pages
        # As many as before may stand there: first the list must have been asked for these.
        self.until(lambda: pages._filters.get("text") == typed)
        self.settle()
        self.until(lambda: pages.rowCount() == total)

    def open(self, typed: str, name: str, total: int = 1) -> None:
        """Find somebody, and wait for the card."""
        self.find(typed, total)
        self.until(lambda: self.card_name() == name)

    def card_name(self) -> str:
        """The name on the card that is shown, "" for none."""
        view = self.people.beside.card.view
        return view.head.name if view is not None and self.people.beside.reading else ""

    def begin_edit(self) -> None:
        """Ctrl+E, and wait for the form."""
        self.key(Qt.Key.Key_E, ctrl=True)
        self.until(lambda: self.people.beside.editing)

    def type_into(self, field: str, text: str) -> None:
        """Type over a field of the form."""
        forms = self.people.beside.form.forms
        forms.focus_field(field)
        edit = self.focused()
        assert edit is forms._form(forms._home[field]).editor(field).input
        edit.selectAll()  # type: ignore[attr-defined]
        self.key(Qt.Key.Key_Backspace)
        QTest.keyClicks(edit, text)

    def message(self, field: str) -> str:
        """What is said below a field of the form."""
        forms = self.people.beside.form.forms
        return forms._form(forms._home[field]).editor(field).message


Show = Callable[..., Shown]


def make_places(arrivals: list[tuple[str, dict[str, str]]]) -> tuple[Place, ...]:
    """The eight places; all but the residents only remember who came."""
    return tuple(
        people.place()
        if key == "people"
        else Place(key, f"ui.place.{key}", icon, at, partial(Arrivals, key=key, seen=arrivals))
        for at, (key, icon) in enumerate(_ICONS.items(), start=1)
    )


@pytest.fixture
def show(desk: Desk, qtbot: QtBot) -> Iterator[Show]:
    """Shows the residents at a counter: ``show()``, or in another look and size."""
    made: list[MainWindow] = []

    def make(appearance: Appearance | None = None, size: tuple[int, int] = (1366, 728)) -> Shown:
        arrivals: list[tuple[str, dict[str, str]]] = []
        printed: list[str] = []

        def printer(_parent: QWidget, title: str, _pages: object) -> bool:
            printed.append(title)
            return True

        window = MainWindow(fake_program(), make_places(arrivals), printer=printer)
        made.append(window)
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.begin()
        settle(qtbot, window)
        if appearance is not None:
            window.change_appearance(appearance)
        window.enter(desk.counter)
        settle(qtbot, window)
        window.activateWindow()
        assert window.shell is not None
        window.shell.navigate("people")
        settle(qtbot, window)
        return Shown(desk, window, qtbot, arrivals, printed)

    yield make
    for window in made:
        window.close()


@pytest.fixture
def zhao(desk: Desk) -> str:
    """赵国强 has a card."""
    return desk.new_card()


@pytest.fixture
def two_phones(desk: Desk, zhao: str) -> str:
    """赵国强, whose telephone was changed here and at the office without either knowing."""
    desk.sync()
    office = desk.world.office
    clerk = desk.world.hire(office, "李明", ["T1"], TOWN, "T")
    known = office.record(zhao)
    assert known is not None
    change = Change("person", {"mobile": "19900008813"}, record=zhao, seen=known.seen)
    office.commit(clerk, "card.edit", [change])
    here = cards.open_card(desk.counter, zhao)
    cards.edit_card(desk.counter, zhao, {"mobile": "19900000777"}, here.seen)
    desk.sync()
    return zhao
