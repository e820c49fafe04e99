"""Contents of attachments in bundles: asked for by name, sent in pieces behind all acts.

Nothing is remembered about sending. Each side says what its records name and it does not hold, from
which byte on; the other sends what it has of that. So a transfer goes on at the byte it reached, on
any carrier, in any order, and again after either side was restored. A content that does not come
holds up no act.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.exchange.bounds import CONTENT_BYTES, LEAST_CONTENT_BYTES
from ledger.exchange.payload import Payload, PieceOf, Want
from ledger.exchange.report import room_of
from ledger.rules.attachments import KIND
from ledger.store import files, tables, under_way
from ledger.store.files import Step
from ledger.store.ledger import Ledger
from ledger.store.nodes import KnownNode
from ledger.store.slots import Changed
from ledger.store.under_way import MAX_WANTS, Lack

#: More pieces in one bundle are not looked at.
MAX_PIECES = 2000
#: A content that came damaged so often is not asked for again while the program runs.
MOST_TRIES = 3

MayHave = Callable[[str], bool]


def wants(
    connection: Connection, office: int, rows: Iterable[files.Awaited], after: str = ""
) -> tuple[Want, ...]:
    """What is awaited, each content once, by name, from the byte on that is lacking. Where that is
    more than a list holds, it begins behind a name and goes around."""
    names = sorted({row.sha256 for row in rows})
    if len(names) > MAX_WANTS:
        at = bisect_right(names, after)
        names = (names[at:] + names[:at])[:MAX_WANTS]
    return tuple(
        Want(bytes.fromhex(name), files.come_so_far(connection, office, name)) for name in names
    )


def pieces(
    connection: Connection, office: int, lacks: Iterable[Lack], room: int, may_have: MayHave
) -> tuple[PieceOf, ...]:
    """What is held here of the contents that the other side lacks, up to a number of bytes; those
    begun first, so that they become whole."""
    found: list[PieceOf] = []
    for name, start in sorted(lacks, key=lambda lack: lack.start == 0):
        if room <= 0 or len(found) == MAX_PIECES:
            break
        total = files.size_of(connection, office, name)
        if total is None or not 0 <= start < total or not may_have(name):
            continue
        if start == 0 and not files.is_sound(connection, office, name):
            continue  # damaged here: `verify` says so, and it is asked for from the other side
        data = files.part_of(connection, office, name, start, max(room, LEAST_CONTENT_BYTES))
        found.append(PieceOf(bytes.fromhex(name), start, total, data))
        room -= len(data)
    return tuple(found)


class Arrivals:
    """Takes in pieces, whatever sender they come from, and remembers what came damaged."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._spoiled: Counter[tuple[str, str]] = Counter()
        #: The last name on a list that had no room for all, by who was asked: there may be more
        #: contents that nobody has any more than a list holds.
        self._reached: dict[str, str] = {}

    def wanted_from(
        self, connection: Connection, sender: str, area: str | None = None
    ) -> tuple[Want, ...]:
        """What a sender is asked for: what is awaited (of his), save what he sent damaged."""
        rows = self._awaited_of(connection, area)
        asked = (row for row in rows if self._spoiled[sender, row.sha256] < MOST_TRIES)
        return wants(connection, self._ledger.place.office, asked, self._reached.get(sender, ""))

    def move_on(self, sender: str, asked: Sequence[Want]) -> None:
        """The next list for a sender begins behind this one, where this one was full."""
        if len(asked) >= MAX_WANTS:
            self._reached[sender] = asked[-1].sha256.hex()

    def _awaited_of(self, connection: Connection, area: str | None) -> list[files.Awaited]:
        """What is awaited; with an area, what a station of that area may have."""
        office = self._ledger.place.office
        if area is None:
            return files.awaited(connection, office)
        return files.awaited_of(connection, office, area)

    def take(self, sender: str, given: Sequence[PieceOf], area: str | None = None) -> int:
        """Take in pieces of what is awaited (of the sender's); gives how many bytes it took.

        In a transaction of its own, behind the acts: whatever is wrong with a piece harms no act.
        """
        ledger, given = self._ledger, given[:MAX_PIECES]
        now, office = ledger.clock.now_ms(), ledger.place.office
        asked = self._names(area) if given else frozenset()
        wanted = [piece for piece in given if piece.sha256.hex() in asked]
        if not wanted:
            return 0
        taken, whole = 0, set()
        with ledger.database.write() as connection:
            for piece in wanted:
                name = piece.sha256.hex()
                rows = files.waiting_for(connection, office, name)
                if self._spoiled[sender, name] >= MOST_TRIES:
                    continue
                content = (name, piece.start, piece.total, piece.data)
                step = files.take_piece(connection, office, content, now)
                self._spoiled[sender, name] += step is Step.SPOILED
                if step in (Step.KEPT, Step.WHOLE):
                    taken += len(piece.data)
                if step is Step.WHOLE:
                    whole |= {row.record for row in rows}
        if whole:
            ledger.announce(Changed(frozenset([KIND]), frozenset(whole), "exchange"))
        return taken

    def _names(self, area: str | None) -> frozenset[str]:
        with self._ledger.database.read() as connection:
            return frozenset(row.sha256 for row in self._awaited_of(connection, area))


class OfficeFiles:
    """The office's side: it asks a station for what its area's records name, and for what any
    station of that area added before it moved to another; and gives it what was named in its own
    feed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._arrivals = Arrivals(ledger)

    def take(self, payload: Payload, known: KnownNode) -> int:
        """Take in what a station sent; gives how many bytes."""
        return self._arrivals.take(known.id, payload.pieces, known.area)

    def wants(self, connection: Connection, known: KnownNode) -> tuple[Want, ...]:
        """What the station is asked for."""
        asked = self._arrivals.wanted_from(connection, known.id, known.area)
        self._arrivals.move_on(known.id, asked)
        return asked

    def pieces(
        self, connection: Connection, payload: Payload, known: KnownNode, room: int, *, live: bool
    ) -> tuple[PieceOf, ...]:
        """What the station asked for and may have, up to a number of bytes; over a line (``live``)
        to no more than that carries at once."""
        if live:
            room = min(room, room_of(payload.report, CONTENT_BYTES))
        asked = {want.sha256.hex(): want.start for want in payload.wants[:MAX_WANTS]}
        lacks = [Lack(name, start) for name, start in asked.items()]
        place = self._ledger.place

        def may_have(name: str) -> bool:
            named = files.naming(connection, place, name)
            return any(
                record.area == known.area or self._was_told(connection, known.area, record.id)
                for record in named
            )

        return pieces(connection, place.office, lacks, room, may_have) if lacks else ()

    def _was_told(self, connection: Connection, area: str, record: str) -> bool:
        """Whether an attachment came into another area, with somebody who moved there."""
        feed, touch = tables.feed.c, tables.touch.c
        # By the acts that wrote it: one said again under a new name left the record its old one.
        same = sa.and_(feed.node == touch.node, feed.seq == touch.seq)
        query = (
            sa.select(feed.position)
            .join_from(tables.touch, tables.feed, sa.and_(feed.office == touch.office, same))
            .where(touch.office == self._ledger.place.office, touch.record == record)
            .where(feed.area == area)
        )
        return connection.execute(query.limit(1)).first() is not None


@dataclass(frozen=True)
class Offer:
    """What goes along in a station's bundle: what it asks for, and contents for the office."""

    wants: tuple[Want, ...]
    pieces: tuple[PieceOf, ...]

    @property
    def bytes(self) -> int:
        """How many bytes of contents."""
        return sum(len(piece.data) for piece in self.pieces)


@dataclass(frozen=True)
class Came:
    """What an answer brought of contents: bytes taken, whether another exchange would move more,
    and how many bytes are left both ways."""

    taken: int = 0
    more: bool = False
    left: int = 0


class StationFiles:
    """The station's side: it keeps the office's word on what that lacks."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._arrivals = Arrivals(ledger)
        self._asked: set[tuple[bytes, int]] = set()
        self._word_moved = False
        self._offered: set[Lack] = set()
        #: What was offered and is lacking there as before: it is not offered again and again.
        self._unmoved: set[Lack] = set()

    def offer(
        self, connection: Connection, room: int, confirmed: int, reached: dict[str, int] | None
    ) -> Offer:
        """What goes along in a bundle, up to a number of bytes.

        Over a line that is what the office said it lacks. In a set of bundles on a stick (then
        ``reached`` says how far each content is in the set already, and is moved on here) also what
        it has not heard of yet.
        """
        place, office = self._ledger.place, self._ledger.place.office
        asked = files.anything_awaited(connection, office)
        wanted = self._arrivals.wanted_from(connection, "") if asked else ()
        self._asked = set(_said(wanted))
        least = room if reached is not None else min(room, CONTENT_BYTES)
        self._offered = set()
        if room <= 0:
            return Offer(wanted, ())
        lacks = under_way.office_lacks(connection, place, confirmed, unsaid=reached is not None)
        begun = reached or {}
        ahead = {Lack(one.sha256, begun.get(one.sha256, one.start)) for one in lacks.values()}
        left = sorted(ahead if reached is not None else ahead - self._unmoved)
        found = pieces(connection, office, left, least, lambda name: True)
        if reached is None:
            self._offered = {Lack(piece.sha256.hex(), piece.start) for piece in found}
            if sum(len(piece.data) for piece in found) < least:
                # There was room left: what is not among them cannot be given (damaged here).
                self._unmoved |= set(left) - self._offered
        else:
            reached |= {one.sha256.hex(): one.start + len(one.data) for one in found}
        return Offer(wanted, found)

    def is_news(self, connection: Connection, payload: Payload) -> bool:
        """Whether the office lacks other bytes than it said before."""
        return _said(payload.wants) != under_way.word(connection, self._ledger.place.office)

    def note(self, connection: Connection, payload: Payload) -> None:
        """Keep the office's word, in the transaction that keeps its receipt."""
        self._word_moved = self.is_news(connection, payload)
        if self._word_moved:
            under_way.note_word(connection, self._ledger.place, _said(payload.wants))

    def take(self, payload: Payload, news: bool) -> Came:
        """Take in what came, behind the acts (``news``: some of these came too)."""
        taken = self._arrivals.take("", payload.pieces)
        if self._word_moved or taken:
            # No record changed, and yet what is said of attachments: whoever shows them is told.
            self._word_moved = False
            self._ledger.announce(Changed(frozenset([KIND]), frozenset(), "exchange"))
        if not (payload.wants or payload.pieces or self._asked or news):
            return Came()
        office = self._ledger.place.office
        with self._ledger.database.read() as connection:
            lacking = {Lack(want.sha256.hex(), want.start) for want in payload.wants}
            sizes = {one: files.size_of(connection, office, one.sha256) for one in lacking}
            wanted = self._arrivals.wanted_from(connection, "")
            still = set(_said(wanted))
            coming = _left(connection, office)
        out = {one: size - one.start for one, size in sizes.items() if size is not None}
        self._arrivals.move_on("", wanted)
        self._unmoved |= self._offered & lacking
        more = bool(out.keys() - self._unmoved or still - self._asked)
        if not more:
            self._unmoved.clear()
        return Came(taken, more, sum(out.values()) + coming)


def _said(wanted: Sequence[Want]) -> list[tuple[bytes, int]]:
    return [(want.sha256, want.start) for want in wanted[:MAX_WANTS]]


def _left(connection: Connection, office: int) -> int:
    sizes = {row.sha256: row.size for row in files.awaited(connection, office)}
    return sum(size - files.come_so_far(connection, office, name) for name, size in sizes.items())
