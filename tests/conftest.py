"""What every test stands on: no screen, no real keyring, no silent warnings."""

import os

# Before anything imports Qt or keyring: a test draws on no screen and touches nobody's keys.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ.pop("STATION_PASSPHRASE", None)

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

from tests.helpers.bot import PatientBot
from tests.helpers.fakes import FakeWall, MemoryKeyring

pytest_plugins = ["tests.helpers.logs"]

# On a busy machine everything takes longer: no test fails on time.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """pytest-qt's hands, which wait as long as everything else here."""
    return PatientBot(request)


@pytest.fixture
def wall() -> FakeWall:
    """A wall clock that stands at 2026-11-23 09:00 in Shanghai until it is moved."""
    return FakeWall()


@pytest.fixture
def memory_keyring() -> Iterator[MemoryKeyring]:
    """A working desktop keyring that forgets everything when the test ends."""
    import keyring

    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)
