"""Backups of an office: one file that holds everything, and starting anew from it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2 as sqlite

from ledger.core.faults import EnvironmentFault, ForgedInput, RuleFault

if TYPE_CHECKING:
    from ledger.store.ledger import Ledger
    from sync_server.home import Home

_PAGES = 4096


def back_up(ledger: Ledger, file: Path) -> int:
    """Copy the running office into one file, whole or not at all; returns its size in bytes.

    RuleFault ``backup.exists`` when the file is there already: no backup replaces another.
    """
    if file.exists():
        raise RuleFault("backup.exists", path=str(file))
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        _copy(ledger, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        _check(part)
        part.replace(file)
    except OSError as error:
        detail = error.strerror or ""
        raise EnvironmentFault("backup.failed", path=str(file), detail=detail) from error
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def _copy(ledger: Ledger, part: Path) -> None:
    target = sqlite.connect(str(part))
    try:
        with ledger.database.engine.connect() as connection:
            source = connection.connection.driver_connection
            assert source is not None
            source.backup(target, pages=_PAGES)
        target.execute("PRAGMA journal_mode = DELETE")
    except sqlite.DatabaseError as error:
        raise EnvironmentFault("backup.failed", path=str(part), detail=str(error)) from error
    finally:
        target.close()


def _check(file: Path) -> None:
    """ForgedInput ``backup.damaged`` unless the file is a whole database."""
    connection = sqlite.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    try:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite.DatabaseError as error:
        raise ForgedInput("backup.damaged", path=str(file)) from error
    finally:
        connection.close()
    if found != ("ok",):
        raise ForgedInput("backup.damaged", path=str(file))


def lay_back(home: Home, file: Path) -> None:
    """Put a backup's ledger into an empty home; opening it comes after.

    RuleFault ``office.exists`` when an office lives there; ForgedInput ``backup.damaged`` when the
    file is not a whole backup, ``backup.missing`` (EnvironmentFault) when it is not there.
    """
    if not file.is_file():
        raise EnvironmentFault("backup.missing", path=str(file))
    _check(file)
    home.make()
    part = home.ledger.with_suffix(".part")
    try:
        shutil.copyfile(file, part)
        part.chmod(0o600)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(home.ledger)
    except OSError as error:
        detail = error.strerror or ""
        raise EnvironmentFault("backup.failed", path=str(file), detail=detail) from error
