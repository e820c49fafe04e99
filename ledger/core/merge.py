"""Merge: the state of a record is a pure function of the writes to it (docs/architecture.md).

Per field, a write supersedes exactly the values its writer had seen; what is left are the heads.
Applying writes one by one (`State.apply`) and all at once (`replay`) give the same state, in any
order; the property tests hold both to that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec
from msgspec.structs import replace

from ledger.core import digest
from ledger.core.act import Act, ActId, Value, Write
from ledger.core.record import Head

#: For fields whose values have an order of their own (a case's state): value -> precedence.
Ranking = Mapping[Value, int]

#: Who wrote a value, how well founded it is, and when: node, seq, trust, time.
Writer = tuple[str, int, int, int]

_encode = msgspec.msgpack.Encoder(order="sorted").encode
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(
    tuple[
        list[tuple[str, int, int, int, list[str] | None]],
        dict[str, list[Head]],
        dict[str, set[ActId]],
    ]
).decode


class State:
    """Every standing value of one record, by field.

    Nearly every field has one head, and a card's eighteen fields mostly one writer: so values and
    writers are kept apart, and only fields with several heads hold whole ones. ``gone`` holds
    values that were superseded by a write that arrived before them; they are dropped on arrival,
    whenever that is.
    """

    __slots__ = ("_distinct", "_several", "_values", "_writers", "gone")

    def __init__(self) -> None:
        self._values: dict[str, Value] = {}
        self._writers: dict[str, Writer] = {}
        self._several: dict[str, list[Head]] = {}
        self._distinct: Collection[Writer] | None = None
        self.gone: dict[str, set[ActId]] = {}

    @property
    def heads(self) -> dict[str, list[Head]]:
        """Every standing value with its writer, by field."""
        values = self._values
        found = {field: [Head(*by, values[field])] for field, by in self._writers.items()}
        return found | self._several

    def heads_of(self, field: str) -> list[Head]:
        """The standing values of one field; none when nobody wrote it."""
        by = self._writers.get(field)
        return self._several.get(field, []) if by is None else [Head(*by, self._values[field])]

    def apply(self, act: Act, writes: Iterable[Write], missing: Collection[ActId] = ()) -> None:
        """Take in what one act writes to this record (several writes set different fields).

        ``missing`` names acts that have not arrived here yet.
        """
        self._distinct = None
        for write in writes:
            by = (act.node, act.seq, write.trust, act.time)
            if self._are_new(write.set):
                self._values.update(write.set)
                self._writers.update(dict.fromkeys(write.set, by))
            else:
                for field, value in write.set.items():
                    self._put(field, by, value, write.seen)
            if missing:
                self._expect(write.set, write.seen, missing)
        if self.gone:
            self._arrived(act.id)

    def _are_new(self, fields: Mapping[str, Value]) -> bool:
        """Whether nobody has written any of these fields yet, and nobody has superseded them."""
        taken = self._several or self.gone
        return not taken and self._writers.keys().isdisjoint(fields)

    def _put(self, field: str, by: Writer, value: Value, seen: Collection[ActId]) -> None:
        standing = self.heads_of(field)
        if seen:
            standing = [head for head in standing if (head.node, head.seq) not in seen]
        if not (self.gone and by[:2] in self.gone.get(field, ())):
            standing = [*standing, Head(*by, value)]
        self._stand(field, standing)

    def _stand(self, field: str, heads: list[Head]) -> None:
        if len(heads) == 1:
            self._values[field] = heads[0].value
            self._writers[field] = heads[0][:4]
            self._several.pop(field, None)
            return
        self._values.pop(field, None)
        self._writers.pop(field, None)
        if heads:
            self._several[field] = heads
        else:
            self._several.pop(field, None)

    def _expect(
        self, fields: Iterable[str], seen: Iterable[ActId], missing: Collection[ActId]
    ) -> None:
        awaited = [ActId(*act_id) for act_id in seen if act_id in missing]
        for field in fields:
            if awaited:
                self.gone.setdefault(field, set()).update(awaited)

    def _arrived(self, act: ActId) -> None:
        for field in [field for field, gone in self.gone.items() if act in gone]:
            self.gone[field].discard(act)
            if not self.gone[field]:
                del self.gone[field]

    def resolve(self, rankings: Mapping[str, Ranking]) -> tuple[dict[str, Value], tuple[str, ...]]:
        """The value of every field, and the names of the fields in conflict."""
        data = dict(self._values)
        conflicts = []
        for field, heads in self._several.items():
            data[field], conflict = settle(heads, rankings.get(field))
            if conflict:
                conflicts.append(field)
        return data, tuple(sorted(conflicts))

    def digest(self, record: str) -> bytes:
        """16 bytes over the standing values and who wrote them."""
        values, writers = self._values, self._writers
        canonical: list[tuple[Any, ...]]
        distinct = self._distinct_writers()
        if len(distinct) == 1:
            [(node, seq, _, _)] = distinct
            canonical = [(field, node, seq, values[field]) for field in sorted(values)]
        else:
            canonical = [(field, *writers[field][:2], values[field]) for field in sorted(values)]
        if self._several:
            canonical += [
                (field, sorted([head.node, head.seq, head.value] for head in heads))
                for field, heads in self._several.items()
            ]
            canonical.sort(key=itemgetter(0))
        return digest.of_record(record, canonical)

    def acts(self) -> tuple[ActId, ...]:
        """The acts behind the standing values: what a reader of the record has seen."""
        found = {ActId(node, seq) for node, seq, _, _ in self._distinct_writers()}
        found.update(head.act for heads in self._several.values() for head in heads)
        return tuple(sorted(found))

    def newest(self) -> int:
        """The newest clock value in the record."""
        times = {by[3] for by in self._distinct_writers()}
        times.update(head.time for heads in self._several.values() for head in heads)
        return max(times, default=0)

    def _distinct_writers(self) -> Collection[Writer]:
        """Every writer once. That all are one and the same is seen without hashing any."""
        found = self._distinct
        if found is None:
            every = list(self._writers.values())
            alone = every[:1]
            found = alone if alone and every.count(alone[0]) == len(every) else set(every)
            self._distinct = found
        return found

    def to_bytes(self) -> bytes:
        """The state without the values that the record's data holds anyway."""
        writers = self._distinct_writers()
        compact: list[list[Any]]
        if len(writers) == 1 and not self._several:
            compact = [[*by, None] for by in writers]
        else:
            groups: dict[Writer, list[str]] = {}
            for field, by in self._writers.items():
                groups.setdefault(by, []).append(field)
            compact = [[*by, fields] for by, fields in groups.items()]
        gone = {field: sorted(acts) for field, acts in self.gone.items()}
        return _pack([compact, self._several, gone])

    @classmethod
    def from_bytes(cls, blob: bytes, data: Mapping[str, Value]) -> State:
        """Read a state back, with the record's data; MsgspecError or LookupError if it is none."""
        state = cls()
        compact, several, state.gone = _unpack(blob)
        for node, seq, trust, time, fields in compact:
            by = node, seq, trust, time
            if fields is None:
                state._writers, state._values = dict.fromkeys(data, by), {**data}
            else:
                state._writers.update(dict.fromkeys(fields, by))
                state._values.update((field, data[field]) for field in fields)
        state._several = {field: heads for field, heads in several.items() if heads}
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
