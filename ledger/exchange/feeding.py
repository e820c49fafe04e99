"""What a reader gets of the office's feed: a page of it, a first load, or the past behind one."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from sqlalchemy.engine import Connection

from ledger.core.record import EVERYBODY
from ledger.exchange import columns, put_back, seals
from ledger.exchange.bounds import STICK_BYTES
from ledger.exchange.firstload import WHOLE, FirstLoads
from ledger.exchange.payload import PageOf, Payload, SnapshotOf
from ledger.exchange.report import room_of
from ledger.store import feed
from ledger.store.feed import Cursor
from ledger.store.ledger import Ledger
from ledger.store.nodes import KnownNode


class Fed(NamedTuple):
    """What an answer brings of the feed."""

    page: PageOf | None = None
    snapshot: SnapshotOf | None = None
    past: PageOf | None = None

    @property
    def is_last(self) -> bool:
        """Whether the reader has read the feed to its end with this."""
        return self.page is not None and not self.page.more

    @property
    def bytes(self) -> int:
        """What the page takes of the answer."""
        return len(self.page.acts) if self.page is not None else 0


def acts_in(answer: Payload) -> int:
    """How many acts of the feed an answer brings."""
    pages = (answer.page, answer.past)
    return sum(columns.count(page.acts) for page in pages if page is not None)


class Feeding:
    """The office's feed as its stations read it, each from its own place on."""

    def __init__(self, ledger: Ledger, loads: FirstLoads, page_bytes: int) -> None:
        self._ledger = ledger
        self._loads = loads
        self._page_bytes = page_bytes

    def limit(self, payload: Payload, *, live: bool) -> int:
        """How many bytes of acts the answer to a bundle may carry."""
        return room_of(payload.report, self._page_bytes) if live else STICK_BYTES

    def is_astray(self, connection: Connection, payload: Payload) -> bool:
        """Whether the reader comes from another history of this office, which was restored.

        Nothing is taken from him yet: his acts may rest on acts that the office has lost and that
        he is about to hand back.
        """
        if payload.pull is None:
            return False
        if not payload.pull.after.epoch:
            # He has read nothing and may have told much before this office was put back: he is
            # believed under a name that nobody had before.
            hello = payload.hello
            return hello is not None and not hello.formers and self._ledger.place.restored
        return not self._knows(connection, payload.pull.after)

    def read(
        self,
        connection: Connection,
        payload: Payload,
        known: KnownNode,
        *,
        astray: bool,
        live: bool,
    ) -> Fed:
        """What the answer to a bundle brings; one who is astray reads the feed from its beginning,
        unless he has read nothing yet and so may begin with a first load."""
        if payload.pull is None:
            return Fed()
        limit, snapshot, page = self.limit(payload, live=live), None, None
        if not astray:
            snapshot = self._first(connection, payload, known, live=live)
        if snapshot is None and (payload.pull.after.epoch or not astray):
            cursor = self._cursor_of(connection, payload.pull.after)
            page = self._page(connection, known, cursor, limit, own=payload.pull.own)
        at_once = snapshot is not None and not live
        past = self._past(connection, payload.pull.past, known, limit, at_once=at_once)
        return Fed(page, snapshot, past)

    def _knows(self, connection: Connection, cursor: Cursor) -> bool:
        office, epoch = self._ledger.place.office, self._ledger.epoch_in(connection)
        return feed.known(connection, office, cursor, epoch)

    def _cursor_of(self, connection: Connection, cursor: Cursor) -> Cursor:
        """A reader from another history starts over; acts he has are passed over."""
        if self._knows(connection, cursor):
            return cursor
        return feed.beginning(self._ledger.epoch_in(connection))

    def _first(
        self, connection: Connection, payload: Payload, known: KnownNode, *, live: bool
    ) -> SnapshotOf | None:
        """The records as they stand, in parts, for a reader who has none yet."""
        pull = payload.pull
        if pull is None or pull.first is None or pull.after.epoch:
            return None
        size, room = WHOLE, room_of(payload.report, self._page_bytes)
        if live:
            # In few sizes, for each is a snapshot of its own to be kept.
            size = self._page_bytes if room >= self._page_bytes else 1 << (room.bit_length() - 1)
        part = self._loads.part(connection, self._ledger, _areas_of(known), pull.first, size)
        if part is None:
            return None
        return msgspec.structs.replace(part, word=put_back.word(self._ledger, part.place))

    def _past(
        self,
        connection: Connection,
        cursor: Cursor | None,
        known: KnownNode,
        limit_bytes: int,
        *,
        at_once: bool,
    ) -> PageOf | None:
        """Acts behind a first load: when asked for, and at once with one that goes on a stick,
        for the next stick may come tomorrow."""
        if at_once:
            beginning = feed.beginning(self._ledger.epoch_in(connection))
            return self._page(connection, known, beginning, limit_bytes)
        if cursor is None or not self._knows(connection, cursor):
            return None
        return self._page(connection, known, cursor, limit_bytes)

    def _page(
        self,
        connection: Connection,
        known: KnownNode,
        cursor: Cursor,
        limit_bytes: int,
        *,
        own: bool = False,
    ) -> PageOf:
        """A page of the feed after a place; without the reader's own acts unless he wants them."""
        ledger = self._ledger
        found = feed.page(
            connection,
            ledger.place.office,
            cursor,
            _areas_of(known),
            skip_node="" if own else known.id,
            limit_bytes=limit_bytes,
        )
        word = put_back.word(ledger, found.end)
        if not found.acts:
            return PageOf(found.start, found.end, b"", found.more, word=word)
        made = seals.of_page(ledger, found.acts, found.authors)
        return PageOf(found.start, found.end, columns.pack(found.acts), found.more, made, word)


def _areas_of(known: KnownNode) -> tuple[str, ...]:
    """What a station reads: its own area, and what the office keeps for everybody."""
    return known.area, EVERYBODY
