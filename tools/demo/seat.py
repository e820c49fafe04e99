"""The chair at the counter: the real window on a home, opened here and closed again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from station_client import window as composition
from station_client.app import Declared
from station_client.ui.window import MainWindow
from station_client.vault.home import Home
from tools.demo.hand import Hand

if TYPE_CHECKING:
    from station_client.app import Station
    from station_client.door import StationDoor

SIZE = (1366, 728)


class Printer:
    """Takes papers as a printer does; keeps their pages as pictures if given a folder."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.titles: list[str] = []

    def __call__(self, parent: QWidget, title: str, pages: Sequence[bytes]) -> bool:
        """Print pages; always works."""
        self.titles.append(title)
        if self._folder is not None:
            name = title.replace("/", "-").replace(" ", "")
            for at, page in enumerate(pages, start=1):
                file = self._folder / f"paper-{len(self.titles):02d}-{name}-{at}.png"
                file.write_bytes(page)
        return True


class Seat:
    """An open window, the hand that works it, and the printer beside it."""

    def __init__(self, window: MainWindow, door: StationDoor, hand: Hand, printer: Printer) -> None:
        self.window = window
        self.hand = hand
        self.printer = printer
        self._door = door

    @property
    def station(self) -> Station:
        """The station behind the window, for looking things up."""
        assert self._door.station is not None
        return self._door.station

    def settle(self) -> None:
        """Wait until no background work is left and what it brought is laid out."""
        while True:
            self.hand.wait(lambda: self.window.work.running == 0, "the work in the background")
            self.hand.rest()
            if self.window.work.running == 0:
                return  # nothing came while it was laid out, so what stands there is laid out


@contextmanager
def seated(
    home: Path, declared: Declared, pictures: Path | None = None, *, first: int = 1
) -> Iterator[Seat]:
    """Open the window on ``home`` at the size of the usual village PC; closes it afterwards."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["station-client"])
    program, door = composition.build_program(Home(home), declared)
    printer = Printer(pictures)
    window = MainWindow(program, composition.places(program), printer=printer)
    hand = Hand(window, pictures, first=first)
    try:
        window.begin()
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        hand.wait(window.isActiveWindow, "the window")
        yield Seat(window, door, hand, printer)
    finally:
        window.close()
        if door.station is not None:
            door.station.close()
        window.deleteLater()
        # Now, and not when some loop runs again: what the window still meant to keep has no home.
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        application.processEvents()
