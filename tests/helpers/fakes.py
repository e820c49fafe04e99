"""Named fakes that several parts of the tree share."""

from datetime import UTC, datetime, timedelta

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

# 09:00 on a Monday in Shanghai: an ordinary working morning.
_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class FakeWall:
    """A wall clock in milliseconds that moves only when told to; call it to read it."""

    def __init__(self, start: datetime = _MORNING) -> None:
        self._now = start

    def __call__(self) -> int:
        """Return milliseconds since 1970, as `ledger.core.clock.Clock` wants them."""
        return round(self._now.timestamp() * 1000)

    def advance(self, **span: float) -> None:
        """Move on (or back, with negative numbers) by a `timedelta`'s words: ``days=1``."""
        self._now += timedelta(**span)

    def set(self, moment: datetime) -> None:
        """Jump to a moment, as a PC does whose battery died or whose owner set the clock."""
        self._now = moment

    @property
    def now(self) -> datetime:
        """The moment shown, aware, in UTC."""
        return self._now


class MemoryKeyring(KeyringBackend):
    """A desktop keyring that is a dictionary."""

    # keyring reads the priority as a number on the class; the base declares a property.
    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return what was stored, or None."""
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store or replace."""
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget; PasswordDeleteError when there was nothing, as real ones do."""
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError(username)
