"""F5: the ledgers."""

from __future__ import annotations

from station_client.ui.places import Context, Place, Screen


def place() -> Place:
    """The place of the side bar."""

    def build(context: Context) -> Screen:
        from station_client.ui.screens.ledger.screen import LedgerScreen

        return LedgerScreen(context)

    return Place("ledger", "ui.place.ledger", "table-2", 5, build)
