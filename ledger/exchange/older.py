"""An office whose program is older than a station's: what it cannot judge yet waits at the station.

The office takes the journal up to the first such act and says in its answer, under `WORD` in the
report, where it stopped and which catalogue it goes by. Nothing is refused and nothing lost: the
acts are the station's journal, and go again as soon as the office takes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection

from ledger.exchange.payload import Payload
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting

#: In the report of an answer: {"first": number of the first act that waits, "catalogue": number}.
WORD = "older"
#: Setting of a station: [its node, number of the first act that waits] as the office last said.
OLDER = "office.older"


def word(ledger: Ledger, first: int) -> dict[str, Any]:
    """What an office says that stopped before an act; nothing when it took all (0)."""
    return {WORD: {"first": first, "catalogue": ledger.catalogue.version}} if first else {}


def waiting_of(payload: Payload, first: int) -> int:
    """How many acts of a station wait when its office stopped before one: that and all behind."""
    unsent = payload.report.get("unsent")
    begins = payload.segments[0].first if payload.segments else first
    return max(begins + unsent - first, 1) if type(unsent) is int and unsent < 1 << 53 else 1


def said(report: Mapping[str, Any]) -> int | None:
    """The first act that the office could not judge, by its answer; None when it took all."""
    found = report.get(WORD)
    first = found.get("first") if isinstance(found, dict) else None
    return first if type(first) is int and 0 < first < 1 << 53 else None


def is_news(connection: Connection, ledger: Ledger, report: Mapping[str, Any]) -> bool:
    """Whether an answer says of waiting acts what the station does not know yet."""
    first = said(report)
    return first is not None and _kept(connection, ledger) != first


def note(connection: Connection, ledger: Ledger, report: Mapping[str, Any]) -> None:
    """Keep what an answer says, inside the transaction that takes it."""
    if is_news(connection, ledger, report):
        value = [ledger.node, said(report)]
        write_setting(connection, ledger.place.office, OLDER, value)


def stops_at(connection: Connection, ledger: Ledger, confirmed: int) -> bool:
    """Whether the act behind those that the office holds is the one it cannot judge yet.

    Once it has taken that act, what it said before counts for nothing.
    """
    return _kept(connection, ledger) == confirmed + 1


def office_is_older(ledger: Ledger) -> bool:
    """Whether everything unsent waits until the office's program is updated."""
    with ledger.database.read() as connection:
        return stops_at(connection, ledger, ledger.confirmed_in(connection))


def waiting_in(ledger: Ledger) -> int:
    """How many acts of a station wait until the office's program is updated."""
    return ledger.unsent().count if office_is_older(ledger) else 0


def _kept(connection: Connection, ledger: Ledger) -> int | None:
    node, first = read_setting(connection, ledger.place.office, OLDER, ("", 0))
    return int(first) if node == ledger.node else None
