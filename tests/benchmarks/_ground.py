"""Where benchmarks work: fresh folders below build/bench, and one station with 50,000 people."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ledger.core.act import Trust
from ledger.core.clock import Clock, wall_ms
from ledger.core.record import Change
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store import migrations, search
from ledger.store.ledger import Ledger
from ledger.store.opening import open_database, open_ledger, read_identity
from ledger.store.query import Query
from tests.benchmarks import _residents
from tests.benchmarks._residents import residents
from tests.helpers.world import KEY, FakeStation, World, catalogue

BENCH = Path(__file__).resolve().parents[2] / "build" / "bench"
PEOPLE = 50_000
BATCH = 500


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """A folder on the disk the project lies on, gone afterwards (/tmp may be in memory)."""
    BENCH.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BENCH, prefix="run-") as name:
        yield Path(name)


@contextmanager
def fresh_world() -> Iterator[World]:
    """A new office on the machine's own clock."""
    with fresh_folder() as folder:
        world = World(folder, wall_ms)
        yield world
        world.close()


def create_all(station: FakeStation, people: Iterable[Mapping[str, object]]) -> None:
    """A card for each, one act of an import per 500 as the roster does."""
    batch: list[Change] = []
    for fields in people:
        batch.append(Change("person", fields, trust=Trust.IMPORT))
        if len(batch) == BATCH:
            station.ledger.commit(station.operator, "card.import", batch)
            batch = []
    if batch:
        station.ledger.commit(station.operator, "card.import", batch)


@contextmanager
def big_station() -> Iterator[tuple[Ledger, Actor]]:
    """A copy of the station with 50,000 people, open, and its operator."""
    with fresh_folder() as folder:
        shutil.copy(made_once(), folder / "station.db")
        database = open_database(folder / "station.db", KEY, catalogue())
        rules = Rulebook(catalogue(), read_identity(database).keys.node)
        ledger = open_ledger(database, catalogue(), rules, Clock())
        yield ledger, operator_of(ledger)
        ledger.close()


def operator_of(ledger: Ledger) -> Actor:
    """The operator of a station."""
    staff = ledger.find(Query("staff", limit=1)).rows[0]
    area = ledger.author.area
    posts = frozenset(staff.data["posts"])
    return Actor(staff.id, str(staff.data["name"]), posts, "V", area, ledger.author.station)


def made_once() -> Path:
    """The database of the station with 50,000 people, made when there is none of this format."""
    path = BENCH / f"people-{_format()}.db"
    if path.exists():
        return path
    started = time.monotonic()
    for old in BENCH.glob("people-*.db*"):
        old.unlink()
    with fresh_world() as world:
        station = world.station("big")
        create_all(station, residents(PEOPLE, station.operator.area))
        station.ledger.close()
        (world.folder / "big.db").rename(path)
    took = time.monotonic() - started
    print(f"made a station with {PEOPLE} people in {took:.1f} s", file=sys.stderr)
    return path


def _format() -> str:
    """Changes with whatever would make an older database tell something else."""
    steps = Path(migrations.__file__).parent.glob("versions/*.py")
    sources = [*steps, Path(search.__file__), Path(_residents.__file__)]
    parts = [path.read_bytes() for path in sorted(sources)]
    parts += [
        repr((code, sorted(kind.search.items()), kind.indexes)).encode()
        for code, kind in sorted(catalogue().kinds.items())
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
