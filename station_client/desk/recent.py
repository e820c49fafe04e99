"""The people this PC dealt with last, read off the end of its own journal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from ledger.core.act import decode
from ledger.store import tables
from ledger.store.query import Query
from station_client.desk import heads
from station_client.desk.heads import text_of
from station_client.desk.views import People

if TYPE_CHECKING:
    from station_client.desk.counter import Counter

#: How far back the journal is read.
_ACTS: Final = 60
#: An act larger than this is a batch of an import: nobody sat at the counter for these people.
_ONE_DEED: Final = 20_000


def recent_people(counter: Counter, limit: int) -> People:
    """The people of the newest acts made here, the newest first; `total` counts all cards."""
    started = time.perf_counter()
    wanted = _people_of_acts(counter)
    cards = counter.ledger.records(wanted[:limit])
    rows = tuple(heads.person_row(counter, card) for card in cards if card.kind == "person")
    total = counter.ledger.count(Query("person"))
    return People(rows, total, (time.perf_counter() - started) * 1000)


def _people_of_acts(counter: Counter) -> list[str]:
    ledger, table = counter.ledger, tables.act
    newest = (
        sa.select(table.c.bytes)
        .where(
            table.c.office == ledger.place.office,
            table.c.node == ledger.node,
            sa.func.length(table.c.bytes) < _ONE_DEED,
        )
        .order_by(table.c.seq.desc())
        .limit(_ACTS)
    )
    with ledger.database.read() as connection:
        acts = [decode(row.bytes) for row in connection.execute(newest)]
    people: dict[str, None] = {}
    cases: dict[str, None] = {}
    for act in acts:
        for write in act.writes:
            if write.kind == "person":
                people.setdefault(write.record)
            elif write.kind == "case":
                cases.setdefault(write.record)
    for case in ledger.records(list(cases)):
        people.setdefault(text_of(case.data, "person"))
    return list(people)
