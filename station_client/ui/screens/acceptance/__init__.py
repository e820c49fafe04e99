"""F3: taking an application in."""

from __future__ import annotations

from station_client.ui.places import Context, Place, Screen


def place() -> Place:
    """The place of the side bar."""

    def build(context: Context) -> Screen:
        from station_client.ui.screens.acceptance.screen import AcceptanceScreen

        return AcceptanceScreen(context)

    return Place("accept", "ui.place.accept", "file-plus", 3, build)
