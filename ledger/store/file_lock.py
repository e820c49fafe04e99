"""A lock in a file: the system's, so it falls with the process and a crash leaves none behind."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.core.faults import EnvironmentFault


class Held(Exception):
    """Another program has the lock."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock in ``file``, which is made when there is none.

    Held when somebody has it: nobody waits. EnvironmentFault ``store.read-only`` when the file
    cannot be opened.
    """
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise EnvironmentFault("store.read-only", detail=error.strerror or "") from error
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise Held(str(file)) from error
        try:
            yield
        finally:
            _unlock(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
