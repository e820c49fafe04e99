"""Exchanges as the office makes them on any carrier, each written into its diary (TZ-55)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

from ledger.store import nodes

if TYPE_CHECKING:
    from ledger.exchange.office import Answer
    from sync_server.office import Office

DIARY = "exchange"
#: Diary of PCs that came under a new name: restored from a backup, or copied; or ``retired``, for
#: this office's own sake.
RENEWED = "renewed"
Carrier = Literal["line", "usb"]


def answer(office: Office, blob: bytes, carrier: Carrier) -> Answer:
    """Take in a bundle and answer it. ForgedInput or Stranger when it cannot be believed.

    An exchange that neither brought nor took anything leaves no line in the diary.
    """
    started = time.perf_counter()
    found = office.exchange.handle(blob, live=carrier == "line")
    if found.former:
        names = {"node": found.sender, "former": found.former, "retired": found.retired}
        office.ledger.local.diary.add(RENEWED, {"station": found.station, **names})
    if found.acts or found.sent or found.files or found.files_sent:
        _note(office, found, carrier, len(blob), time.perf_counter() - started)
    return found


def held(office: Office, node: str) -> int:
    """How far a node's journal is held here."""
    with office.ledger.database.read() as connection:
        return nodes.mark_of(connection, office.ledger.place.office, node).seq


def _note(office: Office, found: Answer, carrier: Carrier, up: int, seconds: float) -> None:
    office.ledger.local.diary.add(
        DIARY,
        {
            "node": found.sender,
            "station": found.station,
            "carrier": carrier,
            "acts": found.acts,
            "refused": found.refused,
            "sent": found.sent,
            "attached": found.files + found.files_sent,
            "held": held(office, found.sender),
            "left": found.left,
            "bytes_up": up,
            "bytes_down": len(found.blob),
            "seconds": round(seconds, 3),
        },
    )
