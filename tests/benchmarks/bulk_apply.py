"""Bulk apply: 10,000 creations and 10,000 edits of a station at an office, rules and search
included, in batches of 500 acts; in turns with bare inserts of the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ledger.core.act import decode, encode
from ledger.core.clock import Clock, wall_ms
from ledger.core.journal import Mark, link, origin
from ledger.core.keys import NodeKeys
from ledger.rules.admission import Rulebook
from ledger.store import nodes
from ledger.store.ledger import Ledger
from ledger.store.opening import Identity, create_ledger, open_database
from tests.benchmarks import _journals
from tests.benchmarks._ground import BATCH, fresh_folder
from tests.benchmarks._measure import BareFile, Times, in_turns, report
from tests.benchmarks._residents import residents
from tests.helpers.world import KEY, TOWN, FakeStation, World, catalogue

PEOPLE = 10_000


class Office:
    """An office whose file is encrypted too, and what it has of one station's journal."""

    def __init__(self, file: Path, station: FakeStation) -> None:
        identity = Identity(NodeKeys.generate(), "T", TOWN, "", "青石镇")
        database = open_database(file, KEY, catalogue())
        rules = Rulebook(catalogue(), identity.keys.node)
        self.ledger: Ledger = create_ledger(
            database, identity, catalogue(), rules, Clock(), feeds=True
        )
        self._author = station.ledger.author
        self._mark = origin(station.ledger.node)

    def apply(self, journal: Sequence[bytes]) -> None:
        """Let the next acts of the station in: what an office does once a bundle is opened."""
        ledger = self.ledger
        acts = [decode(data) for data in journal]
        with ledger.writing("exchange") as (connection, batch):
            batch.preload(write.record for act in acts for write in act.writes)
            for act, data in zip(acts, journal, strict=True):
                fault = ledger.rules.check(act, batch, self._author)
                if fault is not None:
                    raise fault
                self._mark = Mark(act.seq, link(self._mark.hash, data))
                batch.put(act, data, self._mark.hash)
            nodes.set_mark(connection, ledger.place.office, self._author.node, self._mark)


def _batches(station: FakeStation) -> list[list[bytes]]:
    """The whole journal of a station, ready to be applied."""
    acts = [encode(act) for act in station.ledger.unsent_acts(limit=10**6)]
    return [acts[start : start + BATCH] for start in range(0, len(acts), BATCH)]


def _measure(
    what: str, goal: float, office: Office, batches: Sequence[list[bytes]], bare: Path
) -> None:
    file = BareFile(bare, KEY)
    applied, limit = Times(), Times()
    coming, copies = iter(batches), iter(batches)
    in_turns(
        len(batches),
        (applied, lambda: office.apply(next(coming))),
        (limit, lambda: file.commit(next(copies))),
    )
    file.close()
    count = sum(len(batch) for batch in batches)
    report(
        f"bulk apply, {what}",
        sum(limit.wall) / sum(applied.wall),
        "of bare encrypted inserts of the same bytes",
        goal,
        count / sum(limit.wall),
        limit_unit="acts/s",
        acts=count,
        acts_per_s=round(count / sum(applied.wall)),
        acts_per_cpu_s=round(count / sum(applied.cpu)),
        cpu_ratio=round(sum(limit.cpu) / sum(applied.cpu), 3),
    )


def main() -> None:
    """Creations first, then edits of the same cards."""
    with fresh_folder() as folder:
        world = World(folder, wall_ms)
        station = world.station("busy")
        office = Office(folder / "bulk.db", station)
        _journals.create(station, residents(PEOPLE, station.operator.area))
        first, *creations = _batches(station)
        office.apply(first)
        _measure("creations", 0.20, office, creations, folder / "a.db")
        _journals.edit(station, PEOPLE)
        edits = _batches(station)[len(creations) + 1 :]
        _measure("edits", 0.08, office, edits, folder / "b.db")
        world.close()


if __name__ == "__main__":
    main()
