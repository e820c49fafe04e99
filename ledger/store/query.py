"""Asking for records by their fields, in SQL, a page at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.record import Record
from ledger.store import rows, search, tables
from ledger.store.prepared import Prepared

#: Fields that are columns of their own.
SYSTEM = ("id", "kind", "area", "owner", "time", "conflicts", "own_seq")
#: Beyond this many hits a search says "more than", instead of counting a whole village.
COUNT_CAP = 200

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


def field(dialect: str, name: str) -> Any:
    """The SQL expression of a field."""
    if name in SYSTEM:
        return tables.record.c[name]
    _require_word(name)
    if dialect == "postgresql":
        return sa.cast(tables.record.c.data, sa.JSON)[name].as_string()
    # The path is part of the statement, not a parameter: only then can an index on it be used.
    return sa.func.json_extract(tables.record.c.data, sa.literal_column(f"'$.{name}'"))


def of_kind(kind: str) -> Any:
    """The condition that picks a kind, written so that an index for that kind alone can be used."""
    _require_word(kind)
    return tables.record.c.kind == sa.literal_column(f"'{kind}'")


def _require_word(name: str) -> None:
    """Nothing else becomes part of a statement."""
    if not (name.isascii() and name.replace("_", "").isalnum()):
        raise ValueError(f"not a field name: {name!r}")


@lru_cache(maxsize=256)
def having(kind: str, name: str) -> Prepared:
    """The records of a kind that have a value (never None) in a field: (office, value)."""
    return Prepared(
        lambda dialect: rows.picked(of_kind(kind), field(dialect, name) == sa.bindparam("value")),
        "office",
        "value",
    )


def _condition(dialect: str, condition: Condition) -> Any:
    name, operator, value = condition
    column = field(dialect, name)
    return _OPERATORS[operator](column, value)


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
    "empty": lambda column, value: sa.or_(column.is_(None), column == ""),
    "filled": lambda column, value: sa.and_(column.is_not(None), column != ""),
}


def find(connection: Connection, dialect: str, office: int, query: Query) -> Page:
    """One page of the records that a query asks for."""
    started = time.perf_counter()
    where = [tables.record.c.office == office, of_kind(query.kind)]
    where += [_condition(dialect, condition) for condition in query.where]
    statement = sa.select(*rows.COLUMNS).where(*where).order_by(*_order(dialect, query.order))
    page = connection.execute(statement.limit(query.limit).offset(query.offset)).all()
    total = query.offset + len(page)
    if len(page) == query.limit or (query.offset and not page):
        counting = sa.select(sa.func.count()).select_from(tables.record).where(*where)
        total = connection.execute(counting).scalar_one()
    found = [rows.to_record(row) for row in page]
    return Page(found, total, (time.perf_counter() - started) * 1000)


def _order(dialect: str, wanted: tuple[tuple[str, bool], ...]) -> list[Any]:
    """The order asked for, and the id among equals so that pages do not overlap.

    The id stands in an expression, and no order is put where none was asked: otherwise SQLite
    walks a whole kind by its primary key (measured at 50,000 cards: 123 ms against 0.1).
    """
    columns = [
        field(dialect, name).desc() if descending else field(dialect, name).asc()
        for name, descending in wanted
    ]
    return [*columns, tables.record.c.id.concat("")] if columns else []


def by_ids(connection: Connection, office: int, ids: list[str]) -> list[Record]:
    """Records by name, in the order of the names; names that are not there are left out."""
    found = rows.by_name(connection, office, ids)
    return [rows.to_record(found[name]) for name in ids if name in found]


def search_text(
    connection: Connection, office: int, kind: str, title: str, typed: str, limit: int
) -> Page:
    """The records that a typed text finds: all its words must match, the best match first."""
    started = time.perf_counter()
    words = search.beginnings(typed)
    if not words:
        return Page([], 0, 0.0)
    cap = COUNT_CAP if len(words) == 1 else 50 * COUNT_CAP
    hits = _hits(connection, office, kind, words[0], cap)
    for word in words[1:]:
        others = set(_hits(connection, office, kind, word, cap))
        hits = [name for name in hits if name in others]
    found = by_ids(connection, office, hits[:limit])
    first = search.fold(typed.split(maxsplit=1)[0])
    found.sort(key=lambda record: _rank(str(record.data.get(title) or ""), first))
    elapsed = (time.perf_counter() - started) * 1000
    return Page(found, len(hits), elapsed, capped=len(hits) >= cap)


def _rank(name: str, typed: str) -> tuple[int, int, str]:
    folded = search.fold(name)
    return (0 if folded == typed else 1 if folded.startswith(typed) else 2, len(folded), folded)


def _hits(
    connection: Connection, office: int, kind: str, starts: list[str], limit: int
) -> list[str]:
    table = tables.search
    found: dict[str, None] = {}
    for start in starts:
        statement = (
            sa.select(table.c.record)
            .where(
                table.c.office == office,
                table.c.kind == kind,
                table.c.token >= start,
                table.c.token < start + "\U0010ffff",
            )
            .limit(limit)
        )
        found.update(dict.fromkeys(connection.execute(statement).scalars()))
    return list(found)
