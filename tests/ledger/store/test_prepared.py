"""Prepared statements say the same to every database."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ledger.store import batch, feed, finding, history, nodes, prepared, rows, verify, writing
from ledger.store.database import open_sqlite
from ledger.store.prepared import Prepared, given, one_of
from ledger.store.tables import mark, metadata

DIALECTS: tuple[Any, ...] = (sqlite.dialect(paramstyle="qmark"), postgresql.dialect())  # type: ignore[no-untyped-call]
MODULES = (batch, feed, finding, history, nodes, rows, verify, writing)


def _declared(module: ModuleType) -> list[Prepared]:
    return [item for item in vars(module).values() if isinstance(item, Prepared)]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_statement_has_a_value_for_each_of_its_parameters(module: ModuleType) -> None:
    for statement in _declared(module):
        for dialect in DIALECTS:
            text, order = statement._text(dialect)
            values = order(tuple(f"v{place}" for place in range(len(statement._names))))
            wanted = text.count("?") if dialect.positional else text.count("%(")
            assert len(values) == wanted, text


def test_values_are_given_in_the_order_they_were_declared_in_not_that_of_the_statement() -> None:
    database = open_sqlite(None)
    statement = Prepared(
        lambda dialect: (
            sa.select(mark.c.seq)
            .where(given(mark.c.office), one_of(dialect, mark.c.node, "nodes"))
            .order_by(mark.c.seq)
            .limit(2)
        ),
        "nodes",
        "office",
    )
    with database.write() as connection:
        metadata.create_all(connection)
        rows_ = [(1, name, seq, b"") for seq, name in enumerate("abcde")]
        prepared.insertion(mark).many(connection, rows_)
    with database.read() as connection:
        assert statement.all(connection, '["e","b","d"]', 1) == [(1,), (3,)]
        assert statement.value(connection, '["e"]', 1) == 4
        assert statement.first(connection, '["x"]', 1) is None
    database.close()
