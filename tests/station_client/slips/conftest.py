"""A book of papers, opened once: the fonts take longer to read than a paper to set."""

from pathlib import Path

import pytest

from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts, read_texts
from station_client.slips.book import SlipBook
from station_client.slips.faces import Faces
from tests.station_client.slips.samples import DeclaredPrints


@pytest.fixture(scope="session")
def root() -> Path:
    """The declared business of this checkout."""
    return resources_root()


@pytest.fixture(scope="session")
def wording(root: Path) -> dict[str, Texts]:
    """The words of the papers in both languages."""
    return {
        lang: Texts(lang, read_texts(root / "texts" / lang / "slips.toml")) for lang in ("zh", "en")
    }


@pytest.fixture(scope="session")
def bare_faces(root: Path) -> Faces:
    """The project's fonts alone, as on a machine that has no others."""
    return Faces(root / "fonts", system=False)


@pytest.fixture(scope="session")
def book(root: Path, wording: dict[str, Texts], bare_faces: Faces) -> SlipBook:
    """A Chinese book that uses the project's fonts only."""
    return SlipBook(DeclaredPrints(), root, wording["zh"], faces=bare_faces)
