"""Fields whose values have a declared order, worked out anew after that was declared otherwise.

A case's state is decided between concurrent steps by the order that its flow declares. A newer
release may know states that an older one did not, and which it let lose. The standing values of
such a field are all kept, so what it comes to follows from them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from ledger.store import rows, tables
from ledger.store.prepared import changing
from ledger.store.schema import Schema

_SET_DATA = changing(tables.record, "data", *tables.KEYS)


def resettle(
    connection: Connection, schema: Schema, office: int, kind: str, found: Iterable[rows.Row]
) -> None:
    """Give records of a kind the values that their ranked fields amount to by this schema."""
    rankings = schema.rankings[kind]
    changed = []
    for row in found:
        state, data = rows.state_of(row), rows.data_of(row)
        if not any(len(state.heads.get(field, ())) > 1 for field in rankings):
            continue
        values, _ = state.resolve(rankings)
        if values != data:
            keys = schema.key_values(kind, values)
            changed.append((rows.to_json(values), *keys, office, row.id))
    _SET_DATA.many(connection, changed)
