"""What several fault cases need: tampering, office acts, restores, and comparing ledgers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from ledger.core.act import Trust
from ledger.core.record import Change, Record
from ledger.exchange import stick
from ledger.exchange.office import OfficeSide
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store.ledger import Ledger
from ledger.store.opening import open_database, open_ledger
from tests.faults.errand import AT
from tests.helpers.world import TOWN, FakeStation, World, catalogue


class AnythingGoes:
    """Rules of a program that was tampered with."""

    def check(self, act: object, view: object, author: object) -> None:
        return None

    def adopt(self, home: str) -> None: ...


@contextmanager
def tampered(ledger: Ledger) -> Iterator[None]:
    """As on a PC whose program was changed."""
    rules, ledger.rules = ledger.rules, AnythingGoes()
    try:
        yield
    finally:
        ledger.rules = rules


def clerk(world: World) -> Actor:
    """Somebody at the office who may change cards."""
    return world.hire(world.office, "张敏", ["T1", "T2", "T3"], TOWN, "T")


def office_edit(world: World, who: Actor, card: str, **fields: object) -> Record:
    """A card changed at the office, as it stands there."""
    change = Change("person", fields, card, Trust.OFFICE)
    world.office.commit(who, "card.edit", [change])
    found = world.office.record(card)
    assert found is not None
    return found


def same_everywhere(*ledgers: Ledger, record: str) -> bool:
    """Whether all hold exactly the same standing values of a record."""
    first = ledgers[0].versions(record)
    return bool(first) and all(ledger.versions(record) == first for ledger in ledgers)


def back_up(world: World) -> Path:
    """The office's database as a backup tool copies it."""
    file = world.folder / f"office-backup-{len(list(world.folder.iterdir()))}.db"
    raw = world.office.database.engine.raw_connection()
    raw.cursor().execute(f"VACUUM INTO '{file}'")
    raw.close()
    return file


def restore(world: World, backup: Path) -> None:
    """The office goes on from a backup, as `sync-server restore` does it."""
    world.office.close()
    file = world.folder / "office.db"
    for old in world.folder.glob("office.db*"):
        old.unlink()
    shutil.copy(backup, file)
    database = open_database(file, None, catalogue())
    rules = Rulebook(catalogue(), world.office.keys.node)
    world.office = open_ledger(database, catalogue(), rules, world.office.clock, feeds=True)
    world.office.new_epoch()
    world.side = OfficeSide(world.office)


def settle_down(world: World, *stations: FakeStation) -> None:
    """Everybody exchanges until all hold the same; fails if that takes more than a few rounds."""
    for _ in range(4):
        for station in stations:
            world.sync(station)
    for station in stations:
        assert station.ledger.unsent().count == 0
        assert world.once(station)[1].digest_equal is True
        assert station.ledger.verify().ok
    assert world.office.verify().ok


def answered(world: World, station: FakeStation, folder: Path, minutes: int = 0) -> Path:
    """The office reads the station's bundle and writes its answer onto a stick."""
    answer = world.side.handle(station.side.outgoing().blob, live=False)
    at = AT + timedelta(minutes=minutes)
    return stick.write(folder, station.ledger.node, "down", at, answer.blob)
