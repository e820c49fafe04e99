"""Between a row of ``record`` and what the rest of the program sees of it."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from ledger.core.merge import State
from ledger.core.record import Later, Record
from ledger.store import tables

CHUNK = 400  # ids per IN (…): well below every database's limit on parameters

#: A record whose only write was refused: it never was, but its name is taken.
NEVER_WAS = ""

_json = msgspec.json.Encoder().encode
_from_json = msgspec.json.Decoder().decode

COLUMNS = tuple(
    tables.record.c[name]
    for name in (
        "id", "kind", "area", "owner", "data", "state", "conflicts", "digest", "time", "own_seq"
    )
)  # fmt: skip


def select(office: int) -> sa.Select[Any]:
    """The records of an office."""
    return sa.select(*COLUMNS).where(tables.record.c.office == office)


def to_json(data: dict[str, Any]) -> str:
    """Record data as it is stored."""
    return _json(data).decode()


def data_of(row: Any) -> dict[str, Any]:
    """The data of a row."""
    data: dict[str, Any] = _from_json(row.data)
    return data


def state_of(row: Any) -> State:
    """The merge state of a row."""
    return State.from_bytes(row.state, data_of(row))


def conflicts_of(row: Any) -> tuple[str, ...]:
    """The fields of a row in which values stand against each other."""
    return tuple(row.conflicts.split(",")) if row.conflicts else ()


def to_record(row: Any) -> Record:
    """A row as a plain value."""
    data = data_of(row)
    blob = row.state
    seen = Later(lambda: State.from_bytes(blob, data).acts())
    return Record(
        row.id, row.kind, row.area, row.owner, data, conflicts_of(row), seen, row.time, row.own_seq
    )
