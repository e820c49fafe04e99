"""Bringing a database to the present version, one numbered step at a time.

A format that has landed changes only by a further step. Alembic runs the steps; it is imported
only when there is one to run, for it would cost a tenth of a second at every start.
"""

from __future__ import annotations

import sqlalchemy as sa

from ledger.core.faults import EnvironmentFault
from ledger.store.database import Database

#: The newest step this program knows.
HEAD = "0003"


def migrate(database: Database) -> None:
    """Bring a database to the present version.

    EnvironmentFault ``store.too-new`` when a newer program has written it: nothing is touched.
    """
    version = current(database)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise EnvironmentFault("store.too-new", version=version, known=HEAD)
    from ledger.store.migrations.run import upgrade

    upgrade(database, HEAD)


def current(database: Database) -> str | None:
    """The version of a database, or None when it is empty."""
    with database.read() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
