"""F4: the station's cases."""

from __future__ import annotations

from station_client.ui.places import Context, Place, Screen


def place() -> Place:
    """The place of the side bar."""

    def build(context: Context) -> Screen:
        from station_client.ui.screens.cases.screen import CasesScreen

        return CasesScreen(context)

    return Place("cases", "ui.place.cases", "folder-open", 4, build)
