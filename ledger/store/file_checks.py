"""Whether the contents held here are what their names say, and whether none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.store import files, tables
from ledger.store.slots import Place

Fault = tuple[str, dict[str, object]]


def faults(connection: Connection, place: Place) -> Iterator[Fault]:
    """What is wrong with contents: damaged ones, and attachments that miss theirs unawaited."""
    for name in damaged(connection, place.office):
        named = files.naming(connection, place, name)
        if named:
            yield "verify.file-damaged", {"title": str(named[0].data.get("title") or name[:8])}
        else:
            yield "verify.print-damaged", {"file": name[:8]}
    wanted = {row.record: row for row in files.expected(connection, place)}
    kept = {row.record: row for row in files.awaited(connection, place.office)}
    for record in sorted(wanted.keys() | kept.keys()):
        if wanted.get(record) != kept.get(record):
            yield "verify.file-missing", {"record": record}


def damaged(connection: Connection, office: int) -> list[str]:
    """The names of contents that are not what their names say."""
    column = tables.file.c
    names = sa.select(column.sha256).where(column.office == office).order_by(column.sha256)
    every = connection.execute(names).scalars().all()
    return [name for name in every if not files.is_sound(connection, office, name)]


def put_right(connection: Connection, place: Place) -> list[str]:
    """Put damaged contents aside and ask for them again; gives the attachments they belong to."""
    names = damaged(connection, place.office)
    if names:
        column = tables.file.c
        connection.execute(
            sa.delete(tables.file).where(column.office == place.office, column.sha256.in_(names))
        )
    files.follow_all(connection, place)
    return [record.id for name in names for record in files.naming(connection, place, name)]
