"""F6: the guides."""

from __future__ import annotations

from station_client.ui.places import Context, Place, Screen


def place() -> Place:
    """The place of the side bar."""

    def build(context: Context) -> Screen:
        from station_client.ui.screens.guide.screen import GuideScreen

        return GuideScreen(context)

    return Place("guide", "ui.place.guide", "book-open", 6, build)
