"""Between a row of ``record`` and what the rest of the program sees of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.merge import State
from ledger.core.record import Later, Record
from ledger.store import tables
from ledger.store.prepared import Prepared, given, one_of

#: The empty text as a part of a statement: only so are indexes without empty texts made use of.
NOTHING = sa.literal_column("''", sa.Text)
CHUNK = 400  # rows fetched at a time

_json = msgspec.json.Encoder().encode
_from_json = msgspec.json.Decoder().decode


class Row(NamedTuple):
    """A row of ``record`` as the statements below give it; `select` gives the same names."""

    id: str
    number: int
    kind: str
    area: str
    owner: str
    data: str
    state: bytes
    conflicts: str
    digest: bytes
    time: int
    own_seq: int


COLUMNS = tuple(tables.record.c[name] for name in Row._fields)


def select(office: int) -> sa.Select[Any]:
    """The records of an office."""
    return sa.select(*COLUMNS).where(tables.record.c.office == office)


def owned_by(owner: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """The condition that a record belongs to another one, as the index on owners wants it put."""
    column = tables.record.c.owner
    return sa.and_(column == owner, column != NOTHING)


def picked(*where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The records of the office given as ``office`` that meet some conditions."""
    return sa.select(*COLUMNS).where(given(tables.record.c.office), *where)


_ONE = Prepared.of(picked(given(tables.record.c.id)), "office", "id")
_SEVERAL = Prepared(
    lambda dialect: picked(one_of(dialect, tables.record.c.id, "ids")), "office", "ids"
)


_NUMBERED = Prepared(
    lambda dialect: picked(one_of(dialect, tables.record.c.number, "numbers")), "office", "numbers"
)


def by_number(connection: Connection, office: int, numbers: Iterable[int]) -> dict[int, Row]:
    """The rows of these records, by number."""
    found = _NUMBERED.all(connection, office, to_json(list(numbers)))
    return {row.number: row for row in map(Row._make, found)}


def by_name(connection: Connection, office: int, names: Iterable[str]) -> dict[str, Row]:
    """The rows of these records, by id; those that are not there are left out."""
    wanted = list(names)
    if not wanted:
        return {}
    if len(wanted) == 1:
        found = _ONE.all(connection, office, wanted[0])
    else:
        found = _SEVERAL.all(connection, office, to_json(wanted))
    return {row[0]: Row._make(row) for row in found}


def second_area(row: Any) -> str:
    """The village that a row concerns besides its own (see `ledger.rules.guests`), or ""."""
    if '"home"' not in row.data:
        return ""
    home = data_of(row).get("home")
    return str(home) if home and home != row.area else ""


def to_json(data: Mapping[str, Any] | Sequence[str | int]) -> str:
    """Plain values as they are stored."""
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


def to_record(row: Any, data: dict[str, Any] | None = None) -> Record:
    """A row as a plain value; ``data`` is its data if somebody has unpacked it already."""
    data = data_of(row) if data is None else data
    blob = row.state
    seen = Later(lambda: State.from_bytes(blob, data).acts())
    return Record(
        row.id, row.kind, row.area, row.owner, data, conflicts_of(row), seen, row.time, row.own_seq
    )
