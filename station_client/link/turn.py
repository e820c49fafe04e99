"""Taking turns: one exchange at a time at one station, whichever program runs it.

The window's agent, the scheduler's ``sync`` and somebody at a command line share one ledger. Two
exchanges at once would do no harm and only say everything twice over a thin line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.core.faults import RuleFault
from ledger.store.file_lock import Held, locked


class Turn:
    """A lock in a file. It is the system's and falls with the process: a crash leaves none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Be the only one who exchanges; RuleFault ``link.under-way`` when somebody does."""
        try:
            with locked(self._file):
                yield
        except Held as held:
            raise RuleFault("link.under-way") from held
