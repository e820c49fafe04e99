"""The office's seals: by them it believes, after a restore, what it knows no longer.

Every act that an office feeds carries one, and every act that it took comes back to its author as
one, with the receipt. A seal says what the act was to the office then: its own, let in, or refused.
So nothing is judged twice, whoever brings it and whatever came before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import IntEnum

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.keys import NodeKeys
from ledger.exchange import columns
from ledger.exchange.payload import Payload, Sealed
from ledger.store import tables
from ledger.store.ledger import Ledger
from ledger.store.prepared import Prepared, given, replacement

#: Long enough that nobody finds one by trying, short enough for ten thousand acts in a first load.
SEAL_BYTES = 6
NONE = bytes(SEAL_BYTES)

_act, _seal = tables.act.c, tables.seal.c
_TAKEN = Prepared.of(
    sa.select(_act.seq, _act.bytes, _act.refused)
    .where(
        given(_act.office),
        given(_act.node),
        _act.seq >= sa.bindparam("first"),
        _act.seq <= sa.bindparam("last"),
    )
    .order_by(_act.seq),
    *("office", "node", "first", "last"),
)
_KEEP = replacement(tables.seal)
_KEPT = Prepared.of(
    sa.select(_seal.first, _seal.seals)
    .where(given(_seal.office), given(_seal.node), _seal.first <= sa.bindparam("last"))
    .order_by(_seal.first.desc()),
    *("office", "node", "last"),
)


class Was(IntEnum):
    """What an act was to an office when it put its seal on it."""

    OWN = 1
    TAKEN = 2
    REFUSED = 3


def key_of(keys: NodeKeys) -> bytes:
    """The key of what only this office can have said, and only it need check."""
    return hashlib.blake2b(keys.seed, digest_size=32, person=b"czt-seal").digest()


def _made(key: bytes, data: bytes, was: Was) -> bytes:
    return hashlib.blake2b(data, digest_size=SEAL_BYTES, key=key, salt=bytes([was])).digest()


def at(seals: bytes, place: int) -> bytes | None:
    """One of several seals; None where there is none."""
    seal = seals[place * SEAL_BYTES : (place + 1) * SEAL_BYTES]
    return seal if len(seal) == SEAL_BYTES and seal != NONE else None


# The office's side


def of_page(ledger: Ledger, acts: Sequence[bytes], authors: Iterable[tuple[str, bool]]) -> bytes:
    """The seals of the acts in a page; ``authors`` gives the node of each, and if it is refused."""
    key = key_of(ledger.keys)
    return b"".join(
        _made(key, data, _was(ledger, node, refused))
        for data, (node, refused) in zip(acts, authors, strict=True)
    )


def _was(ledger: Ledger, node: str, refused: bool) -> Was:
    if refused:
        return Was.REFUSED
    return Was.OWN if node in ledger.journals else Was.TAKEN


def of_receipt(
    connection: Connection, ledger: Ledger, payload: Payload, reached: int
) -> Sealed | None:
    """The seals of the acts that a bundle brought, as far as they are held (``reached``); again, if
    they were held before: the answer may have been lost.

    None (zeros) for those that were refused: their refusal is still to be read, and where it gets
    lost before that, nobody could say any more why they do not count.
    """
    if not payload.segments:
        return None
    segment = payload.segments[0]
    node, first = segment.node, segment.first
    last = min(first + columns.count(segment.acts) - 1, reached)
    found = _TAKEN.all(connection, ledger.place.office, node, first, last)
    key = key_of(ledger.keys)
    made = (_made(key, data, Was.TAKEN) if refused is None else NONE for _, data, refused in found)
    return Sealed(first, b"".join(made)) if found else None


def was(ledger: Ledger, data: bytes, seal: bytes | None) -> Was | None:
    """What an act was to this office, by the seal that it came with; None where it is not ours."""
    if seal is None or not ledger.place.restored:
        return None  # an office that was never restored has lost nothing
    key = key_of(ledger.keys)
    return next((each for each in Was if _made(key, data, each) == seal), None)


# The station's side


def keep(connection: Connection, ledger: Ledger, payload: Payload) -> None:
    """Keep the seals on own acts, inside the transaction that takes their receipt."""
    if payload.sealed is not None:
        office, said = ledger.place.office, payload.sealed
        _KEEP.run(connection, office, ledger.node, said.first, said.seals)


def own(connection: Connection, ledger: Ledger, node: str, first: int, count: int) -> bytes:
    """The seals kept on acts that this installation wrote, under this name or a former one, from
    one act on; zeros where there is none, and nothing at all if there is none of them."""
    found = bytearray(count * SEAL_BYTES)
    for start, seals in _KEPT.each(connection, ledger.place.office, node, first + count - 1):
        begin = (start - first) * SEAL_BYTES
        if begin + len(seals) <= 0:
            break  # and so do those before it: receipts follow on each other
        here = seals[max(-begin, 0) : len(found) - begin]
        found[max(begin, 0) : max(begin, 0) + len(here)] = here
    return bytes(found) if any(found) else b""
