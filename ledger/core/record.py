"""What a record looks like to those who read it: plain values and names, never a database row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, overload

from ledger.core.act import ActId, Trust, Value

#: The area of records that an office keeps for all its stations.
EVERYBODY = "*"


class Head(NamedTuple):
    """One standing value of one field: who wrote it, how well founded it is, and when."""

    node: str
    seq: int
    trust: int
    time: int
    value: Value

    @property
    def act(self) -> ActId:
        """The act that wrote the value."""
        return ActId(self.node, self.seq)


class Later(Sequence[ActId]):
    """Acts that are worked out when somebody first asks for them: lists of records never do."""

    __slots__ = ("_found", "_make")

    def __init__(self, make: Callable[[], tuple[ActId, ...]]) -> None:
        self._make = make
        self._found: tuple[ActId, ...] | None = None

    def _acts(self) -> tuple[ActId, ...]:
        if self._found is None:
            self._found = self._make()
        return self._found

    def __iter__(self) -> Iterator[ActId]:
        return iter(self._acts())

    def __len__(self) -> int:
        return len(self._acts())

    @overload
    def __getitem__(self, place: int) -> ActId: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[ActId]: ...

    def __getitem__(self, place: int | slice) -> ActId | Sequence[ActId]:
        return self._acts()[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._acts() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._acts())


@dataclass(frozen=True, slots=True)
class Record:
    """The present state of one record.

    ``data`` holds the value of every field, ``conflicts`` the names of fields with several equally
    founded values, ``seen`` the acts behind these values (a form passes it back when it saves),
    ``time`` the newest clock value in it, ``own_seq`` the newest act of this installation in it.
    """

    id: str
    kind: str
    area: str
    owner: str
    data: Mapping[str, Value]
    conflicts: tuple[str, ...] = ()
    seen: Sequence[ActId] = ()
    time: int = 0
    own_seq: int = 0


@dataclass(frozen=True, slots=True)
class New:
    """Stands, in a change, for the record that change number ``index`` of the same commit makes."""

    index: int


@dataclass(frozen=True, slots=True)
class Change:
    """One record to be written by a commit; ``record`` None creates one.

    ``seen`` is what the writer had before him (``Record.seen`` of the form he filled in); None
    means: what stands at the moment of the commit.
    """

    kind: str
    set: Mapping[str, Value]
    record: str | None = None
    trust: Trust = Trust.STATION
    seen: Sequence[ActId] | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """The installation an act comes from: its node, level ("V", "T", "X"), and area of work."""

    node: str
    level: str
    area: str
    station: str = ""
    extra_areas: frozenset[str] = field(default_factory=frozenset)
