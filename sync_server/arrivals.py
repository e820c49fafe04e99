"""How long what a village did waited for a link before it arrived here (离线滞留)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sync_server.exchanges import DIARY
from sync_server.wording import moment

if TYPE_CHECKING:
    from ledger.core.record import Record
    from sync_server.office import Office

#: When each node's journal had come in up to which act, the earliest first.
Arrivals = Mapping[str, Sequence[tuple[int, datetime]]]
#: The village's last word on a case: its first review, or what it put right after a return.
_LAST_STEPS = ("first_at", "fixed_at")
_MOST_ENTRIES = 5000


def waited_hours(office: Office, cases: Sequence[Record]) -> dict[str, int]:
    """Per case: whole hours between the village's last step on it and its arrival here."""
    done = {case.id: step for case in cases if (step := _last_step(case)) is not None}
    if not done:
        return {}
    arrivals = _arrivals(office, min(done.values()))
    found = {}
    for case in cases:
        came = _came(office, case, arrivals)
        if came is not None and case.id in done:
            hours = (came - done[case.id]).total_seconds() // 3600
            found[case.id] = max(0, int(hours))
    return found


def _last_step(case: Record) -> datetime | None:
    steps = [step for name in _LAST_STEPS if (step := moment(case.data.get(name))) is not None]
    return max(steps, default=None)


def _came(office: Office, case: Record, arrivals: Arrivals) -> datetime | None:
    """When the newest act of others on a case had come in."""
    newest: dict[str, int] = {}
    for act in case.seen:
        if act.node != office.ledger.node:
            newest[act.node] = max(act.seq, newest.get(act.node, 0))
    times = [
        next((at for held, at in arrivals.get(node, ()) if held >= seq), None)
        for node, seq in newest.items()
    ]
    return max((at for at in times if at is not None), default=None)


def _arrivals(office: Office, since: datetime) -> Arrivals:
    found: dict[str, list[tuple[int, datetime]]] = {}
    diary = office.ledger.local.diary.recent(DIARY, limit=_MOST_ENTRIES, since=since)
    for entry in reversed(diary):
        held = int(entry.data.get("held", 0))
        found.setdefault(str(entry.data.get("node")), []).append((held, entry.at))
    return found
