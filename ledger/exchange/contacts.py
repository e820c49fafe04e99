"""When an office last heard of its stations, and what they said of themselves then.

An exchange in which nobody has anything new writes nothing, so a contact is kept in memory until
something is written anyway.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.engine import Connection

from ledger.exchange.payload import Payload
from ledger.exchange.report import plain
from ledger.store import nodes
from ledger.store.ledger import Ledger
from ledger.store.nodes import KnownNode


@dataclass(frozen=True)
class Contact:
    """What a station last said of itself, and when (ms since 1970, this office's clock).

    ``offset_ms`` is the station's clock minus this one's; None when it came on a stick.
    """

    at: int
    offset_ms: int | None
    report: dict[str, Any]


class Contacts:
    """The newest contact with every station."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: dict[str, Contact] = {}
        self._lock = threading.Lock()

    def note(self, payload: Payload, known: KnownNode, waits: int, *, live: bool) -> None:
        """A bundle came in; ``waits`` acts of its station cannot be judged here yet."""
        now = self._ledger.clock.now_ms()
        report = {**plain(payload.report), "waits": waits} if waits else plain(payload.report)
        contact = Contact(now, payload.time - now if live else None, report)
        with self._lock:
            self._waiting[known.id] = contact

    def newest(self) -> dict[str, Contact]:
        """By node, those not yet written included."""
        with self._ledger.database.read() as connection:
            every = nodes.every(connection, self._ledger.place.office)
        found = {
            known.id: Contact(known.last_contact, _offset(known), dict(known.report or {}))
            for known in every
            if known.last_contact is not None
        }
        with self._lock:
            return {**found, **self._waiting}

    def save(self) -> None:
        """Write down those that no exchange has written yet (on shutdown, now and then)."""
        with self._ledger.database.write() as connection:
            written = self.write(connection)
        self.forget(written)

    def write(self, connection: Connection) -> dict[str, Contact]:
        """Write them down inside somebody else's transaction; what this gives is to be forgotten
        behind it, and not where it failed."""
        with self._lock:
            waiting = dict(self._waiting)
        place = self._ledger.place
        for node, contact in waiting.items():
            known = nodes.get(connection, place.office, node)
            if known is not None:
                report = {**contact.report, "offset_ms": contact.offset_ms}
                new = replace(known, last_contact=contact.at, report=report)
                nodes.put(connection, place.office, new)
        return waiting

    def forget(self, written: dict[str, Contact]) -> None:
        """These are durable; a newer one that came in meanwhile waits on."""
        with self._lock:
            for node, contact in written.items():
                if self._waiting.get(node) is contact:
                    del self._waiting[node]


def _offset(known: KnownNode) -> int | None:
    value = (known.report or {}).get("offset_ms")
    return value if isinstance(value, int) else None
