"""When what a village did arrived here: the measure of waiting for a link (离线滞留)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ledger.core.clock import ms_of
from ledger.store import tables

if TYPE_CHECKING:
    from ledger.store.ledger import Ledger

_HOUR_MS = 3_600_000


def waited_hours(ledger: Ledger, records: Sequence[str]) -> dict[str, int]:
    """Per record: whole hours between the newest act from elsewhere on it and its arrival here."""
    act, touch = tables.act, tables.touch
    query = (
        sa.select(touch.c.record, act.c.time, act.c.arrived)
        .join_from(
            touch,
            act,
            sa.and_(
                act.c.office == touch.c.office, act.c.node == touch.c.node, act.c.seq == touch.c.seq
            ),
        )
        .where(
            touch.c.office == ledger.place.office,
            touch.c.record.in_(list(records)),
            touch.c.node != ledger.node,
            act.c.refused.is_(None),
        )
        .order_by(act.c.time)
    )
    with ledger.database.read() as connection:
        newest = {row.record: (row.time, row.arrived) for row in connection.execute(query)}
    return {
        record: max(0, (arrived - ms_of(time)) // _HOUR_MS)
        for record, (time, arrived) in newest.items()
    }
