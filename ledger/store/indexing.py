"""Keeping what finds records in step with what the catalogue declares.

Lists filter and sort by the columns `tables.KEYS`; which field of a kind stands in which column
follows from the catalogue, and so do the indexes on them, the tokens of the search and the order
of a case's states. None of this is a format: a release that declares it otherwise, or knows a kind
that was only kept until now, has it worked out anew at the next start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.store import rows, tables
from ledger.store.database import Database
from ledger.store.local import read_setting, write_setting
from ledger.store.prepared import addition, changing
from ledger.store.resettling import resettle
from ledger.store.schema import Schema
from ledger.store.search import tokens

LAYOUT = "index.layout"
#: Count up when indexes or tokens are made otherwise than before.
KEYS_MADE = 2
TOKENS_MADE = 1
_OFFICE = 1
_SET_KEYS = changing(tables.record, *tables.KEYS)
_ADD_TOKEN = addition(tables.search)


def ensure_indexes(database: Database, schema: Schema) -> None:
    """Bring columns, indexes and tokens to what the catalogue declares now."""
    keys = {kind: [KEYS_MADE, *names] for kind, names in schema.keys.items()}
    searched = {
        kind: [TOKENS_MADE, *sorted(fields.items())] for kind, fields in schema.search.items()
    }
    ranked = {
        kind: [sorted(order.items()) for _, order in sorted(fields.items())]
        for kind, fields in schema.rankings.items()
    }
    wanted = _plain({"keys": keys, "search": searched, "ranked": ranked})
    with database.read() as connection:
        kept = read_setting(connection, _OFFICE, LAYOUT, {})
        standing = _plain({name: kept.get(name, {}) for name in wanted})
    if wanted == standing:
        return
    with database.write() as connection:
        for kind in _changed(wanted["ranked"], standing["ranked"]):
            for chunk in _chunks(connection, kind):
                resettle(connection, schema, _OFFICE, kind, chunk)
        for kind in _changed(wanted["keys"], standing["keys"]):
            _drop_indexes(connection, kind)
            _set_keys(connection, schema, kind)
            _make_indexes(connection, schema, kind)
        for kind in _changed(wanted["search"], standing["search"]):
            _make_tokens(connection, schema, kind)
        write_setting(connection, _OFFICE, LAYOUT, wanted)


def _changed(wanted: Mapping[str, Any], standing: Mapping[str, Any]) -> list[str]:
    return [kind for kind, layout in wanted.items() if layout != standing.get(kind)]


def _plain(value: Any) -> Any:
    """With lists for tuples, as settings come back."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _name(kind: str, column: str) -> str:
    return f"ix_record_{kind}_{column}"


def _drop_indexes(connection: Connection, kind: str) -> None:
    for column in tables.KEYS:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {_name(kind, column)}")


def _make_indexes(connection: Connection, schema: Schema, kind: str) -> None:
    for column in tables.KEYS[: len(schema.keys[kind])]:
        connection.exec_driver_sql(
            f"CREATE INDEX {_name(kind, column)} ON record (office, {column}, number) "
            f"WHERE kind = '{kind}'"
        )


def _set_keys(connection: Connection, schema: Schema, kind: str) -> None:
    """The columns of every record of a kind."""
    for chunk in _chunks(connection, kind):
        found = ((row.id, schema.key_values(kind, rows.data_of(row))) for row in chunk)
        _SET_KEYS.many(connection, ((*values, _OFFICE, name) for name, values in found))


def _make_tokens(connection: Connection, schema: Schema, kind: str) -> None:
    """The tokens of every record of a kind."""
    search, fields = tables.search, schema.search[kind]
    connection.execute(sa.delete(search).where(search.c.office == _OFFICE, search.c.kind == kind))
    for chunk in _chunks(connection, kind):
        found = [
            (_OFFICE, kind, token, row.number)
            for row in chunk
            for token in tokens(rows.data_of(row), fields)
        ]
        _ADD_TOKEN.many(connection, sorted(found))


def _chunks(connection: Connection, kind: str) -> Iterator[list[rows.Row]]:
    record, last = tables.record.c, ""
    while True:
        query = rows.select(_OFFICE).where(record.kind == kind, record.id > last)
        found = connection.execute(query.order_by(record.id).limit(rows.CHUNK)).all()
        chunk = [rows.Row._make(row) for row in found]
        if not chunk:
            return
        yield chunk
        last = chunk[-1].id
