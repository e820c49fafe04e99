"""The list of the residents out of the program, as it is searched now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_client.ui.screens.ledger.taking_out import Wanted

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.desk.lists import Listing

LEDGER = "TZ-01"
#: More than anybody looks through; the whole register is the ledger itself.
MOST_FOUND = 5000


def wanted(say: Texts, text: str, ids: tuple[str, ...]) -> Wanted:
    """The chosen few, those whom a text finds, or everybody; with the columns of the register."""

    def find(counter: Counter) -> Listing:
        from station_client.desk import lists

        if ids:
            return lists.of_records(counter, LEDGER, ids)
        if not text.strip():
            return lists.of_ledger(counter, LEDGER)
        found = counter.ledger.search(text, kind="person", limit=MOST_FOUND)
        said = [(say("desk.list.searched"), text.strip())]
        return lists.of_records(counter, LEDGER, [card.id for card in found.rows], said)

    return Wanted(LEDGER, say("ui.place.people"), find)
