"""Asking for records by their fields, in SQL, a page at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.record import Record
from ledger.store import rows, tables
from ledger.store.prepared import Prepared
from ledger.store.slots import Place

#: Fields that are columns of their own.
SYSTEM = ("id", "kind", "area", "owner", "time", "conflicts", "own_seq")

Condition = tuple[str, str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """Which records: kind, conditions (field, operator, value), order, and page.

    Operators: eq ne in lt le gt ge prefix contains empty filled. ``order`` is (field, descending).
    """

    kind: str
    where: tuple[Condition, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some records, how many there are (``capped``: at least so many), and how long it took."""

    rows: list[Record]
    total: int
    ms: float
    capped: bool = False


def field(place: Place, kind: str, name: str) -> Any:
    """The SQL expression of a field of a kind: a column of its own, or a part of the data."""
    if name in SYSTEM:
        return tables.record.c[name]
    column = place.schema.column(kind, name)
    if column is not None:
        return tables.record.c[column]
    _require_word(name)
    if place.dialect == "postgresql":
        return sa.cast(tables.record.c.data, sa.JSON)[name].as_string()
    return sa.func.json_extract(tables.record.c.data, f"$.{name}")


def of_kind(kind: str) -> Any:
    """The condition that picks a kind, written so that an index for that kind alone can be used."""
    _require_word(kind)
    return tables.record.c.kind == sa.literal_column(f"'{kind}'")


def _require_word(name: str) -> None:
    """Nothing else becomes part of a statement."""
    if not (name.isascii() and name.replace("_", "").isalnum()):
        raise ValueError(f"not a field name: {name!r}")


def having(place: Place, kind: str, name: str) -> Prepared:
    """The records of a kind that have a value (never None) in a field: (office, value)."""
    prepared = place.prepared.get((kind, name))
    if prepared is None:
        wanted = field(place, kind, name) == sa.bindparam("value")
        statement = rows.picked(of_kind(kind), wanted)
        prepared = place.prepared[kind, name] = Prepared.of(statement, "office", "value")
    return prepared


def _condition(place: Place, kind: str, condition: Condition) -> Any:
    name, operator, value = condition
    return _OPERATORS[operator](field(place, kind, name), value)


_OPERATORS: dict[str, Any] = {
    "eq": lambda column, value: column == value,
    "ne": lambda column, value: sa.or_(column != value, column.is_(None)),
    "in": lambda column, value: column.in_(list(value)),
    "lt": lambda column, value: column < value,
    "le": lambda column, value: column <= value,
    "gt": lambda column, value: column > value,
    "ge": lambda column, value: column >= value,
    "prefix": lambda column, value: sa.and_(column >= value, column < value + "\U0010ffff"),
    "contains": lambda column, value: column.contains(value, autoescape=True),
    "empty": lambda column, value: sa.or_(column.is_(None), column == rows.NOTHING),
    "filled": lambda column, value: sa.and_(column.is_not(None), column != rows.NOTHING),
}


def find(connection: Connection, place: Place, query: Query) -> Page:
    """One page of the records that a query asks for."""
    started = time.perf_counter()
    where = [tables.record.c.office == place.office, of_kind(query.kind)]
    where += [_condition(place, query.kind, condition) for condition in query.where]
    statement = sa.select(*rows.COLUMNS).where(*where).order_by(*_order(place, query))
    page = connection.execute(statement.limit(query.limit).offset(query.offset)).all()
    total = query.offset + len(page)
    if len(page) == query.limit or (query.offset and not page):
        counting = sa.select(sa.func.count()).select_from(tables.record).where(*where)
        total = connection.execute(counting).scalar_one()
    found = [rows.to_record(row) for row in page]
    return Page(found, total, (time.perf_counter() - started) * 1000)


def _order(place: Place, query: Query) -> list[Any]:
    """The order asked for, and among equals by number, so that pages do not overlap.

    The number stands in the index behind each of `tables.KEYS`, and goes the way of the last
    column, so a page of a list is read off its index (measured at 50,000 cards of which 10,000
    are equal: 200 ms with the id, 0.3 so).
    """
    if not query.order:
        return []
    wanted = [(field(place, query.kind, name), descending) for name, descending in query.order]
    wanted.append((tables.record.c.number, query.order[-1][1]))
    return [column.desc() if descending else column.asc() for column, descending in wanted]


def by_ids(connection: Connection, office: int, ids: list[str]) -> list[Record]:
    """Records by name, in the order of the names; names that are not there are left out."""
    found = rows.by_name(connection, office, ids)
    return [rows.to_record(found[name]) for name in ids if name in found]
