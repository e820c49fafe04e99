"""What the fault cases stand on: one office and stations, real ledgers on real files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.fakes import FakeWall
from tests.helpers.world import World


@pytest.fixture
def world(tmp_path: Path, wall: FakeWall) -> Iterator[World]:
    """One office, to which a test adds stations."""
    made = World(tmp_path, wall)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A stick."""
    made = tmp_path / "stick"
    made.mkdir()
    return made
