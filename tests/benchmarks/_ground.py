"""Where benchmarks work: fresh folders below build/bench, and one station with 50,000 people."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ledger.core.act import Trust
from ledger.core.clock import wall_ms
from ledger.core.record import Change
from ledger.exchange.station import StationSide
from ledger.rules.actor import Actor
from ledger.store import migrations, search
from ledger.store.ledger import Ledger
from station_client.app import Declared, Station, enrol_station, open_station
from station_client.vault.home import Home
from tests.benchmarks import _residents
from tests.benchmarks._keys import OPERATOR, PASSWORD, FileKeys
from tests.benchmarks._residents import residents
from tests.helpers.world import FakeStation, World, catalogue

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
    """A card for each, 500 to a transaction as the roster does."""
    batch: list[Change] = []
    for fields in people:
        batch.append(Change("person", fields, trust=Trust.IMPORT))
        if len(batch) == BATCH:
            _import(station, batch)
            batch = []
    if batch:
        _import(station, batch)


def _import(station: FakeStation, cards: Sequence[Change]) -> None:
    station.ledger.commit_each(station.operator, "card.import", lambda tx: cards)


@contextmanager
def big_home() -> Iterator[Path]:
    """A copy of the home with 50,000 people, closed."""
    with fresh_folder() as folder:
        yield Path(shutil.copytree(_made_once(), folder / "home"))


@contextmanager
def big_station() -> Iterator[tuple[Ledger, Actor]]:
    """The ledger of a copy of that home, open, and its operator."""
    with big_home() as home:
        station = open_station(Home(home), Declared.load(), store=FileKeys(home))
        yield station.ledger, _operator(station)
        station.close()


def _operator(station: Station) -> Actor:
    login = station.accounts.people()[0]
    return station.operator(login)


def _made_once() -> Path:
    """The home of the station with 50,000 people, made when there is none of this format."""
    path = BENCH / f"village-{_format()}"
    if path.exists():
        return path
    started = time.monotonic()
    for old in BENCH.glob("village-*"):
        shutil.rmtree(old)
    with fresh_world() as world:
        home = world.folder / "home"
        home.mkdir()
        station = enrol_station(
            Home(home),
            Declared.load(),
            world.invite(),
            operator=OPERATOR,
            password=PASSWORD,
            store=FileKeys(home),
        )
        operator = _operator(station)
        side = StationSide(station.ledger, "0.1.0")
        create_all(FakeStation(station.ledger, side, operator), residents(PEOPLE, operator.area))
        station.close()
        home.rename(path)
    took = time.monotonic() - started
    print(f"made a station with {PEOPLE} people in {took:.1f} s", file=sys.stderr)
    return path


def _format() -> str:
    """Changes with whatever would make an older home tell something else."""
    steps = Path(migrations.__file__).parent.glob("versions/*.py")
    sources = [*steps, Path(search.__file__), Path(_residents.__file__)]
    parts = [path.read_bytes() for path in sorted(sources)]
    parts += [
        repr((code, sorted(kind.search.items()), kind.indexes)).encode()
        for code, kind in sorted(catalogue().kinds.items())
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
