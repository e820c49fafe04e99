"""Insert-or-replace for the dialects the store runs on."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite


@lru_cache(maxsize=64)
def upsert(dialect: str, table: sa.Table) -> Any:
    """A statement that inserts rows, replacing those with the same primary key."""
    insert = _insert(dialect, table)
    keys = {column.name for column in table.primary_key}
    changed = {c.name: insert.excluded[c.name] for c in table.columns if c.name not in keys}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


@lru_cache(maxsize=64)
def insert_new(dialect: str, table: sa.Table) -> Any:
    """A statement that inserts rows, leaving those that are there as they are."""
    return _insert(dialect, table).on_conflict_do_nothing()


def _insert(dialect: str, table: sa.Table) -> Any:
    if dialect == "postgresql":
        # Imported by whoever uses it: a tenth of every start otherwise.
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)
