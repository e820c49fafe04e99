"""What a bundle says, the same on every carrier (DESIGN section 4)."""

from __future__ import annotations

from typing import Any

import msgspec

from ledger.core.keys import PublicKeys

#: The format of bundles this program writes; it reads this one and, from the next on, older ones.
FORMAT = 1


class Hello(msgspec.Struct, array_like=True, frozen=True):
    """A new installation introduces itself: its keys, and why it should be let in.

    Either the secret from its enrolment file, or, for one that was copied or restored from a
    backup, its former node and that node's signature over the new keys.
    """

    keys: PublicKeys
    secret: bytes
    former: str = ""
    proof: bytes = b""


class MarkOf(msgspec.Struct, array_like=True, frozen=True):
    """How far somebody holds a node's journal without a gap, and the chain hash there."""

    node: str
    seq: int
    hash: bytes


class Segment(msgspec.Struct, array_like=True, frozen=True):
    """Contiguous acts of one node: the first one's number, the chain hash before it, the acts
    (packed, see columns), and the node's signature over the chain hash after the last."""

    node: str
    first: int
    before: bytes
    acts: bytes
    signature: bytes


class Place(msgspec.Struct, array_like=True, frozen=True):
    """A place in the office's feed."""

    epoch: str
    position: int
    hash: bytes


class Pull(msgspec.Struct, array_like=True, frozen=True):
    """What a station wants from the feed: everything after a place. ``own`` asks for its own acts
    too, as a station restored from a backup must."""

    after: Place
    own: bool = False


class PageOf(msgspec.Struct, array_like=True, frozen=True):
    """Acts of the feed between two places (packed), and whether more wait behind them."""

    start: Place
    end: Place
    acts: bytes
    more: bool


class DigestOf(msgspec.Struct, array_like=True, frozen=True):
    """What the sender holds of one area and kind: number of records and digest."""

    area: str
    kind: str
    records: int
    digest: bytes


class Payload(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """Everything one bundle says.

    ``number`` grows with every bundle of a sender (a clock value), ``time`` is the sender's clock
    in ms, ``report`` what a station says of itself (unsent, oldest unsent, program version).
    """

    format: int
    sender: str
    receiver: str
    number: int
    time: int
    hello: Hello | None = None
    marks: tuple[MarkOf, ...] = ()
    segments: tuple[Segment, ...] = ()
    pull: Pull | None = None
    page: PageOf | None = None
    digests: tuple[DigestOf, ...] = ()
    report: dict[str, Any] = {}
