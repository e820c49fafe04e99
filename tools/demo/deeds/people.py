"""Residents: the roster, finding somebody, correcting a card."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from station_client.ui.screens.people.card_pane import CardPane
from station_client.ui.screens.people.edit_pane import EditPane
from station_client.ui.screens.roster.page import RosterPage
from tools.demo.deeds.places import PEOPLE, go
from tools.demo.hand import CONTROL
from tools.demo.seat import Seat

if TYPE_CHECKING:
    from ledger.core.record import Record
    from station_client.desk.roster.running import Report


@dataclass(frozen=True)
class Resident:
    """Somebody in the roster, and what is typed to find him."""

    name: str
    typed: str


def import_roster(seat: Seat, roster: Path, report: Path) -> Report:
    """Ctrl+I: choose the file, see the columns, see the rows, run, keep the verdicts."""
    hand = seat.hand
    page = open_roster(seat, roster)
    hand.picture("roster-columns")
    hand.press(Qt.Key.Key_F10)
    hand.wait(lambda: page.step == "preview", "the rows")
    seat.settle()
    hand.picture("roster-rows")
    hand.press(Qt.Key.Key_F10)
    hand.wait(lambda: page.step == "result" or _under_way(page), "the run")
    hand.picture("roster-running")
    hand.wait(lambda: page.step == "result", "the end of the run")
    seat.settle()
    hand.picture("roster-result")
    hand.choose_path(report, lambda: hand.press(Qt.Key.Key_S, CONTROL))
    hand.wait(report.exists, str(report))
    seat.settle()
    done = page.importer.report
    assert done is not None
    return done


def open_roster(seat: Seat, roster: Path) -> RosterPage:
    """Ctrl+I and the file; ends where its columns are shown."""
    hand = seat.hand
    go(seat, PEOPLE)
    hand.press(Qt.Key.Key_I, CONTROL)
    page = hand.find(RosterPage)
    hand.picture("roster-file")
    hand.choose_path(roster, lambda: hand.press(Qt.Key.Key_O, CONTROL))
    hand.wait(lambda: page.step == "meaning", "the columns")
    seat.settle()
    return page


def leave_roster(seat: Seat) -> None:
    """Esc, page by page, back to the residents."""
    while seat.hand.look(RosterPage) is not None:
        seat.hand.press(Qt.Key.Key_Escape)
        seat.settle()


def find_person(seat: Seat, who: Resident, picture: str = "") -> Record:
    """Type until the card is open; gives the record."""
    hand = seat.hand
    go(seat, PEOPLE)
    hand.press(Qt.Key.Key_A, CONTROL)
    hand.write(who.typed)
    hand.wait(lambda: _card_of(seat, who.name), f"the card of {who.name}")
    seat.settle()
    if picture:
        hand.picture(picture)
    return record_of(seat, who)


def record_of(seat: Seat, who: Resident) -> Record:
    """The record of somebody, as it stands now."""
    found = seat.station.ledger.search(who.name, limit=5).rows
    return next(record for record in found if record.data["name"] == who.name)


def correct(seat: Seat, label: str, text: str, picture: str = "") -> None:
    """Change one field of the card that is open, and save it."""
    hand = seat.hand
    hand.press(Qt.Key.Key_E, CONTROL)
    hand.find(EditPane)
    hand.find(QLineEdit, label)
    hand.fill(label, text)
    seat.settle()
    if picture:
        hand.picture(picture)
    hand.press(Qt.Key.Key_S, CONTROL)
    hand.find(CardPane)
    seat.settle()


def show_tab(seat: Seat, title: str, picture: str = "") -> None:
    """Look at another page of the card that is open."""
    pane = seat.hand.find(CardPane)
    for _ in range(pane.tabs.count()):
        if pane.tabs.tabText(pane.tabs.currentIndex()).startswith(title):
            break
        pane.tabs.setFocus()
        seat.hand.press(Qt.Key.Key_PageDown, CONTROL)
    seat.settle()
    if picture:
        seat.hand.picture(picture)


def _under_way(page: RosterPage) -> bool:
    done = page.running.accessibleName().partition(" / ")[0]
    return page.step == "running" and done not in ("", "0")


def _card_of(seat: Seat, name: str) -> bool:
    pane = seat.hand.look(CardPane)
    return pane is not None and pane.view is not None and pane.view.head.name == name
