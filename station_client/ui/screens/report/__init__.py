"""F7: the reports."""

from __future__ import annotations

from station_client.ui.places import Context, Place, Screen


def place() -> Place:
    """The place of the side bar."""

    def build(context: Context) -> Screen:
        from station_client.ui.screens.report.screen import ReportScreen

        return ReportScreen(context)

    return Place("report", "ui.place.report", "chart-column", 7, build)
