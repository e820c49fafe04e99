"""The project's own declarations, and copies of them that a test may spoil."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.catalogue.model import Catalogue
from ledger.catalogue.root import resources_root
from tests.ledger.catalogue.spoiling import swap

_HEAVY = shutil.ignore_patterns("fonts", "icons", "catalogue.msgpack")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's own catalogue."""
    return Catalogue.load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the declarations for one test."""
    return Path(shutil.copytree(resources_root(), tmp_path / "resources", ignore=_HEAVY))


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue") / "resources"
    return Path(shutil.copytree(resources_root(), folder, ignore=_HEAVY))


@pytest.fixture
def spoil(_shared: Path) -> Iterator[Callable[[str, str, str], Path]]:
    """Replaces a passage in one file of a copy, once; returns the copy's root.

    The copy is shared, and whole again after the test.
    """
    before: dict[Path, str] = {}

    def replace(name: str, old: str, new: str) -> Path:
        before.setdefault(_shared / name, (_shared / name).read_text(encoding="utf-8"))
        swap(_shared / name, old, new)
        return _shared

    yield replace
    for path, text in before.items():
        path.write_text(text, encoding="utf-8")
