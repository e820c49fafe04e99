"""The list of the residents out of the program, as it is searched now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_client.ui.screens.ledger.taking_out import Wanted

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.desk.lists import Listing
    from station_client.ui.kit.table.page import Sort

LEDGER = "TZ-01"


def wanted(say: Texts, text: str, ids: tuple[str, ...], sort: Sort) -> Wanted:
    """The chosen few, those whom a text finds, or everybody; with the columns of the register, in
    the order of the list."""

    def find(counter: Counter) -> Listing:
        from station_client.desk import lists
        from station_client.desk.people_order import fields_of, sorted_cards

        if not (ids or text.strip()):
            return lists.of_ledger(counter, LEDGER, sort=fields_of(sort))
        found = [card.id for card in sorted_cards(counter, text, ids, sort)]
        said = [] if ids else [(say("desk.list.searched"), text.strip())]
        return lists.of_records(counter, LEDGER, found, said)

    return Wanted(LEDGER, say("ui.place.people"), find)
