"""The journal of a node: its acts, numbered without gaps and chained over the exact bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

HASH_BYTES = 32


class Mark(NamedTuple):
    """How far somebody holds a node's journal without a gap, and the chain hash there."""

    seq: int
    hash: bytes


def origin(node: str) -> Mark:
    """The mark before the first act of a node."""
    return Mark(
        0, hashlib.blake2b(node.encode(), digest_size=HASH_BYTES, person=b"czt-origin").digest()
    )


def link(previous: bytes, act_bytes: bytes) -> bytes:
    """The chain hash after one more act: H(previous ‖ bytes)."""
    return hashlib.blake2b(
        previous + act_bytes, digest_size=HASH_BYTES, person=b"czt-chain"
    ).digest()


def extend(mark: Mark, acts: Iterable[bytes]) -> list[bytes]:
    """The chain hash after each of these acts, in order."""
    hashes = []
    current = mark.hash
    for data in acts:
        current = link(current, data)
        hashes.append(current)
    return hashes
