"""Taking turns: one exchange at a time at one station, whichever program runs it.

The window's agent, the scheduler's ``sync`` and somebody at a command line share one ledger. Two
exchanges at once would do no harm and only say everything twice over a thin line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.core.faults import EnvironmentFault, RuleFault


class Turn:
    """A lock in a file. It is the system's and falls with the process: a crash leaves none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Be the only one who exchanges; RuleFault ``link.under-way`` when somebody does."""
        try:
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise EnvironmentFault("store.read-only", detail=error.strerror or "") from error
        try:
            try:
                _lock(handle)
            except OSError as error:
                raise RuleFault("link.under-way") from error
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
