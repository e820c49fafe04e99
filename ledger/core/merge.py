"""Merge: the state of a record is a pure function of the set of writes to it (DESIGN section 3).

Per field, a write supersedes exactly the values its writer had seen; what is left are the heads.
Applying writes one by one (`State.apply`) and all at once (`replay`) give the same state, in any
order; the property tests hold both to that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from ledger.core import digest
from ledger.core.act import Act, ActId, Value, Write
from ledger.core.record import Head

#: For fields whose values have an order of their own (a case's state): value -> precedence.
Ranking = Mapping[Value, int]

_encode = msgspec.msgpack.Encoder(order="sorted").encode
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


class State:
    """Every standing value of one record, by field.

    ``gone`` holds values that were superseded by a write that arrived before them; they are
    dropped on arrival, whenever that is.
    """

    __slots__ = ("gone", "heads")

    def __init__(self) -> None:
        self.heads: dict[str, list[Head]] = {}
        self.gone: dict[str, set[ActId]] = {}

    def apply(self, act: Act, writes: Iterable[Write], missing: Collection[ActId] = ()) -> None:
        """Take in what one act writes to this record (several writes set different fields).

        ``missing`` names acts that have not arrived here yet.
        """
        for write in writes:
            for field, value in write.set.items():
                head = Head(act.node, act.seq, write.trust, act.time, value)
                self._put(field, head, write.seen)
                if missing:
                    self._expect(field, write.seen, missing)
        if self.gone:
            self._arrived(act.id)

    def _put(self, field: str, head: Head, seen: Collection[ActId]) -> None:
        standing = self.heads.get(field)
        if standing is None:
            standing = self.heads[field] = []
        elif seen:
            standing = [item for item in standing if (item.node, item.seq) not in seen]
            self.heads[field] = standing
        if not (self.gone and head.act in self.gone.get(field, ())):
            standing.append(head)

    def _expect(self, field: str, seen: Iterable[ActId], missing: Collection[ActId]) -> None:
        for act_id in seen:
            if act_id in missing:
                self.gone.setdefault(field, set()).add(ActId(*act_id))

    def _arrived(self, act: ActId) -> None:
        for field in [field for field, gone in self.gone.items() if act in gone]:
            self.gone[field].discard(act)
            if not self.gone[field]:
                del self.gone[field]

    def resolve(self, rankings: Mapping[str, Ranking]) -> tuple[dict[str, Value], tuple[str, ...]]:
        """The value of every field, and the names of the fields in conflict."""
        data: dict[str, Value] = {}
        conflicts = []
        for field, heads in self.heads.items():
            if len(heads) == 1:
                data[field] = heads[0].value
            elif heads:
                data[field], conflict = settle(heads, rankings.get(field))
                if conflict:
                    conflicts.append(field)
        return data, tuple(sorted(conflicts))

    def digest(self, record: str) -> bytes:
        """16 bytes over the standing values and who wrote them."""
        canonical = [
            [field, sorted([head.node, head.seq, head.value] for head in heads)]
            if len(heads) > 1
            else [field, heads[0].node, heads[0].seq, heads[0].value]
            for field, heads in sorted(self.heads.items())
            if heads
        ]
        return digest.of_record(record, canonical)

    def acts(self) -> tuple[ActId, ...]:
        """The acts behind the standing values: what a reader of the record has seen."""
        found = {ActId(head.node, head.seq) for heads in self.heads.values() for head in heads}
        return tuple(sorted(found))

    def newest(self) -> int:
        """The newest clock value in the record."""
        return max((head.time for heads in self.heads.values() for head in heads), default=0)

    def to_bytes(self) -> bytes:
        """The state without the values that the record's data holds anyway."""
        groups: dict[tuple[str, int, int, int], list[str]] = {}
        several: dict[str, list[Head]] = {}
        for field, heads in self.heads.items():
            if len(heads) == 1:
                groups.setdefault(heads[0][:4], []).append(field)
            else:
                several[field] = heads
        whole = len(groups) == 1 and not several
        compact = [[*key, None if whole else fields] for key, fields in groups.items()]
        gone = {field: sorted(acts) for field, acts in self.gone.items()}
        return _pack([compact, several, gone])

    @classmethod
    def from_bytes(cls, blob: bytes, data: Mapping[str, Value]) -> State:
        """Read a state back, with the record's data."""
        state = cls()
        compact, several, gone = _unpack(blob)
        for node, seq, trust, time, fields in compact:
            for field in data if fields is None else fields:
                state.heads[field] = [Head(node, seq, trust, time, data[field])]
        for field, heads in several.items():
            state.heads[field] = [Head(*head) for head in heads]
        for field, acts in gone.items():
            state.gone[field] = {ActId(*act) for act in acts}
        return state


def settle(heads: list[Head], ranking: Ranking | None) -> tuple[Value, bool]:
    """The value that several concurrent heads amount to, and whether people must choose.

    A declared ranking decides alone; otherwise the best founded values do, and when those differ
    the newest is shown until somebody who has seen them all writes again.
    """
    if ranking is not None:
        best = max(heads, key=lambda head: (ranking.get(head.value, -1), head.time, head.act))
        return best.value, False
    trust = max(head.trust for head in heads)
    top = [head for head in heads if head.trust == trust]
    newest = max(top, key=lambda head: (head.time, head.act))
    expected = _encode(newest.value)
    return newest.value, any(_encode(head.value) != expected for head in top)


def replay(
    acts: Iterable[tuple[Act, Sequence[Write]]],
    refused: Collection[ActId] = (),
    holds: Callable[[ActId], bool] = lambda act_id: True,
) -> State:
    """The state that a set of acts on one record amounts to.

    Refused acts count for nothing, and what they had superseded stands again, unless somebody who
    wrote after them superseded them in turn: he had seen what they had seen. ``holds`` says
    whether an act has arrived here; a value superseded before it arrived is remembered as gone.
    """
    pairs = list(acts)
    behind = _seen_by_refused(pairs, refused)
    state = State()
    arriving = {act.id for act, _ in pairs}
    for act, writes in pairs:
        arriving.discard(act.id)
        if act.id in refused:
            continue
        through = [replace(item, seen=_through(item.seen, behind)) for item in writes]
        named = {act_id for item in through for act_id in item.seen} - set(refused)
        missing = {act_id for act_id in named if act_id in arriving or not holds(act_id)}
        state.apply(act, through, missing)
    return state


def _seen_by_refused(
    pairs: Iterable[tuple[Act, Sequence[Write]]], refused: Collection[ActId]
) -> dict[ActId, set[ActId]]:
    behind: dict[ActId, set[ActId]] = {}
    for act, writes in pairs:
        if act.id in refused:
            seen = (ActId(*item) for write in writes for item in write.seen)
            behind.setdefault(act.id, set()).update(seen)
    return behind


def _through(seen: Iterable[ActId], behind: Mapping[ActId, set[ActId]]) -> tuple[ActId, ...]:
    found: set[ActId] = set()
    waiting = [ActId(*item) for item in seen]
    while waiting:
        act_id = waiting.pop()
        if act_id not in found:
            found.add(act_id)
            waiting.extend(behind.get(act_id, ()))
    return tuple(sorted(found))
