"""The PCs of the stations: which there are, and shutting one out that was stolen or sold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ledger.core.clock import CHINA
from ledger.core.faults import RuleFault
from ledger.exchange.invitation import former_names
from ledger.store import nodes
from sync_server.exchanges import RENEWED
from sync_server.stations import MOST_NAMES, known_nodes, last_names, superseded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.rules.actor import Actor
    from ledger.store.nodes import KnownNode
    from sync_server.office import Office

#: Diary of PCs that were shut out, or let in again.
SHUT = "shut"


@dataclass(frozen=True)
class Terminal:
    """One PC as the office knows it; ``shut`` says since when it is shut out (None: it is not), by
    whom, and why."""

    node: str
    station: str
    since: datetime
    last: datetime | None
    version: str
    shut: datetime | None
    by: str
    why: str


def terminals(office: Office, station: str | None = None) -> list[Terminal]:
    """The PCs of a station (or of all) under their last names, the newest first; and every name
    that is shut out, for a PC at work may go by one that a copy of it went by."""
    contacts = office.exchange.contacts.newest()
    known = [each for each in known_nodes(office) if station in (None, each.station)]
    said = _said(office)
    found = []
    last = {each.id for each in last_names(known, contacts, superseded(office))}
    for each in known:
        if each.id not in last and each.revoked is None:
            continue
        contact = contacts.get(each.id)
        told = said.get(each.id, {}) if each.revoked is not None else {}
        found.append(
            Terminal(
                each.id,
                each.station,
                _at(each.registered),
                _at(contact.at) if contact else None,
                str(contact.report.get("version") or "") if contact else "",
                _at(each.revoked) if each.revoked is not None else None,
                str(told.get("by", "")),
                str(told.get("why", "")),
            )
        )
    return sorted(found, key=lambda one: one.since, reverse=True)


def shut_out(office: Office, actor: Actor, node: str, why: str) -> KnownNode:
    """Take nothing more from a PC, nor from a successor of it, and give it nothing.

    RuleFault: ``terminal.not-found``, ``terminal.no-reason``.
    """
    if not why.strip():
        raise RuleFault("terminal.no-reason")
    return _mark(office, actor, node, office.ledger.clock.now_ms(), why.strip())


def let_in(office: Office, actor: Actor, node: str) -> KnownNode:
    """It was found again: what it has not sent yet comes with its next exchange."""
    return _mark(office, actor, node, None, "")


def _mark(office: Office, actor: Actor, node: str, revoked: int | None, why: str) -> KnownNode:
    """Mark a PC, and the names that it does not go by any more: an old backup of it does."""
    place = office.ledger.place.office
    every = known_nodes(office)
    contacts = office.exchange.contacts.newest()
    going = {each.id for each in last_names(every, contacts, superseded(office))}
    names = {node, *(name for name in _formers(office, node) if name not in going)}
    with office.ledger.database.write() as connection:
        if (known := nodes.get(connection, place, node)) is None:
            raise RuleFault("terminal.not-found", node=node)
        for each in every:
            current = nodes.get(connection, place, each.id) if each.id in names else None
            if current is not None:
                nodes.put(connection, place, replace(current, revoked=revoked))
    told = {"nodes": sorted(names), "station": known.station, "by": actor.name, "why": why}
    office.ledger.local.diary.add(SHUT, told)
    return known


def _formers(office: Office, node: str) -> Iterable[str]:
    """The names that a PC had before, as it said when it came under the present one; what an older
    program of this office heard stands in the diary, each under the next."""
    with office.ledger.database.read() as connection:
        kept = former_names(connection, office.ledger.place.office)
    renewed = office.ledger.local.diary.recent(RENEWED, limit=MOST_NAMES)
    before = {str(entry.data.get("node")): str(entry.data.get("former")) for entry in renewed}
    waiting, found = [node], set[str]()
    while waiting:
        name = waiting.pop()
        news = {*kept.get(name, ()), before.get(name, "")} - found - {""}
        found |= news
        waiting += news
    return found


def _said(office: Office) -> dict[str, dict[str, Any]]:
    """The last word on each name that was ever shut out."""
    entries = office.ledger.local.diary.recent(SHUT, limit=MOST_NAMES)
    return {node: dict(entry.data) for entry in reversed(entries) for node in entry.data["nodes"]}


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, CHINA)
