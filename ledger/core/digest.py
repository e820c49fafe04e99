"""Order-independent digests of what a ledger holds, by area and kind.

A record's digest covers its standing values and who wrote them. The digest of a set is the sum of
its records' digests modulo 2^128, so it can be kept up to date by adding and subtracting.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

DIGEST_BYTES = 16
_MODULUS = 1 << (8 * DIGEST_BYTES)
#: Copied for each record: to begin anew takes as long as the record itself.
_NOTHING = hashlib.blake2b(digest_size=DIGEST_BYTES, person=b"czt-record")
_encode = msgspec.msgpack.Encoder(order="sorted").encode


def of_record(record: str, heads: object) -> bytes:
    """The digest of one record: 16 bytes over its id and its canonical heads."""
    made = _NOTHING.copy()
    made.update(_encode([record, heads]))
    return made.digest()


def add(total: bytes, *, plus: Iterable[bytes] = (), minus: Iterable[bytes] = ()) -> bytes:
    """A set's digest after records came (``plus``) and went (``minus``)."""
    value = int.from_bytes(total, "big")
    value += sum(int.from_bytes(item, "big") for item in plus)
    value -= sum(int.from_bytes(item, "big") for item in minus)
    return (value % _MODULUS).to_bytes(DIGEST_BYTES, "big")


EMPTY = bytes(DIGEST_BYTES)
