"""The lists of the exchange out of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.desk.lists import Listing
    from station_client.ui.screens.ledger.taking_out import Wanted


def diary(say: Texts) -> Wanted:
    """What was exchanged with the office (TZ-55)."""
    from station_client.ui.screens.ledger.taking_out import Wanted

    return Wanted("TZ-55", say("desk.list.diary"), _of_diary)


def unsent(say: Texts) -> Wanted:
    """What has not reached the office."""
    from station_client.ui.screens.ledger.taking_out import Wanted

    return Wanted("", say("desk.list.unsent"), _of_unsent)


def _of_diary(counter: Counter) -> Listing:
    from station_client.desk import lists

    return lists.of_diary(counter)


def _of_unsent(counter: Counter) -> Listing:
    from station_client.desk import lists

    return lists.of_unsent(counter)
