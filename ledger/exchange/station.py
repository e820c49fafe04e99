"""The station's side of an exchange: what to send, and what an answer means.

Nothing is remembered about what was sent. What waits is the journal beyond the office's last
receipt, so a bundle may be made again as often as one likes, on any carrier, until its receipt is
in; and the place in the feed moves only inside the transaction that applied the page before it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import Act, decode
from ledger.core.faults import ForgedInput, Stranger
from ledger.core.journal import Mark, origin
from ledger.core.keys import PublicKeys
from ledger.exchange import columns
from ledger.exchange.invitation import OFFICE_NODE, SECRET
from ledger.exchange.payload import FORMAT, Hello, MarkOf, PageOf, Payload, Place, Pull
from ledger.exchange.seal import open_bundle, seal
from ledger.exchange.segments import MAX_ACTS, cut
from ledger.store import nodes, renewal, tables, verify
from ledger.store.history import holds
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting
from ledger.store.upsert import upsert

BATCH_BYTES = 2 << 20
CURSOR = "feed.cursor"


@dataclass(frozen=True)
class Parcel:
    """A sealed bundle, how many acts it carries, and whether more wait behind them."""

    blob: bytes
    acts: int
    more: bool


@dataclass(frozen=True)
class Outcome:
    """What an answer brought.

    ``received`` acts of others, ``confirmed`` own acts newly known to be held there, ``refused``
    own acts newly refused, ``more`` when another exchange would bring more. ``digest_equal``: both
    sides hold the same (None when that cannot be said yet). ``offset_ms``: the office's clock
    minus this one's when the answer was made.
    """

    received: int
    confirmed: int
    refused: int
    more: bool
    digest_equal: bool | None
    offset_ms: int


class StationSide:
    """Makes bundles for the office and takes in its answers."""

    def __init__(self, ledger: Ledger, version: str) -> None:
        self._ledger = ledger
        self._version = version
        self._lane = threading.Lock()

    def outgoing(self, limit_bytes: int = BATCH_BYTES) -> Parcel:
        """A bundle with the own acts that the office is not known to hold, up to a size."""
        ledger = self._ledger
        with ledger.database.read() as connection:
            office = self._office(connection)
            after = self._confirmed(connection, office.node)
            piece = cut(connection, ledger, after, limit_bytes)
            payload = Payload(
                format=FORMAT,
                sender=ledger.node,
                receiver=office.node,
                number=ledger.clock.tick(),
                time=ledger.clock.now_ms(),
                hello=self._hello(connection, office.node),
                segments=(piece.segment,) if piece.segment else (),
                pull=Pull(self._cursor(connection)),
                report=self._report(connection, after),
            )
        return Parcel(seal(payload, ledger.keys, office), piece.acts, piece.more)

    def incoming(self, blob: bytes) -> Outcome:
        """Take in an answer of the office; ForgedInput when it is not one for this station."""
        payload = open_bundle(blob, self._ledger.keys, self._keys_of)
        with self._lane:
            return self._take(payload)

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
        """The introduction goes along until the office's first receipt is in."""
        if _receipt(connection, self._ledger.place.office, office) is not None:
            return None
        keys = self._ledger.keys.public
        voucher = read_setting(connection, self._ledger.place.office, renewal.VOUCHER)
        if voucher is not None:
            return Hello(keys, b"", voucher[0], voucher[1])
        secret = read_setting(connection, self._ledger.place.office, SECRET)
        return None if secret is None else Hello(keys, secret)

    def _confirmed(self, connection: Connection, office: str) -> Mark:
        receipt = _receipt(connection, self._ledger.place.office, office)
        return Mark(receipt.seq, receipt.hash) if receipt else origin(self._ledger.node)

    def _cursor(self, connection: Connection) -> Place:
        value = read_setting(connection, self._ledger.place.office, CURSOR)
        return Place(*value) if value else Place("", 0, b"")

    def _report(self, connection: Connection, after: Mark) -> dict[str, Any]:
        mark = nodes.mark_of(connection, self._ledger.place.office, self._ledger.node)
        report = {"version": self._version, "unsent": mark.seq - after.seq}
        oldest = self._oldest(connection, after)
        return report if oldest is None else {**report, "oldest": oldest}

    def _oldest(self, connection: Connection, after: Mark) -> int | None:
        table = tables.act
        query = sa.select(table.c.time).where(
            table.c.office == self._ledger.place.office,
            table.c.node == self._ledger.node,
            table.c.seq == after.seq + 1,
        )
        value = connection.execute(query).scalar()
        return None if value is None else int(value) >> 16

    # In

    def _take(self, payload: Payload) -> Outcome:
        ledger = self._ledger
        own = next((mark for mark in payload.marks if mark.node == ledger.node), None)
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
            batch.preload(write.record for act, _ in new for write in act.writes)
            for act, data in new:
                ledger.clock.fold(act.time)
                batch.put(act, data, None)
            if page and self._fits(connection, page):
                self._move_cursor(connection, page.end)
        with ledger.database.read() as connection:
            equal = self._digests_equal(connection, payload, own)
        refused = sum(1 for act, _ in new if act.action == "refusal" for _ in act.writes)
        more = rewound or bool(page and page.more)
        return Outcome(len(new), max(confirmed, 0), refused, more, equal, offset)

    def _brings_news(self, connection: Connection, payload: Payload, own: MarkOf | None) -> bool:
        page = payload.page
        if page is not None and (page.acts or page.end != self._cursor(connection)):
            return True
        receipt = _receipt(connection, self._ledger.place.office, payload.sender)
        if own is None or receipt is None:
            return own is not None
        return (own.seq, own.hash) != (receipt.seq, receipt.hash)

    def _take_receipt(self, connection: Connection, payload: Payload, own: MarkOf) -> int:
        """Keep the office's word on how far it holds this journal, if it is its newest word.

        Gives how many acts more (or fewer) that is than its word before.
        """
        ledger = self._ledger
        office = ledger.place.office
        before = _receipt(connection, office, payload.sender)
        if before is not None and payload.number <= before.number:
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

    def _new_acts(self, connection: Connection, page: PageOf) -> list[tuple[Act, bytes]]:
        if not page.acts:
            return []
        found = []
        for data in columns.unpack(page.acts, 50 * MAX_ACTS):
            act = decode(data)
            if not holds(connection, self._ledger.place.office, act.id):
                found.append((act, data))
        return found

    def _fits(self, connection: Connection, page: PageOf) -> bool:
        """Whether a page follows on what was read: a stick may bring one too old or too far."""
        cursor = self._cursor(connection)
        if cursor.epoch != page.end.epoch:
            return page.start.position == 0
        return page.start.position <= cursor.position < page.end.position

    def _move_cursor(self, connection: Connection, place: Place) -> None:
        value = [place.epoch, place.position, place.hash]
        ledger = self._ledger
        write_setting(connection, ledger.place.dialect, ledger.place.office, CURSOR, value)

    def _digests_equal(
        self, connection: Connection, payload: Payload, own: MarkOf | None
    ) -> bool | None:
        """Compare what both sides hold, when both can be expected to hold the same."""
        ledger = self._ledger
        mark = nodes.mark_of(connection, ledger.place.office, ledger.node)
        page = payload.page
        if own is None or own.seq != mark.seq or page is None or page.more:
            return None
        if self._cursor(connection) != page.end:
            return None
        area = ledger.author.area
        theirs = {item.kind: (item.records, item.digest) for item in payload.digests}
        kept = verify.totals(connection, ledger.place.office)
        ours = {kind: (count, total) for where, kind, count, total in kept if where == area}
        return ours == theirs


def _receipt(connection: Connection, office: int, peer: str) -> Any:
    table = tables.receipt
    query = sa.select(table).where(table.c.office == office, table.c.peer == peer)
    return connection.execute(query).first()
