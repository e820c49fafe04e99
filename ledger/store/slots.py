"""The working pieces of a batch: where it is applied, its acts, and the records in its hands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from ledger.core.act import Act, ActId, Value, Write
from ledger.core.merge import State
from ledger.core.record import Record
from ledger.store.prepared import Prepared
from ledger.store.rows import Row, data_of
from ledger.store.schema import Schema

#: The fields that say in which areas a record is to be known: its own, and the resident's village.
AREAS: Final = frozenset({"area", "home"})


@dataclass(frozen=True)
class Changed:
    """What a transaction changed: announced after it is durable."""

    kinds: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    source: str = "local"


@dataclass(frozen=True)
class Place:
    """Where a batch is applied: the installation, its office, whether it keeps a feed, and of a
    station its area ("" at an office, which keeps what is all its villages').

    ``restored``: an office that was put back, so others may hold what it knows no longer.
    ``births``: the first number of the records that an act makes here. Another start of the program
    has another one: acts that two copies of a PC give one name to never make one record.
    """

    node: str
    office: int
    dialect: str
    schema: Schema
    feeds: bool
    area: str = ""
    restored: bool = False
    births: int = 0
    #: Statements already made for this schema, by kind and field (see query).
    prepared: dict[tuple[str, str], Prepared] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class Slot:
    """One record while a batch works on it: its row before, and its state once that is needed."""

    id: str
    kind: str = ""
    before: Row | None = None
    own_seq: int = 0
    made: State | None = None
    seen_as: Record | None = None
    #: The fields that were written since; None where any may be another than before.
    written: set[str] | None = None
    #: Where it is known, as it stands: its own area, and the resident's village.
    known_in: frozenset[str] | None = None
    _old: dict[str, Value] | None = None

    @classmethod
    def of(cls, row: Row) -> Slot:
        """A record that is there."""
        return cls(row.id, row.kind, row, row.own_seq, written=set())

    @property
    def state(self) -> State:
        """The merge state, unpacked when somebody asks for it."""
        if self.made is None:
            before = self.before
            self.made = State.from_bytes(before.state, self.old) if before else State()
        return self.made

    @property
    def areas(self) -> frozenset[str]:
        """The areas in which the record is to be known: of every standing value."""
        if self.known_in is None:
            state = self.state
            heads = (head for name in AREAS for head in state.heads_of(name))
            self.known_in = frozenset(str(head.value) for head in heads if head.value)
        return self.known_in

    def write(self, act: Act, writes: Sequence[Write], missing: Collection[ActId]) -> None:
        """Take in what an act writes to the record."""
        self.state.apply(act, writes, missing)
        self.seen_as = None
        for write in writes:
            if self.written is not None:
                self.written.update(write.set)
            if not AREAS.isdisjoint(write.set):
                self.known_in = None

    @property
    def old(self) -> dict[str, Value]:
        """The data before, unpacked once."""
        if self._old is None:
            self._old = data_of(self.before) if self.before else {}
        return self._old


@dataclass(slots=True)
class Entry:
    """One act of a batch, with its bytes, chain hash (None outside a whole journal) and verdict.

    ``past`` acts are in the records already (see past).
    """

    act: Act
    data: bytes
    hash: bytes | None
    refused: str | None = None
    areas: set[str] = field(default_factory=set)
    past: bool = False
