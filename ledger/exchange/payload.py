"""What a bundle says, the same on every carrier (docs/exchange.md).

No number in it is larger than a database keeps: one that is makes the bundle unreadable, before
anything else looks at it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ledger.core.act import Number
from ledger.core.keys import PublicKeys
from ledger.store.feed import Cursor

#: The format of bundles this program writes; it reads this one and, from the next on, older ones.
FORMAT = 1
#: The oldest format that a program in use may still write.
OLDEST = 1


class Former(msgspec.Struct, array_like=True, frozen=True):
    """An installation under a name it had before: its keys then, and their signature over the keys
    that came after them; ``retired`` when that was for the office's sake, which was restored."""

    keys: PublicKeys
    proof: bytes
    retired: bool = False


class Credential(msgspec.Struct, array_like=True, frozen=True):
    """The office's word that it enrolled a node, which it knows again even if it forgot it."""

    node: str
    level: str
    area: str
    station: str
    signature: bytes


class Invited(msgspec.Struct, array_like=True, frozen=True):
    """The office's word in an enrolment file on what its secret is good for."""

    area: str
    station: str
    signature: bytes


class Hello(msgspec.Struct, array_like=True, frozen=True):
    """An installation introduces itself: its keys, and why it should be let in.

    By the secret from its enrolment file; if it was copied or restored from a backup, by the names
    it had before, the newest first; by the credential, if the office has lost what it knew.
    """

    keys: PublicKeys
    secret: bytes
    formers: tuple[Former, ...] = ()
    credential: Credential | None = None
    invited: Invited | None = None


class MarkOf(msgspec.Struct, array_like=True, frozen=True):
    """How far somebody holds a node's journal without a gap, and the chain hash there."""

    node: str
    seq: Number
    hash: bytes


class Segment(msgspec.Struct, array_like=True, frozen=True):
    """Contiguous acts of one node: the first one's number, the chain hash before it, the acts
    (packed, see columns), and the node's signature over the chain hash after the last.

    ``seals`` are those of the office on acts that it had and has lost (see seals).
    """

    node: str
    first: Number
    before: bytes
    acts: bytes
    signature: bytes
    seals: bytes = b""


class Sealed(msgspec.Struct, array_like=True, frozen=True):
    """The office's seals on the receiver's own acts, one after the other from ``first`` on."""

    first: Number
    seals: bytes


class First(msgspec.Struct, array_like=True, frozen=True):
    """The next part of a first load: of the snapshot taken at a place and cut into so many parts
    (of any, for part 0)."""

    place: Cursor
    part: Number
    parts: Number = 0


class Pull(msgspec.Struct, array_like=True, frozen=True):
    """What a station wants from the feed: everything after a place. ``own`` asks for its own acts
    too, as a station restored from a backup must. ``first`` asks for the records as they stand, by
    a station that has read nothing; ``past`` for the acts behind those, after a place. ``word`` is
    what the office gave with the place ``after``."""

    after: Cursor
    own: bool = False
    first: First | None = None
    past: Cursor | None = None
    word: bytes = b""


class PageOf(msgspec.Struct, array_like=True, frozen=True):
    """Acts of the feed between two places (packed), and whether more wait behind them.

    ``seals`` holds the office's seals on the acts, one after the other (see seals), ``word`` its
    word that its feed went to ``end`` (see put_back).
    """

    start: Cursor
    end: Cursor
    acts: bytes
    more: bool
    seals: bytes = b""
    word: bytes = b""


class SnapshotOf(msgspec.Struct, array_like=True, frozen=True):
    """One part of the records as they stood at a place of the feed (see firstload).

    ``lines`` is a zstandard frame. How far each journal is in it, and which acts beyond that, is
    said with the last part. ``word``: the office's word that its feed went to ``place``.
    """

    place: Cursor
    part: Number
    parts: Number
    lines: bytes
    reach: dict[str, Number] = {}
    beside: tuple[tuple[str, Number], ...] = ()
    word: bytes = b""


class Returned(msgspec.Struct, array_like=True, frozen=True):
    """Acts of others that a station hands back to an office that lost them (packed), the seals
    under which it got them (zeros where there was none), and (time, node, seq) of the last."""

    acts: bytes
    seals: bytes
    end: tuple[Number, str, Number]


class DigestOf(msgspec.Struct, array_like=True, frozen=True):
    """What the sender holds of one area and kind: number of records and digest."""

    area: str
    kind: str
    records: Number
    digest: bytes


class Want(msgspec.Struct, array_like=True, frozen=True):
    """A content that the sender's records name and he does not hold: its SHA-256, and the byte from
    which on he lacks it."""

    sha256: bytes
    start: Number


class PieceOf(msgspec.Struct, array_like=True, frozen=True):
    """Some bytes of a content: its SHA-256, where they begin, how many bytes the whole has."""

    sha256: bytes
    start: Number
    total: Number
    data: bytes


class Payload(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """Everything one bundle says.

    ``number`` grows with every bundle of a sender (a clock value), ``time`` is the sender's clock
    in ms. ``report``: of a station, its program's version and catalogue, how many acts are unsent,
    the oldest of them, and how much room the answer has on a thin line (see report); of the office,
    under "older", the act that its program cannot judge yet (see older).
    ``recall`` is there when the reader comes from another history of this office: how far it holds
    every journal. The station answers with ``returned``, and the office with where that ended.
    ``snapshot`` and ``past`` are a first load and the acts behind it.
    ``wants`` and ``pieces`` go both ways: contents of attachments, behind all acts (see files).
    ``sealed`` comes with the receipt for acts of this bundle's receiver.
    ``holds`` is one digest over all that a station holds of its area; an office that holds the
    same says it back instead of ``digests`` (see comparing).
    """

    format: Number
    sender: str
    receiver: str
    number: Number
    time: Number
    hello: Hello | None = None
    marks: tuple[MarkOf, ...] = ()
    segments: tuple[Segment, ...] = ()
    pull: Pull | None = None
    page: PageOf | None = None
    digests: tuple[DigestOf, ...] = ()
    report: dict[str, Any] = {}
    credential: Credential | None = None
    recall: tuple[MarkOf, ...] | None = None
    returned: Returned | None = None
    returned_to: tuple[Number, str, Number] | None = None
    snapshot: SnapshotOf | None = None
    past: PageOf | None = None
    wants: tuple[Want, ...] = ()
    pieces: tuple[PieceOf, ...] = ()
    sealed: Sealed | None = None
    holds: bytes = b""
