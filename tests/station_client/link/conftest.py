"""An office and a station to carry between."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.fakes import FakeWall
from tests.helpers.world import FakeStation, World


@pytest.fixture
def world(tmp_path: Path, wall: FakeWall) -> Iterator[World]:
    made = World(tmp_path, wall)
    yield made
    made.close()


@pytest.fixture
def station(world: World) -> FakeStation:
    return world.station()
