"""Which attachments are still on their way, as a station knows it: to here, and to the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.record import Record
from ledger.rules.attachments import KIND
from ledger.store import files, nodes, rows, tables
from ledger.store.local import read_setting, write_setting
from ledger.store.query import of_kind
from ledger.store.slots import Place

#: Setting of a station: what the office said last that it lacks, as [SHA-256, from byte].
OFFICE_WANTS = "office.wants"
#: The longest list of wants in a bundle; one that long goes around (see exchange.files) and says
#: nothing of what is named before its first name and behind its last.
MAX_WANTS = 2000


class Lack(NamedTuple):
    """A content that the other side lacks, from a byte on."""

    sha256: str
    start: int


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Attachments on their way: ``out`` are not known to be at the office, ``coming`` are not here
    yet (ids of records, with the id of what each belongs to); so many bytes are left of each."""

    out: dict[str, str]
    coming: dict[str, str]
    bytes_out: int
    bytes_coming: int

    @property
    def bytes(self) -> int:
        """How many bytes are left, both ways."""
        return self.bytes_out + self.bytes_coming

    @property
    def count(self) -> int:
        """How many attachments are on their way."""
        return len(self.out.keys() | self.coming.keys())

    def of(self, owners: Iterable[str]) -> int:
        """How many of those that belong to some records."""
        wanted = set(owners)
        both = {**self.out, **self.coming}
        return sum(1 for owner in both.values() if owner in wanted)


def note_word(connection: Connection, place: Place, wants: Sequence[tuple[bytes, int]]) -> None:
    """Keep the office's newest word on what it lacks."""
    write_setting(connection, place.office, OFFICE_WANTS, wants)


def word(connection: Connection, office: int) -> list[tuple[bytes, int]]:
    """The office's newest word on what it lacks."""
    return [(name, start) for name, start in read_setting(connection, office, OFFICE_WANTS, [])]


def office_lacks(
    connection: Connection, place: Place, confirmed: int, *, unsaid: bool
) -> dict[str, Lack]:
    """The attachments whose content is here and not known to be at the office, by record.

    That is what the office said it lacks; with ``unsaid`` also what it can have said nothing of:
    contents of own acts after ``confirmed``, and whatever a full list had no room for.
    """
    said = word(connection, place.office)
    full = len(said) >= MAX_WANTS
    unsaid = unsaid and (
        full or nodes.mark_of(connection, place.office, place.node).seq > confirmed
    )
    found: dict[str, Lack] = {}
    for name, start in said:
        if files.size_of(connection, place.office, name.hex()) is None:
            continue  # asked of the whole village; another PC of it may have that
        for record in files.naming(connection, place, name.hex()):
            found[record.id] = Lack(name.hex(), start)
    if unsaid:
        told = (said[0][0].hex(), said[-1][0].hex()) if full else None
        for record in _unsaid(connection, place, confirmed, told):
            found.setdefault(record.id, Lack(str(record.data.get("file")), 0))
    return found


def _unsaid(
    connection: Connection, place: Place, confirmed: int, told: tuple[str, str] | None
) -> list[Record]:
    column = tables.record.c
    late: list[Any] = [column.own_seq > confirmed]
    if told is not None:
        name, (first, last) = column[str(place.schema.column(KIND, "file"))], told
        beyond = sa.or_ if first <= last else sa.and_
        late.append(beyond(name < first, name > last))
    query = rows.select(place.office).where(of_kind(KIND), sa.or_(*late))
    records = map(rows.to_record, connection.execute(query))
    return [record for record in records if not record.data.get("void")]


def under_way(connection: Connection, place: Place, confirmed: int) -> UnderWay:
    """What is on its way, both ways. An office knows only what has not come to it."""
    office = place.office
    rows_here = files.awaited(connection, office)
    coming = {row.record: row.sha256 for row in rows_here}
    sizes = {row.sha256: row.size for row in rows_here}
    left_in = sum(size - files.come_so_far(connection, office, sha) for sha, size in sizes.items())
    lacks = {} if place.feeds else office_lacks(connection, place, confirmed, unsaid=True)
    out = {name: lack for name, lack in lacks.items() if name not in coming}
    left_out = sum(
        max((files.size_of(connection, office, lack.sha256) or 0) - lack.start, 0)
        for lack in {lack.sha256: lack for lack in out.values()}.values()
    )
    owners = _owners(connection, office, [*out, *coming])
    return UnderWay(
        {name: owners.get(name, "") for name in out},
        {name: owners.get(name, "") for name in coming},
        left_out,
        left_in,
    )


def _owners(connection: Connection, office: int, names: list[str]) -> dict[str, str]:
    return {name: row.owner for name, row in rows.by_name(connection, office, names).items()}
