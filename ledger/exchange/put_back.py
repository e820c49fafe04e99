"""An office that was put back without being told so: a copy of its file, or an older disk.

It knows nothing of it, would give the names of acts a second time, and throw away what its stations
hand back. So it gives with every place in its feed its **word** that its feed went so far. Whoever
comes with its word for a place of its present history that its feed does not have proves that it
was put back since; then it begins a new history, as after a restore. It does so once for all
words of one history, whoever comes with them and however often.
"""

from __future__ import annotations

import hashlib
import hmac

import msgspec
from sqlalchemy.engine import Connection

from ledger.exchange import seals
from ledger.exchange.payload import Payload
from ledger.store import feed
from ledger.store.feed import Cursor
from ledger.store.ledger import LEFT, Ledger
from ledger.store.local import read_setting

#: Topic of the diary: ``by`` says what showed it, "station" or "mark" (see sync_server.highwater).
DIARY = "put-back"
#: As long as it must be for nobody to find one by trying; every answer carries one.
_WORD_BYTES = 8


def word(ledger: Ledger, place: Cursor) -> bytes:
    """The office's word that its feed went so far; nobody else can give it."""
    said = msgspec.msgpack.encode(place)
    key = seals.key_of(ledger.keys)
    return hashlib.blake2b(said, digest_size=_WORD_BYTES, key=key, person=b"czt-place").digest()


def is_proved(connection: Connection, ledger: Ledger, payload: Payload) -> bool:
    """Whether a reader has read what this office has lost: more of its present history, another one
    of that name, or a history that it neither has nor has left."""
    pull, office = payload.pull, ledger.place.office
    if pull is None or pull.after.epoch in read_setting(connection, office, LEFT, []):
        return False
    if feed.known(connection, office, pull.after, ledger.epoch_in(connection)):
        return False
    return hmac.compare_digest(pull.word, word(ledger, pull.after))


def reached(ledger: Ledger) -> Cursor:
    """How far this office's feed is, durably."""
    with ledger.database.read() as connection:
        return feed.head(connection, ledger.place.office, ledger.epoch_in(connection))


def has_lost(ledger: Ledger, at: Cursor) -> bool:
    """Whether the feed once was at a place, and now has neither that nor left its history."""
    office = ledger.place.office
    with ledger.database.read() as connection:
        if at.epoch in read_setting(connection, office, LEFT, []):
            return False
        return not feed.known(connection, office, at, ledger.epoch_in(connection))


def begin_anew(ledger: Ledger, instead_of: str, lost: str, by: str) -> None:
    """Begin a new history, unless another program of this office has just done so; what was read of
    the ``lost`` one proves nothing more."""
    if ledger.new_epoch(instead_of=instead_of, lost=lost):
        ledger.local.diary.add(DIARY, {"by": by})
