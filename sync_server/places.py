"""Villages and their stations by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.store.query import Query

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from ledger.core.record import Record
    from sync_server.office import Office


class Place(NamedTuple):
    """A village that has a station."""

    area: str
    name: str


def stations(office: Office) -> list[Record]:
    """Every station record of this office that is not voided, by division."""
    rows = office.ledger.find(Query("station", order=(("area", False),), limit=1000)).rows
    return [row for row in rows if not row.data.get("void")]


def villages(office: Office, say: Texts) -> list[Place]:
    """The villages that have a station, each once."""
    areas = dict.fromkeys(row.area for row in stations(office))
    return [Place(area, place_name(office, say, area)) for area in areas]


def place_name(office: Office, say: Texts, area: str) -> str:
    """What a division is called; its station's name where the catalogue does not know it."""
    if area == office.facts.area:
        return office.facts.name
    division = office.catalogue.divisions.get(area)
    if division is not None:
        return division.label(say.lang)
    return next((str(row.data["name"]) for row in stations(office) if row.area == area), area)
