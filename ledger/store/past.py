"""The past behind a first load: acts that the records already hold and the journal does not yet.

A new PC begins with its office's records as they stand (see snapshot) and can be worked with at
once; the acts behind them follow page by page. Until they are all here, an act that the snapshot
covers goes into the journal and not into the records, and no covered record is worked out anew:
the journal does not yet say all that it must.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import ActId, creator_of
from ledger.core.faults import ForgedInput
from ledger.store import files, nodes, tables
from ledger.store.feed import Cursor
from ledger.store.history import acts_after, replay_record
from ledger.store.local import read_setting, write_setting
from ledger.store.slots import Place
from ledger.store.writing import Totals

PAST = "feed.past"


@dataclass(frozen=True)
class Past:
    """How far the feed was read again behind a snapshot (``at``), and where that ends (``until``).

    ``reach`` says how far each journal is in the snapshot, ``beside`` which acts beyond that are.
    ``cut`` when the office lost this feed before all of it was read: then the snapshot may say what
    no act says any more.
    """

    at: Cursor
    until: Cursor
    reach: Mapping[str, int]
    beside: frozenset[ActId]
    cut: bool = False

    @property
    def is_read(self) -> bool:
        """Whether every act behind the snapshot that there is has arrived."""
        return self.cut or (
            self.at.epoch == self.until.epoch and self.at.position >= self.until.position
        )

    def covers(self, act_id: ActId) -> bool:
        """Whether the snapshot's records hold what this act says."""
        return act_id.seq <= self.reach.get(act_id.node, 0) or act_id in self.beside

    def holds(self, record: str) -> bool:
        """Whether a record is the snapshot's, so that its journal may not be whole yet."""
        try:
            return self.covers(creator_of(record))
        except ForgedInput:
            return False  # a name that no ledger gives

    def after(self, start: Cursor, end: Cursor) -> Past:
        """The past after one more page of it; a page that leaves a gap does not count."""
        follows = start.position <= self.at.position < end.position
        return replace(self, at=end) if follows and end.epoch == self.until.epoch else self

    def cut_off(self) -> Past:
        """The past when there is no more of it: the office was restored, and its new feed read."""
        return replace(self, cut=True)


def pending(connection: Connection, office: int) -> Past | None:
    """The past that is still arriving, or None when the journal is whole."""
    kept = read_setting(connection, office, PAST)
    if kept is None:
        return None
    at, until, reach, beside, cut = kept
    acts = frozenset(ActId(*item) for item in beside)
    return Past(Cursor(*at), Cursor(*until), reach, acts, cut)


def keep(connection: Connection, place: Place, past: Past) -> None:
    """Remember how far the past was read."""
    value = [past.at, past.until, dict(past.reach), sorted(past.beside), past.cut]
    write_setting(connection, place.office, PAST, value)


def reached(connection: Connection, place: Place, node: str) -> int:
    """How far a node's acts are in the records here without a gap."""
    past = pending(connection, place.office)
    covered = past.reach.get(node, 0) if past else 0
    return max(covered, nodes.mark_of(connection, place.office, node).seq)


def close(connection: Connection, place: Place) -> list[str]:
    """The past is here: work out anew what the snapshot could not say; gives these records.

    They are those that it did not bring (somebody who moved away), those that refused acts are
    about, and those that were written since or here; all, when the office lost what the snapshot
    was of.
    """
    past = pending(connection, place.office)
    unsure = _unsure(connection, place.office, whole=past is not None and past.cut)
    names = sorted(unsure | (_written_since(connection, place.office, past) if past else set()))
    totals = Totals(connection, place)
    for name in names:
        replay_record(connection, place, name, totals)
    totals.write()
    files.follow(connection, place, set(names))
    write_setting(connection, place.office, PAST, None)
    return names


def _written_since(connection: Connection, office: int, past: Past) -> set[str]:
    """The records that acts beyond the snapshot wrote: it may not have brought all of them."""
    held = nodes.authors(connection, office)
    new = (acts_after(connection, office, node, past.reach.get(node, 0)) for node in held)
    return {write.record for acts in new for act in acts for write in act.writes}


def _unsure(connection: Connection, office: int, *, whole: bool) -> set[str]:
    touch, record, act = tables.touch.c, tables.record.c, tables.act.c
    there = sa.and_(record.office == touch.office, record.id == touch.record)
    absent = (
        sa.select(touch.record)
        .join_from(tables.touch, tables.record, there, isouter=True)
        .where(touch.office == office, record.id.is_(None))
    )
    by = sa.and_(act.office == touch.office, act.node == touch.node, act.seq == touch.seq)
    refused = (
        sa.select(touch.record)
        .join_from(tables.act, tables.touch, by)
        .where(act.office == office, act.refused.is_not(None))
    )
    here = sa.select(record.id).where(record.office == office)
    queries = (absent, refused, here if whole else here.where(record.own_seq > 0))
    return {name for query in queries for name in connection.execute(query).scalars()}
