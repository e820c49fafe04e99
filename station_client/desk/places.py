"""Where an act was done: here, at the office, at another station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.store import nodes

if TYPE_CHECKING:
    from station_client.desk.counter import Counter


def place_of(counter: Counter, node: str, area: str = "") -> str:
    """The place of a node in words: 本站, 镇事务所, or the other station's village.

    `area`: where what the node wrote lies, which tells the village of a station not known here.
    """
    ledger, say = counter.ledger, counter.say
    if node == ledger.node:
        return say("desk.place.here")
    with ledger.database.read() as connection:
        known = nodes.get(connection, ledger.place.office, node)
    if known is None:
        other = area and area != counter.site.area
        village = counter.catalogue.divisions.get(area) if other else None
        return village.label(say.lang) if village else say("desk.place.elsewhere")
    if known.level != "V":
        return say("desk.place.office")
    if known.area == counter.site.area:
        return say("desk.place.here")
    return counter.catalogue.division_name(known.area, say.lang)
