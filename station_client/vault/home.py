"""The home of a station: one folder with everything this installation keeps.

- ``ledger.db``: the encrypted ledger (journal, records, search, node keys)
- ``ledger.key``: how to get at the ledger's key; useless alone
- ``files/``: printed papers and scans, sealed
- ``backups/``: where backups go unless told otherwise
- ``logs/``: the technical diary, without personal data
- ``home.lock``: held while the home is made or restored
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.core.faults import EnvironmentFault, RuleFault
from ledger.store.file_lock import Held, locked

if TYPE_CHECKING:
    from collections.abc import Iterator


def default_path() -> Path:
    """Where the home lies when nobody says ``--home``: the user's data folder of the system."""
    import platformdirs

    return Path(platformdirs.user_data_dir("village-station", appauthor=False))


@dataclass(frozen=True)
class Home:
    """The folder of one installation. Nothing is made or read before it is asked for."""

    path: Path

    @property
    def ledger(self) -> Path:
        """The encrypted database."""
        return self.path / "ledger.db"

    @property
    def key_file(self) -> Path:
        """What opens the database, itself locked (see `keys`)."""
        return self.path / "ledger.key"

    @property
    def files(self) -> Path:
        """Printed papers and scans."""
        return self.path / "files"

    @property
    def backups(self) -> Path:
        """The usual place of backups."""
        return self.path / "backups"

    @property
    def logs(self) -> Path:
        """The technical diary."""
        return self.path / "logs"

    def exists(self) -> bool:
        """Whether a station lives here: a ledger or a key is in the folder."""
        return self.ledger.exists() or self.key_file.exists()

    def prepare(self) -> None:
        """Make the folders, readable by their owner only. EnvironmentFault `vault.no-home`."""
        try:
            for folder in (self.path, self.files, self.backups, self.logs):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                "vault.no-home", path=str(self.path), detail=error.strerror or ""
            ) from error

    def need_empty(self) -> None:
        """RuleFault `vault.home-not-empty` when a station lives here already."""
        if self.exists():
            raise RuleFault("vault.home-not-empty", path=str(self.path))

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Be the only program that makes or restores this home.

        The lock is the system's and falls with the process, so a crash leaves none behind. Daily
        work does not take it: the window and the command line share the ledger through its own
        locks. EnvironmentFault `vault.home-busy`.
        """
        self.prepare()
        try:
            with locked(self.path / "home.lock"):
                yield
        except Held as held:
            raise EnvironmentFault("vault.home-busy", path=str(self.path)) from held
