"""The database file and its log: what was saved is in the file, whoever reads meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.store.database import BUSY_SECONDS, Database, open_sqlite

KEY = bytes(range(32))
SHEET = 5000
LONGEST = 30 * SHEET


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def opened(file: Path) -> Iterator[Database]:
    made = open_sqlite(file, KEY, longest_log=LONGEST)
    with made.write() as connection:
        connection.exec_driver_sql("CREATE TABLE sheet (content BLOB)")
    yield made
    made.close()


def save(opened: Database, sheets: int) -> None:
    for _ in range(sheets):
        with opened.write() as connection:
            connection.exec_driver_sql("INSERT INTO sheet VALUES (randomblob(?))", (SHEET,))


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def test_what_a_killed_program_left_in_the_log_is_in_the_file_once_it_is_opened(
    opened: Database, file: Path, tmp_path: Path
) -> None:
    save(opened, 20)
    left = tmp_path / "left.db"
    shutil.copy(file, left)
    shutil.copy(log_of(file), log_of(left))
    assert left.stat().st_size < 20 * SHEET
    again = open_sqlite(left, KEY)
    size = left.stat().st_size
    again.close()
    assert size > 20 * SHEET


def test_a_log_that_a_long_reader_let_grow_is_shortened_behind_him(
    opened: Database, file: Path
) -> None:
    with opened.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sheet").scalar() == 0
        save(opened, 60)  # nobody waits for the reader for long
        assert log_of(file).stat().st_size > 60 * SHEET
    save(opened, 40)
    assert log_of(file).stat().st_size < 2 * LONGEST
    with opened.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sheet").scalar() == 100


def test_fault_33_what_was_saved_is_not_told_as_lost_because_the_disk_is_full_behind_it(
    opened: Database, file: Path
) -> None:
    resource = pytest.importorskip("resource")
    save(opened, 100)
    bound, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    # The log may still grow to the file's size, and the file not at all.
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, most))
    try:
        save(opened, 20)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bound, most))
    assert log_of(file).stat().st_size > LONGEST
    with opened.write() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sheet").scalar() == 120
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert waits == BUSY_SECONDS * 1000
    save(opened, 20)  # there is room again
    assert log_of(file).stat().st_size < LONGEST
