"""From what a person wants changed to the act that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from ledger.core.act import MAX_ACT_BYTES, Act, ActId, Value, Write, encode, record_id
from ledger.core.faults import RuleFault
from ledger.core.record import Change, New, Record
from ledger.store import files
from ledger.store.batch import Batch
from ledger.store.local import next_number
from ledger.store.slots import Place

Header = tuple[str, int, int, str, str, str, str]

#: How large an act is made. Said again under a new name (see renewal) it names the act it stands
#: for and knows what its writer had seen by two names: that has room for some two thousand names.
MOST_BYTES = MAX_ACT_BYTES - (1 << 16)


class Tx:
    """What a function that makes changes may look at, inside the transaction that writes them."""

    def __init__(self, connection: Connection, batch: Batch, place: Place, now_ms: int) -> None:
        self._connection = connection
        self._batch = batch
        self._place = place
        self._now = now_ms

    def record(self, record: str) -> Record | None:
        """A record as it stands."""
        return self._batch.record(record)

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        """The records of a kind in which a field has this value."""
        return self._batch.lookup(kind, name, value)

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one."""
        return self._batch.owned(owner, kind)

    def next_number(self, series: str) -> int:
        """The next number of a series; given back if the transaction does not come about."""
        return next_number(self._connection, self._place.office, series)

    def keep(self, content: bytes, media: str) -> str:
        """Keep the content of an attachment and give its name: it is here if, and only if, the act
        that names it is."""
        return files.keep(self._connection, self._place.office, content, media, self._now)


def compose(
    header: Header, changes: Sequence[Change], batch: Batch, births: int
) -> tuple[Act, bytes]:
    """The act that makes these changes, and its bytes; ``births`` is the number of the first record
    that it makes (see `Place`).

    RuleFault ``act.empty`` when nothing is to be changed, ``act.too-much`` when it is more than
    one act may carry.
    """
    if not any(change.set for change in changes):
        raise RuleFault("act.empty")
    node, seq = header[0], header[1]
    names = [
        change.record or record_id(node, seq, number)
        for number, change in enumerate(changes, births)
    ]
    batch.preload(names)
    writes = tuple(
        _write(change, name, names, batch) for change, name in zip(changes, names, strict=True)
    )
    act = Act(*header, writes)
    data = encode(act)
    if len(data) > MOST_BYTES:
        raise RuleFault("act.too-much", size=len(data), limit=MOST_BYTES)
    return act, data


def _write(change: Change, name: str, names: Sequence[str], batch: Batch) -> Write:
    values = {field: _plain(value, names) for field, value in change.set.items()}
    seen = () if change.record is None else seen_for(batch.heads(name), values, change.seen)
    return Write(change.kind, name, int(change.trust), seen, values)


def _plain(value: Any, names: Sequence[str]) -> Value:
    return names[value.index] if isinstance(value, New) else value


def seen_for(
    heads: Mapping[str, Sequence[Any]], fields: Mapping[str, Value], given: Sequence[ActId] | None
) -> tuple[ActId, ...]:
    """The acts a write supersedes: what its writer saw, less what concerns only other fields."""
    standing = {head.act for field in fields for head in heads.get(field, ())}
    if given is None:
        return tuple(sorted(standing))
    elsewhere = {head.act for items in heads.values() for head in items} - standing
    return tuple(sorted(act_id for act_id in set(given) if act_id not in elsewhere))
