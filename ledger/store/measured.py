"""What the last contact said of this machine's clock, kept for the next start of the program."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from ledger.core.clock import Clock
from ledger.store.local import read_setting, write_setting

#: Setting: [what the clock showed (ms), server time minus that].
MEASURED = "clock.measured"
#: A clock that moved less since is not written down anew.
TOLERANCE_MS = 60_000


def is_news(connection: Connection, office: int, offset_ms: int) -> bool:
    """Whether the clock is off otherwise than was kept."""
    kept = read_setting(connection, office, MEASURED)
    return abs(offset_ms - (kept[1] if kept else 0)) > TOLERANCE_MS


def keep(connection: Connection, office: int, clock: Clock) -> None:
    """Write down how far the clock is off, as it was just measured."""
    write_setting(connection, office, MEASURED, [clock.now_ms(), clock.offset_ms])


def resume(connection: Connection, office: int, clock: Clock) -> None:
    """Put a clock right by what was kept, unless somebody set it back since: then it may be right
    by now, and nobody knows before the next contact."""
    kept = read_setting(connection, office, MEASURED)
    if kept is not None and clock.now_ms() >= kept[0]:
        clock.offset_ms = int(kept[1])
