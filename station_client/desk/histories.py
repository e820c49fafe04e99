"""The journal of a record as lines to read: what changed, by whom, where, and if it arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station_client.desk import showing
from station_client.desk.places import place_of
from station_client.desk.refusals import say_deed, say_refusal
from station_client.desk.views import HistoryLine

if TYPE_CHECKING:
    from ledger.core.record import Record
    from ledger.store.history import Entry
    from station_client.desk.counter import Counter

#: Fields the program keeps for itself; their changes tell a person nothing.
_SILENT: Final = frozenset({"area", "owner"})


def card_history(counter: Counter, record: Record, limit: int) -> list[HistoryLine]:
    """The changes of a record, the newest first; fields of one act in the order of the form."""
    order = {name: at for at, name in enumerate(counter.catalogue.kinds[record.kind].fields)}
    lines: list[HistoryLine] = []
    for entry in counter.ledger.history(record.id):
        lines += _lines(counter, record.kind, entry, order)
        if len(lines) >= limit:
            break
    return lines[:limit]


def _lines(counter: Counter, kind: str, entry: Entry, order: dict[str, int]) -> list[HistoryLine]:
    say, fields = counter.say, counter.catalogue.kinds[kind].fields
    deed = say_deed(counter, entry.act.action)
    where = place_of(counter, entry.act.node)
    refused = say_refusal(counter, entry.refused, {})
    lines = []
    for name, before, after in sorted(entry.changes, key=lambda change: order.get(change[0], 999)):
        field = fields.get(name)
        if field is None or name in _SILENT or before == after:
            continue
        lines.append(
            HistoryLine(
                at=entry.at,
                who=entry.who,
                where=where,
                deed=deed,
                field=name,
                label=showing.label_of(field, say),
                before=showing.show(counter.catalogue, say, field, before, table=True),
                after=showing.show(counter.catalogue, say, field, after, table=True),
                received=entry.received,
                refused=refused,
            )
        )
    return lines
