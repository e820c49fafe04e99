"""Fault cases 31 and 41 on real processes: kill -9 and a long sleep at any step of an exchange."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.exchange import stick
from ledger.exchange.office import OfficeSide
from ledger.store.query import Query
from tests.faults.errand import AT, opened
from tests.faults.hands import settle_down
from tests.faults.wire import Weather, courier, network, served
from tests.helpers.waiting import PATIENCE_SECONDS
from tests.helpers.world import World

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parents[2]
KILLED = -signal.SIGKILL
#: At how many steps in between each errand is killed, spread evenly over all there are.
SAMPLES = 16


class Errands:
    """Does errands in processes of their own (see `tests.faults.errand`)."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.errand"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, do: str, file: Path, fuse: int = 0, **more: object) -> None:
        """Set one going."""
        told = {"do": do, "file": str(file), "fuse": fuse, **more}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told, default=str) + "\n")
        self._process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        """What is said of it next."""
        assert self._process.stdout is not None
        return dict(json.loads(self._process.stdout.readline()))

    def run(self, do: str, file: Path, fuse: int = 0, **more: object) -> dict[str, Any]:
        """One errand to its end."""
        self.begin(do, file, fuse, **more)
        return self.heard()

    def close(self) -> None:
        """No more errands."""
        self._process.communicate()


@pytest.fixture(scope="module")
def errands() -> Iterator[Errands]:
    made = Errands()
    yield made
    made.close()


Run = Callable[..., dict[str, Any]]


def _killed_everywhere(run: Run, after: Callable[[], None]) -> None:
    """Run to the end to count the steps; then again and again, killed at another of them: behind
    every call after which something lasts, and at samples of all others."""
    lasting = _steps(run, lasting=True)
    after()
    steps = _steps(run)
    assert steps > SAMPLES
    for step in range(1, lasting + 1):
        after()
        assert run(step, lasting=True)["ended"] in (KILLED, 0)
    for sample in range(SAMPLES):
        after()
        assert run(1 + sample * (steps - 1) // SAMPLES)["ended"] in (KILLED, 0)
    after()


def _steps(run: Run, **more: object) -> int:
    whole = run(0, **more)
    assert whole["ended"] == 0
    return int(whole["steps"])


def test_fault_31_killed_at_any_step_of_an_exchange_by_line(world: World, errands: Errands) -> None:
    station, other = world.station("victim"), world.station("other")
    file, numbers = world.folder / "victim.db", iter(range(1, 1000))
    station.create(0)

    def more() -> None:
        """Nothing saved was lost; there is something new on both sides."""
        assert station.ledger.verify().ok
        assert world.office.verify().ok
        station.create(next(numbers))
        other.create(next(numbers))
        world.sync(other)

    with served(world) as (host, port):
        address = f"http://{host}:{port}"
        _killed_everywhere(
            lambda fuse, **how: errands.run("line", file, fuse, address=address, **how), more
        )
        settle_down(world, station, other)
    assert station.ledger.find(Query("person")).total == next(numbers)


def test_fault_31_killed_at_any_step_of_writing_a_stick(world: World, errands: Errands) -> None:
    station = world.station("victim")
    file, folder = world.folder / "victim.db", world.folder / "stick"
    folder.mkdir()
    station.create(1)

    def look() -> None:
        """Whatever bears a bundle's name is whole; nothing counts as sent."""
        for found in stick.bundles(folder, "up"):
            world.side.handle(found.read(), live=False)
        assert station.ledger.unsent().count == 2
        for old in stick.bundles(folder, "up"):
            old.path.unlink()

    _killed_everywhere(
        lambda fuse, **how: errands.run("to stick", file, fuse, folder=folder, **how), look
    )
    written = courier(station).to_stick(folder, AT)
    assert [path.name for path in folder.iterdir()] == written.files
    settle_down(world, station)


def test_fault_31_killed_at_any_step_of_reading_a_stick(world: World, errands: Errands) -> None:
    station, other = world.station("victim"), world.station("other")
    file, folder, numbers = world.folder / "victim.db", world.folder / "stick", iter(range(1000))
    folder.mkdir()

    def carried() -> None:
        """The station's bundle went to the office, and its answer lies on the stick."""
        assert station.ledger.verify().ok
        station.create(next(numbers))
        other.create(next(numbers))
        world.sync(other)
        for old in stick.bundles(folder, "down"):
            old.path.unlink()
        answer = world.side.handle(station.side.outgoing().blob, live=False)
        stick.write(folder, station.ledger.node, "down", AT, answer.blob)

    carried()
    _killed_everywhere(
        lambda fuse, **how: errands.run("from stick", file, fuse, folder=folder, **how), carried
    )
    settle_down(world, station, other)
    assert station.ledger.find(Query("person")).total == next(numbers)


def test_fault_31_an_office_killed_at_any_step_of_taking_a_bundle_in(
    world: World, errands: Errands
) -> None:
    station = world.station("sender")
    file, bundle, numbers = world.folder / "office.db", world.folder / "bundle", iter(range(1000))
    world.office.close()

    def send() -> None:
        office = opened(file, office=True)
        assert office.verify().ok
        office.close()
        station.create(next(numbers))
        bundle.write_bytes(station.side.outgoing().blob)

    send()
    _killed_everywhere(
        lambda fuse, **how: errands.run("answering", file, fuse, bundle=bundle, **how), send
    )
    world.office = opened(file, office=True)
    world.side = OfficeSide(world.office)
    settle_down(world, station)
    assert world.office.find(Query("person")).total == next(numbers)


def test_fault_41_asleep_in_the_middle_of_an_exchange_while_another_program_does_it(
    world: World, errands: Errands
) -> None:
    """The process stands still between its bundle and the answer; somebody else exchanges."""
    station = world.station("sleeper")
    station.create(1)
    with network(world) as between:
        between.weather = greeted = Weather()
        assert courier(station, between.address).reachable()
        between.weather = asleep = Weather(hold_down=greeted.down)
        file = world.folder / "sleeper.db"
        errands.begin("line", file, address=between.address, pause=True)
        child = errands.heard()["child"]
        assert asleep.held.wait(PATIENCE_SECONDS)  # the bundle is there, its answer on the way
        os.kill(child, signal.SIGSTOP)
        asleep.let_go.set()
        between.weather = Weather()
        station.create(2)
        assert courier(station, between.address).by_line().digest_equal is True
        station.create(3)
        os.kill(child, signal.SIGCONT)
        assert errands.heard()["ended"] in (0, 1)
    settle_down(world, station)
    assert world.office.find(Query("person")).total == 3
