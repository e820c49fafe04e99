"""Comparing what both sides hold of a station's area: one number, or all where that differs.

A station says with every bundle what it holds as one digest. An office that holds the same answers
with that digest; else with one for each kind of record, by which the difference is found.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec
from sqlalchemy.engine import Connection

from ledger.exchange.payload import DigestOf, Payload
from ledger.store import verify
from ledger.store.ledger import Ledger

WHOLE_BYTES = 16


def whole(connection: Connection, ledger: Ledger, area: str) -> bytes:
    """One digest over all that is held of an area, kind by kind."""
    found = sorted(verify.totals_of(connection, ledger.place.office, area).items())
    said = msgspec.msgpack.encode([area, [(kind, *total) for kind, total in found]])
    return hashlib.blake2b(said, digest_size=WHOLE_BYTES, person=b"czt-whole").digest()


class Said(NamedTuple):
    """What an office says it holds of a station's area: one digest, or one for each kind."""

    holds: bytes
    digests: tuple[DigestOf, ...]


def answer(connection: Connection, ledger: Ledger, area: str, payload: Payload) -> Said:
    """What an office says it holds of a station's area: the station's own digest where it is the
    same, else one digest for each kind."""
    if payload.holds and payload.holds == whole(connection, ledger, area):
        return Said(payload.holds, ())
    found = verify.totals_of(connection, ledger.place.office, area)
    kinds = tuple(DigestOf("", kind, *total) for kind, total in sorted(found.items()))
    return Said(b"", kinds)


def is_same(connection: Connection, ledger: Ledger, payload: Payload) -> bool:
    """Whether this station holds what an office says it holds. Worked out here, from what stands
    here now, and never taken from the answer."""
    area = ledger.author.area
    if payload.holds:
        return payload.holds == whole(connection, ledger, area)
    theirs = {item.kind: (item.records, item.digest) for item in payload.digests}
    return verify.totals_of(connection, ledger.place.office, area) == theirs
