"""How far the office's feed went, kept in a file beside its database.

A database that was put back by hand, a copy laid over it, does not know it. The file does: a place
in the feed that the feed does not have, or a history that the database never left, was lost. So the
office begins a new history before it writes anything. The file is written from what is durable and
never leads; it may lag by a minute, and is put back too where a whole disk is: then the stations
tell (see ledger.exchange.put_back).
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from ledger.core.faults import EnvironmentFault
from ledger.exchange import put_back
from ledger.store.feed import Cursor

if TYPE_CHECKING:
    from ledger.store.ledger import Ledger
    from sync_server.home import Home


def keep(ledger: Ledger, home: Home) -> None:
    """Write down how far the feed is. A disk that does not take it leaves an older word there."""
    with suppress(OSError, EnvironmentFault):
        if put_back.reached(ledger) == _read(home):
            return
        # In the writing lane: of several programs one after the other writes.
        with ledger.database.write():
            part = home.mark.with_name(f"{home.mark.name}.part")
            with part.open("wb") as file:
                file.write(msgspec.json.encode(put_back.reached(ledger)))
                file.flush()
                os.fsync(file.fileno())
            part.replace(home.mark)


def look(ledger: Ledger, home: Home) -> None:
    """Begin a new history where the database is behind what is written beside it."""
    epoch, mark = ledger.epoch(), _read(home)
    if mark is not None and put_back.has_lost(ledger, mark):
        put_back.begin_anew(ledger, epoch, mark.epoch, by="mark")
    keep(ledger, home)


def _read(home: Home) -> Cursor | None:
    """What is written there; nothing is known where it is not, or not to be read."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(home.mark.read_bytes(), type=Cursor)
    return None
