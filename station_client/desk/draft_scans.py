"""Scans chosen while an application is being filled: kept at once, recorded with the case.

Each is a draft of its own beside the application's, so that adding one and typing never write over
each other; the content is kept before the line that names it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station_client.desk.counter import Counter

KIND: Final = "scan"


@dataclass(frozen=True)
class DraftScan:
    """A scan that waits for its case. `id`: of the draft it is kept as; `place`: its page."""

    id: str
    place: int
    paper: str
    title: str
    file: str
    media: str
    size: int


def scans_in(counter: Counter, draft: str) -> list[DraftScan]:
    """The scans of an application's draft, in the order in which they were chosen."""
    kept = counter.ledger.local.drafts.list(counter.operator.id, KIND)
    mine = [DraftScan(one.id, **one.data["scan"]) for one in kept if one.subject == draft]
    return sorted(mine, key=lambda scan: scan.place)


def add(counter: Counter, draft: str, scan: DraftScan) -> None:
    """Keep one more."""
    data = asdict(scan)
    del data["id"]
    counter.ledger.local.drafts.put(None, counter.operator.id, KIND, draft, {"scan": data})


def drop(counter: Counter, scan: DraftScan) -> None:
    """Take one away again, with its content unless somebody else names that."""
    local = counter.ledger.local
    local.drafts.drop(scan.id)
    drafts = local.drafts.list(counter.operator.id, KIND)
    if all(other.data["scan"]["file"] != scan.file for other in drafts):
        counter.ledger.let_go(scan.file)


def drop_all(counter: Counter, draft: str) -> None:
    """The application ended: what its case names stays, the rest goes."""
    for scan in scans_in(counter, draft):
        drop(counter, scan)
