"""What a station says of itself in a bundle, and what an office makes of it.

Plain values by name, so that either side may say more than the other knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection

from ledger.core.journal import Mark
from ledger.exchange.bounds import LEAST_ROOM
from ledger.store import nodes, tables
from ledger.store.ledger import Ledger
from ledger.store.prepared import selection

#: Numbers in a report: acts, or a moment in ms up to the year 9999.
_COUNTS = range(253_402_300_800_000)
_KINDS = {"version": str, "unsent": int, "oldest": int}
_VERSION_LENGTH = 40
_CATALOGUE = "catalogue"

_act = tables.act.c
_TIME = selection((_act.time,), _act.office, _act.node, _act.seq)


def of_station(
    connection: Connection, ledger: Ledger, version: str, after: Mark, room: int | None
) -> dict[str, Any]:
    """The program and its catalogue, what waits beyond a mark and since when (ms), and how many
    bytes of acts the answer may carry where the line is thin."""
    mark = nodes.mark_of(connection, ledger.place.office, ledger.node)
    report: dict[str, Any] = {
        "version": version,
        _CATALOGUE: ledger.catalogue.version,
        "unsent": mark.seq - after.seq,
    }
    oldest = _TIME.value(connection, ledger.place.office, ledger.node, after.seq + 1)
    if oldest is not None:
        report["oldest"] = int(oldest) >> 16
    if room is not None:
        report["room"] = room
    return report


def room_of(report: Mapping[str, Any], most: int) -> int:
    """How many bytes of acts an answer over a line may carry, ``most`` where nobody asks."""
    wanted = report.get("room")
    return min(max(wanted, LEAST_ROOM), most) if type(wanted) is int else most


def catalogue_of(report: Mapping[str, Any]) -> int:
    """The number of the catalogue that a station goes by; 0 when it does not say."""
    number = report.get(_CATALOGUE)
    return number if type(number) is int else 0


def plain(report: Mapping[str, Any]) -> dict[str, Any]:
    """What a station says of itself, as far as it is what it should be; it is only shown."""
    kept = {name: report[name] for name, kind in _KINDS.items() if type(report.get(name)) is kind}
    if "version" in kept:
        kept["version"] = kept["version"][:_VERSION_LENGTH]
    return {name: value for name, value in kept.items() if name == "version" or value in _COUNTS}
