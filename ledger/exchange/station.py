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

from ledger.core.act import Act, decode
from ledger.core.faults import ForgedInput, Stranger
from ledger.core.journal import Mark, origin
from ledger.core.keys import PublicKeys
from ledger.exchange import columns, handback
from ledger.exchange.files import LEAST_BYTES, StationFiles
from ledger.exchange.handback import Piece, to_return
from ledger.exchange.invitation import CREDENTIAL, INVITED, OFFICE_NODE, SECRET
from ledger.exchange.payload import (
    FORMAT,
    Credential,
    Former,
    Hello,
    Invited,
    MarkOf,
    PageOf,
    Payload,
    Place,
    Pull,
)
from ledger.exchange.receipts import receipt_of, report_of
from ledger.exchange.seal import open_bundle, seal
from ledger.exchange.segments import MAX_ACTS, Cut, cut
from ledger.store import nodes, renewal, tables, verify
from ledger.store.history import held_of
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting
from ledger.store.mending import AGAIN, mend
from ledger.store.upsert import upsert

#: What an answer shows of a PC that was copied, or restored from a backup.
COPIED = ("node.forked", "node.restored")
BATCH_BYTES = 2 << 20
CURSOR = "feed.cursor"


@dataclass(frozen=True)
class Parcel:
    """A sealed bundle, how many acts it carries, whether more wait behind them, and how many bytes
    of attachments it carries."""

    blob: bytes
    acts: int
    more: bool
    files: int = 0


@dataclass(frozen=True)
class Outcome:
    """What an answer brought.

    ``received`` acts of others, ``confirmed`` own acts newly known to be held there, ``refused``
    own acts newly refused, ``more`` when another exchange would bring more. ``digest_equal``: both
    sides hold the same (None when that cannot be said yet). ``offset_ms``: the office's clock
    minus this one's when the answer was made. ``mended`` records that did not follow from the
    journal were worked out anew, because the two sides differed. ``recalled``: the office was
    restored from a backup, and gets back from here what it lost. ``files``: bytes of attachments
    taken, ``files_left``: those still to go, both ways.
    """

    received: int
    confirmed: int
    refused: int
    more: bool
    digest_equal: bool | None
    offset_ms: int
    mended: int = 0
    recalled: bool = False
    files: int = 0
    files_left: int = 0


class StationSide:
    """Makes bundles for the office and takes in its answers."""

    def __init__(self, ledger: Ledger, version: str) -> None:
        self._ledger = ledger
        self._version = version
        self._files = StationFiles(ledger)
        self._answered = False
        self._mended = False
        self._lane = threading.Lock()

    def outgoing(self, limit_bytes: int = BATCH_BYTES) -> Parcel:
        """A bundle with the own acts that the office is not known to hold, up to a size; behind
        them the attachments that it said it lacks."""
        return self._parcel(limit_bytes, None)

    def stick_load(self, limit_bytes: int) -> Iterator[Parcel]:
        """Bundles to be carried together: own acts in the first, attachments in as many as it
        takes, also those the office has not heard of yet."""
        reached: dict[str, int] = {}
        yield self._parcel(limit_bytes, reached)
        while (parcel := self._parcel(limit_bytes, reached, acts=False)).files:
            yield parcel

    def _parcel(
        self, limit_bytes: int, reached: dict[str, int] | None, *, acts: bool = True
    ) -> Parcel:
        ledger = self._ledger
        with ledger.database.read() as connection:
            office = self._office(connection)
            after = self._confirmed(connection, office.node)
            back = to_return(connection, ledger, limit_bytes) if acts else Piece(None, more=False)
            # Own acts may rest on what the office has lost: that goes back first.
            own = acts and not back.more
            nothing = Cut(None, 0, more=back.more)
            piece = cut(connection, ledger, after, limit_bytes) if own else nothing
            used = len(piece.segment.acts) if piece.segment else 0
            room = 0 if piece.more else max(limit_bytes - used, LEAST_BYTES)
            offer = self._files.offer(connection, room, after.seq, reached)
            cursor = _cursor(connection, ledger)
            said = report_of(connection, ledger, self._version, after)
            payload = Payload(
                format=FORMAT,
                sender=ledger.node,
                receiver=office.node,
                number=ledger.clock.tick(),
                time=ledger.clock.now_ms(),
                hello=self._hello(connection, office.node),
                segments=(piece.segment,) if piece.segment else (),
                pull=Pull(cursor, own=cursor.epoch == AGAIN),
                report={**said, **offer.report},
                returned=back.returned,
                wants=offer.wants,
                pieces=offer.pieces,
            )
        return Parcel(seal(payload, ledger.keys, office), piece.acts, piece.more, offer.bytes)

    def incoming(self, blob: bytes) -> Outcome:
        """Take in an answer of the office; ForgedInput when it is not one for this station."""
        payload = open_bundle(blob, self._ledger.keys, self._keys_of)
        with self._lane:
            try:
                outcome = self._take(payload)
            except ForgedInput as fault:
                if fault.code not in COPIED or self._compared(payload):
                    raise
                outcome = Outcome(0, 0, 0, True, None, self._ledger.clock.offset_ms)
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
        self._mended = True
        wrong = mend(ledger)
        own = self._own(payload)
        with ledger.database.read() as connection:
            equal = self._digests_equal(connection, payload, own)
        if not equal:
            with ledger.database.write() as connection:
                _move_cursor(connection, self._ledger, Place(AGAIN, 0, b""))
        report = {"records": len(wrong), "first": wrong[:5], "read_again": not equal}
        ledger.local.diary.add("repair", report)
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
        if answered and receipt_of(connection, place, office) is not None:
            return None
        secret = read_setting(connection, place, SECRET, b"")
        invited = read_setting(connection, place, INVITED)
        kept = read_setting(connection, place, renewal.FORMERS, [])
        formers = tuple(Former(PublicKeys(*keys), proof) for keys, proof in kept)
        credential = read_setting(connection, place, CREDENTIAL)
        return Hello(
            self._ledger.keys.public,
            secret,
            formers,
            Credential(*credential) if credential else None,
            Invited(*invited) if invited else None,
        )

    def _confirmed(self, connection: Connection, office: str) -> Mark:
        receipt = receipt_of(connection, self._ledger.place.office, office)
        return Mark(receipt.seq, receipt.hash) if receipt else origin(self._ledger.node)

    # In

    def _take(self, payload: Payload) -> Outcome:
        ledger = self._ledger
        own = self._own(payload)
        page = payload.page
        with ledger.database.read() as connection:
            quiet = not self._brings_news(connection, payload, own)
            equal = self._digests_equal(connection, payload, own) if quiet else None
        offset = payload.time - ledger.clock.now_ms()
        ledger.clock.offset_ms = offset
        if quiet:
            return Outcome(0, 0, 0, False, equal, offset)
        with ledger.writing("exchange") as (connection, batch):
            confirmed = self._take_receipt(connection, payload, own) if own else 0
            # An office restored from a backup holds less than it once confirmed: refill it.
            rewound = confirmed < 0
            new = self._new_acts(connection, page) if page else []
            batch.preload(write.record for act, _, _ in new for write in act.writes)
            for act, data, mark in new:
                ledger.clock.fold(act.time)
                batch.put(act, data, mark)
            self._take_recall(connection, payload)
            self._files.note(connection, payload)
            if page and (payload.recall is not None or self._fits(connection, page)):
                _move_cursor(connection, self._ledger, page.end)
        with ledger.database.read() as connection:
            equal = self._digests_equal(connection, payload, own)
        refused = sum(1 for act, _, _ in new if act.action == "refusal" for _ in act.writes)
        recalled = rewound or payload.recall is not None
        more = recalled or bool(page and page.more)
        confirmed = max(confirmed, 0)
        return Outcome(len(new), confirmed, refused, more, equal, offset, recalled=recalled)

    def _own(self, payload: Payload) -> MarkOf | None:
        """How far the office holds this journal: the farthest of its marks."""
        marks = [mark for mark in payload.marks if mark.node == self._ledger.node]
        return max(marks, key=lambda mark: mark.seq, default=None)

    def _brings_news(self, connection: Connection, payload: Payload, own: MarkOf | None) -> bool:
        page, place = payload.page, self._ledger.place.office
        if page is not None and (page.acts or page.end != _cursor(connection, self._ledger)):
            return True
        if payload.returned_to is not None or self._files.is_news(connection, payload):
            return True
        if payload.credential is not None and read_setting(connection, place, CREDENTIAL) is None:
            return True
        receipt = receipt_of(connection, self._ledger.place.office, payload.sender)
        if own is None or receipt is None:
            return own is not None
        return (own.seq, own.hash) != (receipt.seq, receipt.hash)

    def _take_receipt(self, connection: Connection, payload: Payload, own: MarkOf) -> int:
        """Keep the office's word on how far it holds this journal, if it is its newest word.

        Gives how many acts more (or fewer) that is than its word before. An older number with more
        acts comes from an office whose clock was set back, and so may one of another history.
        """
        ledger = self._ledger
        office = ledger.place.office
        before = receipt_of(connection, office, payload.sender)
        late = before and payload.number <= before.number and own.seq <= before.seq
        if late and not self._is_other_history(connection, payload):
            return 0
        held = nodes.hash_at(connection, office, ledger.node, own.seq)
        if held != own.hash:
            code = "node.restored" if held is None else "node.forked"
            raise ForgedInput(code, node=ledger.node, seq=own.seq)
        row = {
            "office": office,
            "peer": payload.sender,
            "seq": own.seq,
            "hash": own.hash,
            "number": payload.number,
            "proof": b"",
        }
        connection.execute(upsert(ledger.place.dialect, tables.receipt), [row])
        return own.seq - (before.seq if before else 0)

    def _is_other_history(self, connection: Connection, payload: Payload) -> bool:
        """Whether the office does not know the place up to which its feed was read here."""
        page = payload.page
        if payload.recall is not None:
            return True
        return page is not None and page.end.epoch != _cursor(connection, self._ledger).epoch

    def _compared(self, payload: Payload) -> bool:
        """This journal is not the only one of its name: note where the two part (see renewal).

        False when the office has not said that yet; the next bundle then shows it more.
        """
        ledger, office = self._ledger, self._ledger.place.office
        marks = sorted((mark.seq, mark.hash) for mark in payload.marks if mark.node == ledger.node)
        with ledger.database.write() as connection:
            before = receipt_of(connection, office, payload.sender)
            end = nodes.mark_of(connection, office, ledger.node).seq
            here = {seq: nodes.hash_at(connection, office, ledger.node, seq) for seq, _ in marks}
            same = [(seq, hash_) for seq, hash_ in marks if here[seq] == hash_]
            seq, hash_ = same[-1] if same else (0, origin(ledger.node).hash)
            parted = any(here[other] is not None and other == seq + 1 for other, _ in marks)
            known = bool(same) and (parted or seq == end)
            if not same and before is not None and before.seq == end < marks[-1][0]:
                return True  # a restored PC that has written nothing since
            row = (office, payload.sender, seq, hash_, payload.number, b"")
            connection.execute(
                upsert(ledger.place.dialect, tables.receipt),
                [dict(zip(("office", "peer", "seq", "hash", "number", "proof"), row, strict=True))],
            )
            write_setting(
                connection, ledger.place.dialect, office, renewal.CONTESTED, known or None
            )
        return known

    def _take_recall(self, connection: Connection, payload: Payload) -> None:
        """Keep what the office needs for acts to be handed back to it (see handback)."""
        place = self._ledger.place
        credential = payload.credential
        if credential is not None:
            value = msgspec.structs.astuple(credential)
            if list(value) != read_setting(connection, place.office, CREDENTIAL):
                write_setting(connection, place.dialect, place.office, CREDENTIAL, value)
        if payload.returned_to is not None:
            handback.arrived(connection, self._ledger, payload.returned_to)
        if payload.recall is not None:
            handback.recalled(connection, self._ledger, payload.recall)

    def _new_acts(
        self, connection: Connection, page: PageOf
    ) -> list[tuple[Act, bytes, bytes | None]]:
        """The acts of a page that are not held here, with the office's seal on its own."""
        if not page.acts:
            return []
        every = [
            (decode(data), data, handback.seal_at(page.seals, place))
            for place, data in enumerate(columns.unpack(page.acts, 50 * MAX_ACTS))
        ]
        names = [act.id for act, _, _ in every]
        held = held_of(connection, self._ledger.place.office, names)
        return [item for item in every if item[0].id not in held]

    def _fits(self, connection: Connection, page: PageOf) -> bool:
        """Whether a page follows on what was read: a stick may bring one too old or too far."""
        cursor = _cursor(connection, self._ledger)
        if cursor.epoch != page.end.epoch:
            return page.start.position == 0
        return page.start.position <= cursor.position < page.end.position

    def _digests_equal(
        self, connection: Connection, payload: Payload, own: MarkOf | None
    ) -> bool | None:
        """Compare what both sides hold, when both can be expected to hold the same."""
        ledger = self._ledger
        mark = nodes.mark_of(connection, ledger.place.office, ledger.node)
        page = payload.page
        if own is None or own.seq != mark.seq or page is None or page.more:
            return None
        if _cursor(connection, self._ledger) != page.end:
            return None
        area = ledger.author.area
        theirs = {item.kind: (item.records, item.digest) for item in payload.digests}
        kept = verify.totals(connection, ledger.place.office)
        ours = {kind: (count, total) for where, kind, count, total in kept if where == area}
        return ours == theirs


def _cursor(connection: Connection, ledger: Ledger) -> Place:
    value = read_setting(connection, ledger.place.office, CURSOR)
    return Place(*value) if value else Place("", 0, b"")


def _move_cursor(connection: Connection, ledger: Ledger, place: Place) -> None:
    value = [place.epoch, place.position, place.hash]
    write_setting(connection, ledger.place.dialect, ledger.place.office, CURSOR, value)
