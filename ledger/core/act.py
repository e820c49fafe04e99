"""Acts: what one person did at one moment, indivisible (docs/architecture.md).

The bytes of an act, once written, are what is stored, chained and sent; nothing here or elsewhere
depends on another program encoding the same act to the same bytes.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any, NamedTuple

import msgspec

from ledger.core.faults import ForgedInput

#: A plain value of a field: None, bool, int, float, str, or lists and dicts of these.
Value = Any

#: A number as a database keeps it, in 63 bits and a sign. MessagePack says larger ones, and a name
#: spells them out.
Number = Annotated[int, msgspec.Meta(le=(1 << 63) - 1)]
_MOST_DIGITS = 18

#: An act larger than this is refused, whoever wrote it (a bound on what comes from outside).
MAX_ACT_BYTES = 1 << 20


class Trust(IntEnum):
    """How well founded a value is; of concurrent values the better founded one holds (5.4.6)."""

    IMPORT = 1
    STATION = 2
    OFFICE = 3
    READER = 4
    DECISION = 5


class ActId(NamedTuple):
    """The name of an act: the node that wrote it and the act's number there (1, 2, 3 …)."""

    node: str
    seq: Number

    def __str__(self) -> str:
        return f"{self.node}.{self.seq}"

    @classmethod
    def parse(cls, text: str) -> ActId:
        """Read ``node.seq``; ForgedInput if it is not that."""
        node, dot, seq = text.partition(".")
        if not (node and dot and is_number(seq)):
            raise ForgedInput("act.bad-name", name=text[:40])
        return cls(node, int(seq))


class Write(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One record changed by an act: ``set`` gives fields their values.

    ``seen`` names the acts whose values of these fields the writer had before him; the write
    supersedes exactly those. An empty ``seen`` with an id of the act itself creates the record.
    """

    kind: str
    record: str
    trust: Number
    seen: tuple[ActId, ...]
    set: dict[str, Value]


class Act(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One act. ``time`` is a hybrid logical clock value (see clock), ``actor`` a staff id.

    ``stands_for`` names the act that this one repeats under a new node, when its installation was
    copied or restored from a backup (see store.renewal); "" in all others.
    """

    node: str
    seq: Number
    time: Number
    actor: str
    action: str
    note: str
    forms: str
    writes: tuple[Write, ...]
    stands_for: str = ""

    @property
    def id(self) -> ActId:
        """The name of this act."""
        return ActId(self.node, self.seq)


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Act)


def encode(act: Act) -> bytes:
    """The bytes of an act, as they are stored and chained."""
    return _encoder.encode(act)


def decode(data: bytes) -> Act:
    """Read an act; ForgedInput when it is too large or not an act."""
    if len(data) > MAX_ACT_BYTES:
        raise ForgedInput("act.too-large", size=len(data))
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ForgedInput("act.unreadable", detail=str(error)) from error


def is_number(text: str) -> bool:
    """Whether a part of a name is a number that can be counted to."""
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def record_id(node: str, seq: int, number: int) -> str:
    """The id of the record that write ``number`` (0, 1 …) of an act creates."""
    return f"{node}.{seq}.{number}"


def creator_of(record: str) -> ActId:
    """The act that created a record, read off the record's id; ForgedInput if it has none."""
    node, _, rest = record.partition(".")
    seq, dot, number = rest.partition(".")
    if not (node and dot and is_number(seq) and is_number(number)):
        raise ForgedInput("record.bad-name", name=record[:60])
    return ActId(node, int(seq))
