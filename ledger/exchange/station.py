"""The station's side of an exchange: what to send, and what an answer means.

Nothing is remembered about what was sent. What waits is the journal beyond the office's last
receipt, so a bundle may be made again as often as one likes, on any carrier, until its receipt is
in; and the place in the feed moves only inside the transaction that applied the page before it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy.engine import Connection

from ledger.core.faults import ForgedInput, Stranger
from ledger.core.keys import PublicKeys
from ledger.exchange import (
    comparing,
    firstload,
    following,
    handback,
    older,
    receipts,
    retiring,
    seals,
)
from ledger.exchange.bounds import LEAST_CONTENT_BYTES, LINE_BYTES
from ledger.exchange.envelope import believable, open_bundle, seal
from ledger.exchange.files import StationFiles
from ledger.exchange.handback import Handback, to_return
from ledger.exchange.invitation import CREDENTIAL, INVITED, OFFICE_NODE, SECRET
from ledger.exchange.payload import (
    FORMAT,
    Credential,
    Former,
    Hello,
    Invited,
    MarkOf,
    Payload,
    Pull,
)
from ledger.exchange.receipts import COPIED
from ledger.exchange.report import of_station
from ledger.exchange.segments import Cut, cut
from ledger.store import measured, nodes, past
from ledger.store.feed import Cursor
from ledger.store.formers import FORMERS
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting
from ledger.store.mending import AGAIN, mend
from ledger.store.slots import Changed


@dataclass(frozen=True)
class Parcel:
    """A sealed bundle, how many acts it carries, whether more wait behind them, and how many bytes
    of attachments it carries."""

    blob: bytes
    acts: int
    more: bool
    files: int = 0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an answer brought.

    ``received`` acts of others, ``confirmed`` own acts newly known to be held there, ``refused``
    own acts newly refused, ``more`` when another exchange would bring more. ``digest_equal``: both
    sides hold the same (None when that cannot be said yet). ``offset_ms``: the office's clock
    minus this one's when the answer was made. ``mended`` records that did not follow from the
    journal were worked out anew, because the two sides differed. ``recalled``: the office was
    restored from a backup, and gets back from here what it lost. ``older``: its program is too old
    for an act that was sent; that and those behind it wait here until it is updated. ``files``:
    bytes of attachments taken, ``files_left``: those still to go, both ways. ``retire``: the office
    was restored and has again what went out under this node id; go on under a new one (see
    retiring).
    """

    received: int = 0
    confirmed: int = 0
    refused: int = 0
    more: bool = False
    digest_equal: bool | None = None
    offset_ms: int
    mended: int = 0
    recalled: bool = False
    older: bool = False
    files: int = 0
    files_left: int = 0
    retire: bool = False


class StationSide:
    """Makes bundles for the office and takes in its answers."""

    def __init__(self, ledger: Ledger, version: str) -> None:
        self._ledger = ledger
        self._version = version
        self._files = StationFiles(ledger)
        self._answered = False
        self._mended = False
        self._lane = threading.Lock()

    def outgoing(self, limit_bytes: int = LINE_BYTES, *, ask_first: bool = False) -> Parcel:
        """A bundle with the own acts that the office is not known to hold, up to a size, which is
        what the answer may carry, too; behind them the attachments that it said it lacks.

        ``ask_first``: where the office was too old for the next act, that goes alone, to ask again.
        """
        return self._parcel(limit_bytes, None, ask_first=ask_first)

    def stick_load(self, limit_bytes: int) -> Iterator[Parcel]:
        """Bundles to be carried together: own acts in the first, attachments in as many as it
        takes, also those the office has not heard of yet."""
        reached: dict[str, int] = {}
        yield self._parcel(limit_bytes, reached)
        while (parcel := self._parcel(limit_bytes, reached, acts=False)).files:
            yield parcel

    def _parcel(
        self,
        limit_bytes: int,
        reached: dict[str, int] | None,
        *,
        acts: bool = True,
        ask_first: bool = False,
    ) -> Parcel:
        ledger = self._ledger
        ledger.keep_up()
        with ledger.database.read() as connection:
            office = self._office(connection)
            after = receipts.confirmed(connection, ledger, office.node)
            back = to_return(connection, ledger, limit_bytes) if acts else Handback()
            asks = ask_first and older.stops_at(connection, ledger, after.seq)
            # Own acts may rest on what the office has lost: that goes back first.
            own = acts and not back.more
            nothing = Cut(None, 0, more=back.more)
            size = 1 if asks else limit_bytes
            until = retiring.until(connection, ledger)
            part = cut(connection, ledger, after, size, until) if own else nothing
            used = len(part.segment.acts) if part.segment else 0
            left = 0 if part.more else max(limit_bytes - used, LEAST_CONTENT_BYTES)
            offer = self._files.offer(connection, left, after.seq, reached)
            room = limit_bytes if limit_bytes < LINE_BYTES else None
            payload = Payload(
                format=FORMAT,
                sender=ledger.node,
                receiver=office.node,
                number=ledger.clock.tick(),
                time=ledger.clock.now_ms(),
                hello=self._hello(connection, office.node),
                segments=(part.segment,) if part.segment else (),
                pull=self._pull(connection),
                report=of_station(connection, ledger, self._version, after, room),
                returned=back.returned,
                wants=offer.wants,
                pieces=offer.pieces,
                holds=comparing.whole(connection, ledger, ledger.author.area),
            )
        return Parcel(seal(payload, ledger.keys, office), part.acts, part.more, offer.bytes)

    def waits(self) -> bool:
        """Whether there is anything here that the office is not known to hold."""
        with self._ledger.database.read() as connection:
            back = to_return(connection, self._ledger, 1).returned
        return bool(back or self._ledger.unsent().count or self._ledger.under_way().out)

    @believable()
    def incoming(self, blob: bytes, *, live: bool = True) -> Outcome:
        """Take in an answer of the office; ForgedInput when it is not one for this station.

        ``live`` when it came over a line and so tells what time it is there, not on a stick.
        """
        self._ledger.keep_up()
        payload = open_bundle(blob, self._ledger.keys, self._keys_of)
        with self._lane:
            try:
                outcome = self._take(payload, live=live)
            except ForgedInput as fault:
                if fault.code not in COPIED or receipts.compare(self._ledger, payload):
                    raise
                outcome = Outcome(more=True, offset_ms=self._ledger.clock.offset_ms)
            if outcome.digest_equal is False and not self._mended:
                outcome = self._mend(payload, outcome)
            came = self._files.take(payload, outcome.received > 0)
        self._answered = True
        more = outcome.more or came.more
        return replace(outcome, more=more, files=came.taken, files_left=came.left)

    def _mend(self, payload: Payload, outcome: Outcome) -> Outcome:
        """The two sides differ: work out anew what does not follow from the journal, then read the
        whole feed again and hand back what the office lacks. Once; then it is for people to see."""
        ledger = self._ledger
        wrong = mend(ledger)
        own = receipts.of_this_journal(self._ledger, payload)
        with ledger.database.read() as connection:
            equal = self._digests_equal(connection, payload, own)
        if not equal:
            with ledger.database.write() as connection:
                following.move(connection, ledger, Cursor(AGAIN, 0, b""))
        report = {"records": len(wrong), "first": wrong[:5], "read_again": not equal}
        ledger.local.diary.add("repair", report)
        self._mended = True  # not before: the disk may have been full
        return replace(outcome, digest_equal=equal, mended=len(wrong), more=not equal)

    def _keys_of(self, sender: str, payload: Payload) -> PublicKeys:
        with self._ledger.database.read() as connection:
            office = self._office(connection)
        if sender != office.node:
            raise Stranger("bundle.not-from-office", node=sender)
        return office

    def _office(self, connection: Connection) -> PublicKeys:
        node = read_setting(connection, self._ledger.place.office, OFFICE_NODE)
        known = nodes.get(connection, self._ledger.place.office, str(node)) if node else None
        if known is None:
            raise Stranger("enrol.no-office")
        return known.keys

    # Out

    def _hello(self, connection: Connection, office: str) -> Hello | None:
        """The introduction goes along until the office's first receipt is in, and again after a
        bundle that brought no answer: an office restored from a backup may know us no longer."""
        place = self._ledger.place.office
        answered, self._answered = self._answered, False
        if answered and receipts.newest(connection, place, office) is not None:
            return None
        secret = read_setting(connection, place, SECRET, b"")
        invited = read_setting(connection, place, INVITED)
        kept = read_setting(connection, place, FORMERS, [])
        formers = tuple(Former(PublicKeys(*keys), *more) for keys, *more in kept)
        credential = read_setting(connection, place, CREDENTIAL)
        return Hello(
            self._ledger.keys.public,
            secret,
            formers,
            Credential(*credential) if credential else None,
            Invited(*invited) if invited else None,
        )

    def _pull(self, connection: Connection) -> Pull:
        ledger = self._ledger
        cursor = following.standing(connection, ledger)
        awaited = past.pending(connection, ledger.place.office)
        behind = awaited.at if awaited is not None and not awaited.is_read else None
        first = firstload.ask(connection, ledger)
        return Pull(
            cursor,
            own=cursor.epoch == AGAIN,
            first=first,
            past=behind,
            word=following.word_there(connection, ledger),
        )

    # In

    def _measure(self, payload: Payload, *, live: bool) -> int:
        """The office's clock minus this one's: kept, if it is another than before. An answer that
        has travelled says only that it is no earlier there."""
        ledger, clock = self._ledger, self._ledger.clock
        offset = payload.time - clock.now_ms()
        clock.offset_ms = offset if live else max(offset, clock.offset_ms)
        with ledger.database.read() as connection:
            other = measured.is_news(connection, ledger.place.office, clock.offset_ms)
        if other:
            with ledger.database.write() as connection:
                measured.keep(connection, ledger.place.office, clock)
        return clock.offset_ms

    def _take(self, payload: Payload, *, live: bool) -> Outcome:
        ledger = self._ledger
        own = receipts.of_this_journal(self._ledger, payload)
        with ledger.database.read() as connection:
            # The power may have failed right before the past was worked out.
            closed = not self._is_past_read(connection)
            quiet = closed and not self._brings_news(connection, payload, own)
            equal = self._digests_equal(connection, payload, own) if quiet else None
            due = retiring.is_due(connection, ledger, payload.sender)
        offset = self._measure(payload, live=live)
        too_old = older.said(payload.report) is not None
        if quiet:
            return Outcome(
                more=due, digest_equal=equal, offset_ms=offset, older=too_old, retire=due
            )
        loaded = None
        with ledger.writing("exchange") as (connection, batch):
            retiring.note(connection, ledger, payload)
            confirmed = self._take_receipt(connection, payload, own) if own else 0
            following.hear(connection, ledger, payload)
            # An office restored from a backup holds less than it once confirmed: refill it.
            rewound = confirmed < 0
            if payload.snapshot is not None:
                loaded = firstload.collect(connection, ledger, payload.snapshot)
            new = following.take(connection, ledger, batch, payload)
            self._take_recall(connection, payload)
            seals.keep(connection, ledger, payload)
            older.note(connection, ledger, payload.report)
            self._files.note(connection, payload)
        if loaded is not None:
            ledger.announce(loaded)
        self._close_past()
        with ledger.database.read() as connection:
            equal = self._digests_equal(connection, payload, own)
            behind = self._is_behind(connection)
            due = retiring.is_due(connection, ledger, payload.sender)
        refused = sum(1 for item in new if item.act.action == "refusal" for _ in item.act.writes)
        recalled = rewound or payload.recall is not None
        more = recalled or behind or due or bool(payload.page and payload.page.more)
        return Outcome(
            received=len(new),
            confirmed=max(confirmed, 0),
            refused=refused,
            more=more,
            digest_equal=equal,
            offset_ms=offset,
            recalled=recalled,
            older=too_old,
            retire=due,
        )

    def _is_behind(self, connection: Connection) -> bool:
        """Whether a first load, or the past behind it, is still arriving."""
        ledger = self._ledger
        if firstload.ask(connection, ledger) is not None:
            return True
        return past.pending(connection, ledger.place.office) is not None

    def _close_past(self) -> None:
        """With the last act of the past, what the snapshot could not say is worked out."""
        ledger = self._ledger
        with ledger.database.read() as connection:
            is_read = self._is_past_read(connection)
        if is_read:
            with ledger.database.write() as connection:
                names = past.close(connection, ledger.place)
            ledger.announce(
                Changed(frozenset(ledger.catalogue.kinds), frozenset(names), "exchange")
            )

    def _is_past_read(self, connection: Connection) -> bool:
        awaited = past.pending(connection, self._ledger.place.office)
        return awaited is not None and awaited.is_read

    def _take_receipt(self, connection: Connection, payload: Payload, own: MarkOf) -> int:
        other = following.is_other_history(connection, self._ledger, payload)
        other |= payload.recall is not None
        return receipts.take(connection, self._ledger, payload, own, other_history=other)

    def _brings_news(self, connection: Connection, payload: Payload, own: MarkOf | None) -> bool:
        place = self._ledger.place.office
        if payload.recall is not None or following.brings_news(connection, self._ledger, payload):
            return True
        if payload.returned_to is not None or older.is_news(
            connection, self._ledger, payload.report
        ):
            return True
        if self._files.is_news(connection, payload):
            return True
        if payload.credential is not None and read_setting(connection, place, CREDENTIAL) is None:
            return True
        receipt = receipts.newest(connection, place, payload.sender)
        if own is None or receipt is None:
            return own is not None
        return (own.seq, own.hash) != (receipt.seq, receipt.hash)

    def _take_recall(self, connection: Connection, payload: Payload) -> None:
        """Keep what the office needs for acts to be handed back to it (see handback)."""
        place = self._ledger.place
        credential = payload.credential
        if credential is not None:
            value = msgspec.structs.astuple(credential)
            if list(value) != read_setting(connection, place.office, CREDENTIAL):
                write_setting(connection, place.office, CREDENTIAL, value)
        if payload.returned_to is not None:
            handback.arrived(connection, self._ledger, payload.returned_to)
        if payload.recall is not None:
            handback.recalled(connection, self._ledger, payload.recall)

    def _digests_equal(
        self, connection: Connection, payload: Payload, own: MarkOf | None
    ) -> bool | None:
        """Compare what both sides hold, when both can be expected to hold the same."""
        ledger = self._ledger
        mark = nodes.mark_of(connection, ledger.place.office, ledger.node)
        page = payload.page
        if own is None or own.seq != mark.seq or page is None or page.more:
            return None
        if following.standing(connection, ledger) != page.end:
            return None
        if past.pending(connection, ledger.place.office) is not None:
            return None
        same = comparing.is_same(connection, ledger, payload)
        # A restored office may still be without what it gets back from here: that says nothing.
        return None if payload.recall is not None and not same else same
