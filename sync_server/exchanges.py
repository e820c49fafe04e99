"""Exchanges as the office makes them on any carrier, each written into its diary (TZ-55)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ledger.store import nodes

if TYPE_CHECKING:
    from ledger.exchange.office import Answer, Brought
    from sync_server.office import Office

DIARY = "exchange"
#: Diary of PCs that came under a new name: restored from a backup, or copied; or ``retired``, for
#: this office's own sake.
RENEWED = "renewed"
Carrier = Literal["line", "usb"]


@dataclass(frozen=True)
class Errand:
    """Bundles of one station that are to have one answer: how many bytes they had, and how long
    they took so far."""

    brought: Brought
    carrier: Carrier
    bytes_up: int
    seconds: float

    def joined(self, other: Errand) -> Errand:
        """With another bundle of the same station."""
        brought = self.brought.joined(other.brought)
        size, seconds = self.bytes_up + other.bytes_up, self.seconds + other.seconds
        return Errand(brought, self.carrier, size, seconds)


def take(office: Office, blob: bytes, carrier: Carrier) -> Errand:
    """Take in a bundle. ForgedInput or Stranger when it cannot be believed."""
    started = time.perf_counter()
    brought = office.exchange.take(blob, live=carrier == "line")
    return Errand(brought, carrier, len(blob), time.perf_counter() - started)


def finish(office: Office, errand: Errand) -> Answer:
    """Answer what was taken in.

    An exchange that neither brought nor took anything leaves no line in the diary.
    """
    started = time.perf_counter()
    found = office.exchange.answer(errand.brought)
    if found.former:
        names = {"node": found.sender, "former": found.former, "retired": found.retired}
        office.ledger.local.diary.add(RENEWED, {"station": found.station, **names})
    if found.acts or found.sent or found.files or found.files_sent:
        _note(office, found, errand, time.perf_counter() - started)
    return found


def answer(office: Office, blob: bytes, carrier: Carrier) -> Answer:
    """Take in a bundle and answer it at once."""
    return finish(office, take(office, blob, carrier))


def held(office: Office, node: str) -> int:
    """How far a node's journal is held here."""
    with office.ledger.database.read() as connection:
        return nodes.mark_of(connection, office.ledger.place.office, node).seq


def _note(office: Office, found: Answer, errand: Errand, seconds: float) -> None:
    office.ledger.local.diary.add(
        DIARY,
        {
            "node": found.sender,
            "station": found.station,
            "carrier": errand.carrier,
            "acts": found.acts,
            "refused": found.refused,
            "sent": found.sent,
            "attached": found.files + found.files_sent,
            "held": held(office, found.sender),
            "left": found.left,
            "bytes_up": errand.bytes_up,
            "bytes_down": len(found.blob),
            "seconds": round(errand.seconds + seconds, 3),
        },
    )
