"""Contents of papers, named by their SHA-256: those held here, and those still on their way.

An attachment is awaited while its record stands and its content is not here; not by a village that
was told of its case in vain. That follows from the records and the contents alone, so it is the
same after a crash, a restore, or a repair. What has come of an awaited content is kept piece behind
piece until it is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import Enum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.clock import Clock
from ledger.core.record import Record
from ledger.rules.attachments import KIND, media_of
from ledger.rules.rehoming import is_told_in_vain
from ledger.store import rows, tables
from ledger.store.database import Database
from ledger.store.prepared import Prepared, addition, deletion, given, replacement, selection
from ledger.store.query import having, of_kind
from ledger.store.slots import Place

_file, _piece, _awaited = tables.file.c, tables.piece.c, tables.awaited.c
_ADD_FILE = addition(tables.file)
_BYTES = selection((_file.bytes,), _file.office, _file.sha256)
_SIZE = selection((sa.func.length(_file.bytes),), _file.office, _file.sha256)
_PART = Prepared.of(
    sa.select(sa.func.substr(_file.bytes, sa.bindparam("start") + 1, sa.bindparam("length"))).where(
        given(_file.office), given(_file.sha256)
    ),
    "start",
    "length",
    "office",
    "sha256",
)
_DROP_FILE = deletion(tables.file)
_AWAIT = replacement(tables.awaited)
_AWAIT_NO_MORE = deletion(tables.awaited)
_COLUMNS = (_awaited.record, _awaited.sha256, _awaited.media, _awaited.size, _awaited.area)
_WAITING = selection(_COLUMNS, _awaited.office, _awaited.sha256)
_EVERY = Prepared.of(
    sa.select(*_COLUMNS).where(given(_awaited.office)).order_by(_awaited.sha256), "office"
)
_ANY = Prepared.of(sa.select(_awaited.record).where(given(_awaited.office)).limit(1), "office")
_IN_AREA = Prepared.of(
    sa.select(*_COLUMNS)
    .where(given(_awaited.office), given(_awaited.area))
    .order_by(_awaited.sha256),
    "office",
    "area",
)
_node = tables.node.c
_ELSEWHERE = Prepared.of(
    sa.select(_awaited.record)
    .where(given(_awaited.office), _awaited.area != sa.bindparam("area"))
    .limit(1),
    "office",
    "area",
)
#: Ids begin with the node that made the record; "/" is the character behind ".".
_MADE_IN = Prepared.of(
    sa.select(*_COLUMNS)
    .select_from(
        sa.join(
            tables.node,
            tables.awaited,
            sa.and_(
                _awaited.office == _node.office,
                _awaited.record >= _node.id + ".",
                _awaited.record < _node.id + "/",
            ),
        )
    )
    .where(given(_node.office), given(_node.area), _awaited.area != _node.area)
    .order_by(_awaited.sha256),
    "office",
    "area",
)
_HAVE = Prepared.of(
    sa.select(sa.func.coalesce(sa.func.sum(sa.func.length(_piece.bytes)), 0)).where(
        given(_piece.office), given(_piece.sha256)
    ),
    "office",
    "sha256",
)
_PIECES = Prepared.of(
    sa.select(_piece.bytes)
    .where(given(_piece.office), given(_piece.sha256))
    .order_by(_piece.start),
    "office",
    "sha256",
)
_ADD_PIECE = addition(tables.piece)


def name_of(content: bytes) -> str:
    """The name of a content."""
    return hashlib.sha256(content).hexdigest()


class Awaited(NamedTuple):
    """An attachment whose content is not here: record, the content's name, kind and size, area."""

    record: str
    sha256: str
    media: str
    size: int
    area: str


class Step(Enum):
    """What came of a piece: not asked for or not the next one, kept, made the content whole, or
    turned out to be something else than what was asked for."""

    PASSED = "passed"
    KEPT = "kept"
    WHOLE = "whole"
    SPOILED = "spoiled"


# Contents


def keep(connection: Connection, office: int, content: bytes, media: str, now_ms: int) -> str:
    """Keep a content, inside somebody's transaction, and give its name; it is awaited no more."""
    name = name_of(content)
    _ADD_FILE.run(connection, office, name, media, content, now_ms)
    for row in waiting_for(connection, office, name):
        _AWAIT_NO_MORE.run(connection, office, row.record)
    _drop_pieces(connection, office, name)
    return name


def size_of(connection: Connection, office: int, sha256: str) -> int | None:
    """How many bytes a content held here has; None when it is not here."""
    size = _SIZE.value(connection, office, sha256)
    return None if size is None else int(size)


def part_of(connection: Connection, office: int, sha256: str, start: int, length: int) -> bytes:
    """Some bytes of a content held here."""
    return bytes(_PART.value(connection, start, length, office, sha256) or b"")


def is_sound(connection: Connection, office: int, sha256: str) -> bool:
    """Whether a content is here and is what its name says."""
    content = _BYTES.value(connection, office, sha256)
    return content is not None and name_of(content) == sha256


def naming(connection: Connection, place: Place, sha256: str) -> list[Record]:
    """The attachments that name a content, void ones too: somebody may not have heard of that."""
    found = having(place, KIND, "file").all(connection, place.office, sha256)
    return [rows.to_record(rows.Row._make(row)) for row in found]


def let_go(connection: Connection, place: Place, sha256: str) -> None:
    """Forget a content, inside somebody's transaction, unless a record names it."""
    slips = having(place, "slip", "sha256").first(connection, place.office, sha256)
    if slips is None and not naming(connection, place, sha256):
        _DROP_FILE.run(connection, place.office, sha256)


# What is on its way


def follow(connection: Connection, place: Place, records: Iterable[str]) -> None:
    """Await what these records name and is not here; await no more what they name no longer.

    Called for records of attachments after they were written, in the same transaction.
    """
    names = list(records)
    found = rows.by_name(connection, place.office, names)
    for name in names:
        wanted = _asked_by(connection, place, found[name]) if name in found else None
        if wanted is None:
            _AWAIT_NO_MORE.run(connection, place.office, name)
        else:
            _AWAIT.run(connection, place.office, *wanted)


def _asked_by(connection: Connection, place: Place, row: Any) -> Awaited | None:
    """What a record asks for; None when it is no attachment, is void, belongs to a case that this
    village was told of in vain, or its content is here."""
    if row.kind != KIND:
        return None
    data = rows.data_of(row)
    name, media, size = (data.get(field) for field in ("file", "media", "size"))
    if data.get("void") or not (isinstance(name, str) and isinstance(size, int)):
        return None
    if size_of(connection, place.office, name) is not None:
        return None
    if place.area and row.area != place.area and _told_in_vain(connection, place, row.owner):
        return None
    return Awaited(row.id, name, str(media), size, row.area)


def _told_in_vain(connection: Connection, place: Place, owner: str) -> bool:
    row = rows.by_name(connection, place.office, [owner]).get(owner)
    return row is not None and is_told_in_vain(row.area, rows.data_of(row), place.area)


def expected(connection: Connection, place: Place) -> list[Awaited]:
    """What must be awaited, worked out from the records and the contents alone."""
    query = rows.select(place.office).where(of_kind(KIND))
    found = (_asked_by(connection, place, row) for row in connection.execute(query).all())
    return [wanted for wanted in found if wanted is not None]


def follow_all(connection: Connection, place: Place) -> None:
    """Work out anew what is awaited, for a ledger that was mended or filled at one stroke."""
    connection.execute(sa.delete(tables.awaited).where(_awaited.office == place.office))
    for wanted in expected(connection, place):
        _AWAIT.run(connection, place.office, *wanted)


def anything_awaited(connection: Connection, office: int) -> bool:
    """Whether any content is on its way here."""
    return _ANY.first(connection, office) is not None


def awaited(connection: Connection, office: int, area: str | None = None) -> list[Awaited]:
    """The attachments whose content is on its way here (those of one area), by its name."""
    if area is None:
        found = _EVERY.all(connection, office)
    else:
        found = _IN_AREA.all(connection, office, area)
    return [Awaited._make(row) for row in found]


def awaited_of(connection: Connection, office: int, area: str) -> list[Awaited]:
    """The same of one area, and those that any of its installations added and that have since
    moved to another: whoever added them may be broken, and nobody else may have their content."""
    found = awaited(connection, office, area)
    if _ELSEWHERE.first(connection, office, area) is None:
        return found
    moved = [Awaited._make(row) for row in _MADE_IN.all(connection, office, area)]
    return sorted([*found, *moved], key=lambda row: row.sha256) if moved else found


def waiting_for(connection: Connection, office: int, sha256: str) -> list[Awaited]:
    """The attachments that wait for a content."""
    return [Awaited._make(row) for row in _WAITING.all(connection, office, sha256)]


def come_so_far(connection: Connection, office: int, sha256: str) -> int:
    """How many bytes of an awaited content are here, without a gap."""
    return int(_HAVE.value(connection, office, sha256))


def take_piece(
    connection: Connection, office: int, piece: tuple[str, int, int, bytes], now_ms: int
) -> Step:
    """Take in some bytes of a content: (its name, where they begin, how many it has, the bytes).

    Taken is only what is awaited, follows on what is here, and stays within the size declared.
    """
    name, start, total, data = piece
    wanted = next((row for row in waiting_for(connection, office, name) if row.size == total), None)
    if wanted is None:
        return Step.PASSED
    have = come_so_far(connection, office, name)
    if not 0 <= start <= have < start + len(data) <= total:
        return Step.PASSED
    tail = data[have - start :]
    if have == 0 and media_of(tail) != wanted.media:
        return Step.SPOILED
    if have + len(tail) < total:
        _ADD_PIECE.run(connection, office, name, have, tail)
        return Step.KEPT
    content = b"".join([*(row[0] for row in _PIECES.all(connection, office, name)), tail])
    if name_of(content) != name:
        _drop_pieces(connection, office, name)
        return Step.SPOILED
    keep(connection, office, content, wanted.media, now_ms)
    return Step.WHOLE


def _drop_pieces(connection: Connection, office: int, sha256: str) -> None:
    connection.execute(
        sa.delete(tables.piece).where(_piece.office == office, _piece.sha256 == sha256)
    )


# The door for everybody else


class Files:
    """The contents held here, each in a short transaction of its own."""

    def __init__(self, database: Database, office: int, clock: Clock) -> None:
        self._db = database
        self._office = office
        self._clock = clock

    def put(self, content: bytes, media: str) -> str:
        """Keep a content and return its name; the same content is kept once."""
        with self._db.write() as connection:
            return keep(connection, self._office, content, media, self._clock.now_ms())

    def get(self, sha256: str) -> bytes | None:
        """A content by its name, or None."""
        with self._db.read() as connection:
            content = _BYTES.value(connection, self._office, sha256)
        return None if content is None else bytes(content)

    def holds(self, sha256: str) -> bool:
        """Whether a content is here."""
        with self._db.read() as connection:
            return size_of(connection, self._office, sha256) is not None
