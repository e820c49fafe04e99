"""Opening the window: puts the doors, the screens and the agent together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_client.app import Declared, Station
from station_client.carrier import StationCarrier
from station_client.door import StationDoor
from station_client.ui.program import Program

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.ui.places import Place
    from station_client.vault.home import Home


#: The operator types a password meanwhile.
AFTER_SECONDS = 1.5


def build_program(
    home: Home, declared: Declared, *, online: bool = True
) -> tuple[Program, StationDoor]:
    """The doors behind the window; ``online`` starts the agent soon after the ledger is open."""

    def opened(station: Station) -> None:
        if online:
            station.begin_exchanging(AFTER_SECONDS)

    door = StationDoor(home, declared, opened=opened)

    def say() -> Texts:
        return door.texts("en" if door.settings.get("ui.language") == "en" else "zh")

    carrier = StationCarrier(lambda: door.station, say)
    return Program(door, carrier, declared.root), door


def places(program: Program) -> tuple[Place, ...]:
    """The eight places of the window, in the order of their keys F1 to F8."""
    from station_client.ui.exchange.screen import ExchangeScreen
    from station_client.ui.places import Place
    from station_client.ui.screens import acceptance, cases, guide, ledger, people, report
    from station_client.ui.today.screen import TodayScreen

    exchange = Place(
        "exchange",
        "ui.place.exchange",
        "arrow-left-right",
        8,
        lambda context: ExchangeScreen(context, program.carrier),
    )
    return (
        Place("today", "ui.place.today", "house", 1, TodayScreen),
        people.place(),
        acceptance.place(),
        cases.place(),
        ledger.place(),
        guide.place(),
        report.place(),
        exchange,
    )


def show(home: Home, declared: Declared) -> int:
    """Open the window and stay until it is closed; gives the exit code."""
    from station_client.ui.application import run

    program, door = build_program(home, declared)
    try:
        return run(program, places(program))
    finally:
        if door.station is not None:
            door.station.close()
