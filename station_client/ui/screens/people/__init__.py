"""Residents: find somebody, see and correct the card, import rosters."""

from __future__ import annotations

from station_client.ui.places import Context, Place, Screen


def place() -> Place:
    """The second place of the side bar."""
    return Place("people", "ui.place.people", "users", 2, _build)


def _build(context: Context) -> Screen:
    # The screen is loaded when it is first shown: the window opens without it.
    from station_client.ui.screens.people.screen import PeopleScreen

    return PeopleScreen(context)
