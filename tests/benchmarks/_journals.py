"""A station's day at a pace no station has: many acts of one write each, many to a transaction."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence

from ledger.core.record import Change
from ledger.store import nodes
from ledger.store.compose import compose
from ledger.store.query import Query
from tests.benchmarks._ground import BATCH
from tests.helpers.world import FakeStation

#: What operators change on a card, and how often in a hundred.
EDITED = {"mobile": 40, "emp_status": 25, "live_address": 15, "education": 10, "employer_name": 10}


def write_acts(station: FakeStation, action: str, changes: Iterable[Change]) -> None:
    """One act for each change, exactly as the counter would have committed them."""
    batch: list[Change] = []
    for change in changes:
        batch.append(change)
        if len(batch) == BATCH:
            _write(station, action, batch)
            batch = []
    _write(station, action, batch)


def _write(station: FakeStation, action: str, changes: Sequence[Change]) -> None:
    ledger = station.ledger
    with ledger.writing() as (connection, batch):
        mark = nodes.mark_of(connection, ledger.place.office, ledger.node)
        for change in changes:
            header = (ledger.node, mark.seq + 1, ledger.clock.tick(), station.operator.id, action)
            act, data = compose((*header, "", ""), [change], batch, ledger.place.births)
            mark = ledger.append(connection, batch, mark, act, data)


def create(station: FakeStation, people: Iterable[Mapping[str, object]]) -> None:
    """A card for each, an act for each."""
    write_acts(station, "card.create", (Change("person", fields) for fields in people))


def edit(station: FakeStation, count: int, seed: int = 1) -> None:
    """One field of so many cards, an act for each."""
    chance = random.Random(seed)
    cards = station.ledger.find(Query("person", limit=100_000)).rows
    chosen = [chance.choice(cards) for _ in range(count)] if count > len(cards) else None
    changes = (
        Change("person", _field(chance), record=card.id)
        for card in chosen or chance.sample(cards, count)
    )
    write_acts(station, "card.edit", changes)


def _field(chance: random.Random) -> dict[str, object]:
    values: dict[str, Callable[[], object]] = {
        "mobile": lambda: f"188{chance.randrange(10**8):08d}",
        "emp_status": lambda: chance.choice(("11", "13", "16", "21")),
        "live_address": lambda: f"青石镇和平街{chance.randint(1, 300)}号",
        "education": lambda: chance.choice(("70", "80", "90", "60")),
        "employer_name": lambda: f"青石镇第{chance.randint(1, 200)}砖厂",
    }
    name = chance.choices(list(EDITED), weights=list(EDITED.values()))[0]
    return {name: values[name]()}
