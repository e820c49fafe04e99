"""A demonstration office and village per test, made once and copied; clerks at Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from station_client.app import Declared, Station, open_station
from station_client.vault.home import Home
from tests.station_client.desk.conftest import desk
from tests.sync_server.conftest import client, home, let_in, office, village, visit
from tools.demo import story
from tools.demo.clerk import Clerk, browsing
from tools.demo.setting import CLERKS, PASSPHRASE, ROSTER, Setting, call, free_port, prepare

__all__ = ["client", "desk", "home", "let_in", "office", "village", "visit"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one process do all that begins with the same village: it is made once then."""
    for item in items:
        if "founded" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("founded"))


@pytest.fixture(scope="session")
def declared() -> Declared:
    """The declared business, read once."""
    return Declared.load()


@pytest.fixture(scope="session")
def catalogue(declared: Declared) -> object:
    """The same, for the offices that are built in this process."""
    return declared.catalogue


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """An office with its staff, and a village that is enrolled and has never been heard of."""
    return prepare(tmp_path_factory.mktemp("founded") / "demo", free_port(), roster=None)


@pytest.fixture(scope="session")
def imported(founded: Setting, tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """The same village with its 3,000 people in the ledger, not yet sent."""
    setting = _copy(founded, tmp_path_factory.mktemp("imported") / "demo")
    call("station_client.cli", "--home", setting.station, "import-roster", ROSTER)
    return setting


@pytest.fixture
def fresh(founded: Setting, tmp_path: Path) -> Setting:
    """`founded`, for one test alone."""
    return _copy(founded, tmp_path / "demo")


@pytest.fixture
def peopled(imported: Setting, tmp_path: Path) -> Setting:
    """`imported`, for one test alone."""
    return _copy(imported, tmp_path / "demo")


@pytest.fixture
def at_work(qapp: QApplication) -> Iterator[Callable[[Setting], story.Staff]]:
    """Opens the doors of an office: two clerks, each with a browser of his own."""
    with browsing() as browser:

        def open_doors(setting: Setting) -> story.Staff:
            staff = story.Staff(*(Clerk(browser, setting.address) for _ in CLERKS))
            staff.sign_in()
            return staff

        yield open_doors


@pytest.fixture
def look_into(declared: Declared) -> Iterator[Callable[[Setting], Station]]:
    """Opens a station's home without a window, to see what is in it."""
    opened: list[Station] = []

    def open_it(setting: Setting) -> Station:
        for station in opened:
            station.close()
        opened[:] = [open_station(Home(setting.station), declared, ask=lambda: PASSPHRASE)]
        return opened[0]

    yield open_it
    for station in opened:
        station.close()


def _copy(setting: Setting, folder: Path) -> Setting:
    shutil.copytree(setting.folder, folder)
    return Setting(folder, setting.port)
