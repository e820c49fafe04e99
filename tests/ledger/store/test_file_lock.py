"""One program at a time, by a lock that the system gives and takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.core.faults import EnvironmentFault
from ledger.store.file_lock import Held, locked


def test_a_lock_is_held_by_one_and_free_again_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "turn.lock"
    with locked(file), pytest.raises(Held), locked(file):
        pytest.fail("two had the lock")
    with locked(file):
        assert file.exists()


def test_a_fault_in_the_work_gives_the_lock_back(tmp_path: Path) -> None:
    file = tmp_path / "turn.lock"
    with pytest.raises(ZeroDivisionError), locked(file):
        _ = 1 / 0
    with locked(file):
        assert file.exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught, locked(tmp_path / "none" / "turn.lock"):
        pytest.fail("there is no such folder")
    assert caught.value.code == "store.read-only"
