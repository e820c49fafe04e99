"""The office in numbers, for the command line and for support."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ledger.core.clock import CHINA
from ledger.store.query import Query
from sync_server.exchanges import held
from sync_server.stations import known_nodes

if TYPE_CHECKING:
    from sync_server.office import Office


def overview(office: Office) -> dict[str, Any]:
    """node, acts, unsent, oldest_unsent, received, decided, conflicts, last_contact."""
    ledger = office.ledger
    received = sum(held(office, node.id) for node in known_nodes(office))
    contacts = [contact.at for contact in office.exchange.contacts.newest().values()]
    last = datetime.fromtimestamp(max(contacts) / 1000, CHINA).isoformat() if contacts else None
    unsent = ledger.unsent()
    return {
        "node": ledger.node,
        "acts": ledger.acts(),
        "unsent": unsent.count,
        "oldest_unsent": unsent.oldest.isoformat() if unsent.oldest else None,
        "received": received,
        "decided": ledger.count(Query("case", where=(("decision", "filled", None),))),
        "conflicts": sum(
            ledger.count(Query(kind, where=(("conflicts", "filled", None),)))
            for kind in office.catalogue.kinds
        ),
        "last_contact": last,
    }
