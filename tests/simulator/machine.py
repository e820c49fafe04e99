"""One machine of a simulated town: a disk, a clock that may be wrong, and the real ledger on it."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyrage

from ledger.core.act import Act, ActId, decode
from ledger.core.clock import Clock
from ledger.core.keys import NodeKeys
from ledger.core.record import Head
from ledger.exchange.firstload import FirstLoads
from ledger.exchange.office import OfficeSide
from ledger.exchange.station import StationSide
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store import rows, tables
from ledger.store.database import Database
from ledger.store.ledger import Ledger
from ledger.store.opening import Identity, create_ledger, open_database, open_ledger, read_identity
from ledger.store.past import Past, pending
from tests.helpers.world import catalogue
from tests.simulator.disk import Disk, Image, Shelf
from tests.simulator.driver import image_of, open_disk


@cache
def shelf() -> Shelf:
    """SQLite knows file systems by name for as long as the process lives."""
    return Shelf()


@cache
def empty_disk() -> Image:
    """A disk with an empty database as the program makes it, migrations and all."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        open_database(file, None, catalogue()).close()
        return image_of(file.read_bytes())


def seeded_keys(dice: random.Random) -> NodeKeys:
    """Keys whose node id follows from the seed: ids break ties, so they must come again."""
    return NodeKeys(dice.randbytes(32), str(pyrage.x25519.Identity.generate()))


class Machine:
    """A station's PC or the office's server. ``skew`` is its clock minus the true time, in ms."""

    def __init__(
        self,
        name: str,
        time: Callable[[], int],
        disk: Disk,
        births: Callable[[], int] = lambda: 0,
    ) -> None:
        """``births`` gives what is random in a real program, for each start of it: see `Place`."""
        self.name = name
        self.disk = disk
        self.skew = 0
        self.stopped_at: int | None = None
        #: Whether records on it were spoiled: they need not follow from the journal until the two
        #: sides have compared.
        self.damaged = False
        self.operator = Actor("", "", frozenset(), "V", "")
        self.held: dict[str, Act] = {}
        #: Contents that somebody attached here and was told are saved.
        self.contents: set[str] = set()
        self._time = time
        self._births = births
        self._database: Database | None = None
        self._looked = (0, 0)
        self._looks = 0
        self.ledger: Ledger

    def wall(self) -> int:
        """What the machine's clock shows."""
        return max(0, self._time() + self.skew)

    def found(self, identity: Identity) -> None:
        """Make a new installation on the empty disk."""
        self._database = open_disk(shelf(), self.disk)
        clock = Clock(self.wall)
        rules = Rulebook(catalogue(), identity.keys.node, clock)
        self.ledger = create_ledger(
            self._database, identity, catalogue(), rules, clock,
            feeds=identity.level == "T", births=self._births(),
        )  # fmt: skip
        self._sit_down()

    def boot(self) -> None:
        """Start the program on whatever the disk holds."""
        self._database = open_disk(shelf(), self.disk)
        identity = read_identity(self._database)
        clock = Clock(self.wall)
        rules = Rulebook(catalogue(), identity.keys.node, clock)
        self.ledger = open_ledger(
            self._database, catalogue(), rules, clock,
            feeds=identity.level == "T", births=self._births(),
        )  # fmt: skip
        self._sit_down()

    def _sit_down(self) -> None:
        if self.ledger.place.feeds:
            # A village of six acts is large here, and a page small: histories are short.
            self.office_side = OfficeSide(self.ledger, FirstLoads(6, largest=600), page_bytes=5000)
        else:
            self.station_side = StationSide(self.ledger, "0.1.0")

    def halt(self) -> None:
        """The program is gone from one moment to the next; nothing more reaches the disk."""
        self.disk.dead = True
        if self._database is not None:
            self._database.close()
            self._database = None

    def crash(self, power: random.Random | None) -> None:
        """Killed, or out of power (then the dice decide what reached the disk); started again."""
        self.halt()
        self.disk.start_again(power)
        self.boot()

    def acts(self) -> dict[ActId, tuple[Act, str | None]]:
        """Every act on the disk, with the code it was refused by, if any."""
        table = tables.act
        with self.ledger.database.read() as connection:
            rows = connection.execute(table.select()).all()
        found = {}
        for row in rows:
            act = decode(row.bytes)
            found[act.id] = (act, row.refused)
        return found

    def awaits(self) -> Past | None:
        """The past behind a first load, while it is arriving."""
        with self.ledger.database.read() as connection:
            return pending(connection, self.ledger.place.office)

    def standing(self) -> dict[str, tuple[str, dict[str, list[Head]]]]:
        """Per record its kind, and by field the values that stand, as the store keeps them."""
        with self.ledger.database.read() as connection:
            found = connection.execute(rows.select(self.ledger.place.office)).all()
        return {row.id: (row.kind, rows.state_of(row).heads) for row in found}

    def is_due(self) -> bool:
        """Whether this look is one at which the whole ledger is proved."""
        self._looks += 1
        return self._looks % 4 == 1

    def changed(self) -> bool:
        """Whether anything was written since this was asked last, or the program started anew."""
        with self.ledger.database.read() as connection:
            raw: Any = connection.connection.driver_connection
        now = (id(raw), raw.inner.total_changes())
        before, self._looked = self._looked, now
        return now != before
