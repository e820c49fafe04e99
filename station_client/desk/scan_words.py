"""What is said of attachments on their way, wherever a case is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.store.under_way import UnderWay
    from station_client.desk.counter import Counter


def say_way(counter: Counter, way: UnderWay, owner: str) -> str:
    """附件在途 2: how many attachments of a record are on their way; "" when none is."""
    count = way.of([owner])
    return counter.say("desk.scan.under-way", n=count) if count else ""


def say_size(size: int) -> str:
    """A size as people read it."""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{-(-size >> 10)} KB"
