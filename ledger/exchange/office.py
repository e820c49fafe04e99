"""The office's side of an exchange: take in what a station sends, answer with what it lacks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from ledger.core.faults import ForgedInput, Stranger
from ledger.core.journal import Mark
from ledger.core.keys import PublicKeys
from ledger.core.record import EVERYBODY
from ledger.exchange import columns, handback
from ledger.exchange.admission import Admission
from ledger.exchange.files import LEAST_BYTES, OfficeFiles
from ledger.exchange.invitation import credential_of, register
from ledger.exchange.payload import FORMAT, DigestOf, MarkOf, PageOf, Payload, Place
from ledger.exchange.seal import open_bundle, seal
from ledger.exchange.segments import NewAct, check, in_common
from ledger.store import feed, nodes, verify
from ledger.store.feed import Cursor
from ledger.store.ledger import Ledger
from ledger.store.nodes import KnownNode

#: How much of the feed one answer carries: over a line, and on a stick that comes back tomorrow.
PAGE_BYTES = 2 << 20
STICK_BYTES = 32 << 20
#: Numbers in a station's report: acts, or a moment in ms up to the year 9999.
_COUNTS = range(253_402_300_800_000)


@dataclass(frozen=True)
class Answer:
    """The sealed answer to a bundle, and what came of the bundle.

    ``former``: the name that the sender had until now, when it came under a new one: its PC was
    restored from a backup, or copied. ``files`` and ``files_sent``: bytes of attachments.
    """

    blob: bytes
    sender: str
    station: str
    acts: int
    refused: int
    sent: int
    forked: bool = False
    former: str = ""
    files: int = 0
    files_sent: int = 0


@dataclass(frozen=True)
class Contact:
    """What a station last said of itself, and when (ms since 1970, this office's clock).

    ``offset_ms`` is the station's clock minus this one's; None when it came on a stick.
    """

    at: int
    offset_ms: int | None
    report: dict[str, Any]


class _Taken(NamedTuple):
    """What came of a bundle: from whom, how many acts, and how many of them were refused."""

    known: KnownNode | None
    acts: int = 0
    refused: int = 0
    former: str = ""


class OfficeSide:
    """Answers bundles. An exchange in which nobody has anything new writes nothing at all.

    Contacts are kept in memory and written with the next exchange that writes, or by
    `save_contacts`.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._files = OfficeFiles(ledger)
        self._contacts: dict[str, Contact] = {}
        self._lock = threading.Lock()

    def handle(self, blob: bytes, *, live: bool = True) -> Answer:
        """Take in a bundle and answer it; ``live`` when it came over a line, not on a stick.

        ForgedInput or Stranger when it cannot be believed: then nothing of it was taken.
        """
        payload = open_bundle(blob, self._ledger.keys, self._keys_of)
        known = self._known(payload)
        came, forked = _Taken(known), False
        if known is None or self._brings(payload):
            try:
                came = self._take(payload)
            except ForgedInput as fault:
                if known is None or fault.code != "node.forked":
                    raise
                # A copied or restored PC: nothing of it is taken, and the receipt in the answer
                # tells it so, on any carrier. It goes on under a new node id (see renewal).
                forked = True
        assert came.known is not None
        taken = 0 if forked else self._files.take(payload, came.known)
        self._note_contact(payload, came.known, live)
        limit = PAGE_BYTES if live else STICK_BYTES
        answer = self._answer(payload, came.known, limit, forked=forked)
        return replace(
            answer, acts=came.acts, refused=came.refused, former=came.former, files=taken
        )

    def _keys_of(self, sender: str, payload: Payload) -> PublicKeys:
        known = self._lookup(sender)
        if known is not None:
            if known.revoked is not None:
                raise Stranger("node.revoked", node=sender)
            return known.keys
        if payload.hello is not None:
            return payload.hello.keys
        raise Stranger("node.unknown", node=sender)

    def _lookup(self, node: str) -> KnownNode | None:
        with self._ledger.database.read() as connection:
            return nodes.get(connection, self._ledger.place.office, node)

    def _known(self, payload: Payload) -> KnownNode | None:
        return self._lookup(payload.sender)

    # Taking in

    def _take(self, payload: Payload) -> _Taken:
        ledger, former = self._ledger, ""
        with ledger.writing("exchange") as (connection, batch):
            known = nodes.get(connection, ledger.place.office, payload.sender)
            if known is None:
                if payload.hello is None:
                    raise Stranger("node.unknown", node=payload.sender)
                known = register(connection, ledger, payload.hello, ledger.clock.now_ms())
                former = next((each.keys.node for each in payload.hello.formers), "")
                if self._is_astray(connection, payload):
                    return _Taken(known, former=former)
            new: list[NewAct] = []
            for segment in payload.segments:
                if segment.node != known.id:
                    raise ForgedInput("bundle.wrong-author", node=segment.node, seq=segment.first)
                new += check(connection, ledger, segment, known.keys)
            back = handback.taken_back(connection, ledger, payload.returned, known)
            admission = Admission(connection, batch, ledger, known.author)
            taken = admission.take(new, back)
            if new:
                mark = Mark(new[-1].act.seq, new[-1].hash or b"")
                nodes.set_mark(connection, ledger.place.office, known.id, mark)
            admission.finish()
            self._write_contacts(connection)
        return _Taken(known, taken, len(admission.refusals), former)

    def _brings(self, payload: Payload) -> bool:
        """Whether there is anything to take, and the reader is not astray."""
        if not (payload.segments or payload.returned):
            return False
        with self._ledger.database.read() as connection:
            return not self._is_astray(connection, payload)

    def _is_astray(self, connection: Connection, payload: Payload) -> bool:
        """Whether the reader comes from another history of this office, which was restored.

        Nothing is taken from him yet: his acts may rest on acts that the office has lost and that
        he is about to hand back.
        """
        place = payload.pull.after if payload.pull else None
        if place is None or not place.epoch:
            return False
        cursor = Cursor(place.epoch, place.position, place.hash)
        epoch = self._ledger.epoch_in(connection)
        return not feed.known(connection, self._ledger.place.office, cursor, epoch)

    # Answering

    def _answer(
        self, payload: Payload, known: KnownNode, limit_bytes: int, *, forked: bool
    ) -> Answer:
        ledger = self._ledger
        with ledger.database.read() as connection:
            astray = self._is_astray(connection, payload)
            marks = self._marks(connection, payload, known, compare=forked or astray)
            page = self._page(connection, payload, known, limit_bytes)
            recall = None
            if astray:
                recall = handback.every_mark(connection, ledger.place.office)
            last = page is not None and not page.more
            digests = self._digests(connection, known) if last else ()
            used = len(page.acts) if page is not None else 0
            room = max(limit_bytes - used, LEAST_BYTES) if last and not (astray or forked) else 0
            contents = self._files.pieces(connection, payload, known, room)
            wants = self._files.wants(connection, known)
        answer = Payload(
            format=FORMAT,
            sender=ledger.keys.node,
            receiver=known.id,
            number=ledger.clock.tick(),
            time=ledger.clock.now_ms(),
            marks=marks,
            page=page,
            digests=digests,
            credential=credential_of(ledger, known) if payload.hello else None,
            recall=recall,
            returned_to=payload.returned.end if payload.returned and recall is None else None,
            wants=wants,
            pieces=contents,
        )
        blob = seal(answer, ledger.keys, known.keys)
        sent = 0 if page is None else columns.count(page.acts)
        files_sent = sum(len(item.data) for item in contents)
        return Answer(blob, known.id, known.station, 0, 0, sent, forked, files_sent=files_sent)

    def _marks(
        self, connection: Connection, payload: Payload, known: KnownNode, *, compare: bool
    ) -> tuple[MarkOf, ...]:
        """How far the sender's journal is held; for one whose journal may not be the only one of
        its name, also where the two part."""
        held = nodes.mark_of(connection, self._ledger.place.office, known.id)
        marks = [MarkOf(known.id, held.seq, held.hash)]
        for segment in payload.segments:
            behind = held.seq >= segment.first + columns.count(segment.acts)
            if segment.node == known.id and (compare or behind):
                marks += in_common(connection, self._ledger, segment)
        return tuple(marks)

    def _page(
        self, connection: Connection, payload: Payload, known: KnownNode, limit_bytes: int
    ) -> PageOf | None:
        if payload.pull is None:
            return None
        ledger = self._ledger
        epoch = str(ledger.epoch_in(connection))
        place = payload.pull.after
        cursor = Cursor(place.epoch, place.position, place.hash)
        if not feed.known(connection, ledger.place.office, cursor, epoch):
            # A reader from another history of this office starts over; acts he has are passed over.
            cursor = feed.beginning(epoch)
        found = feed.page(
            connection,
            ledger.place.office,
            cursor,
            (known.area, EVERYBODY),
            skip_node="" if payload.pull.own else known.id,
            limit_bytes=limit_bytes,
        )
        start, end = (Place(c.epoch, c.position, c.hash) for c in (found.start, found.end))
        if not found.acts:
            return PageOf(start, end, b"", found.more)
        seals = handback.seals_of(ledger, found.acts, found.authors)
        return PageOf(start, end, columns.pack(found.acts), found.more, seals)

    def _digests(self, connection: Connection, known: KnownNode) -> tuple[DigestOf, ...]:
        return tuple(
            DigestOf(area, kind, count, total)
            for area, kind, count, total in verify.totals(connection, self._ledger.place.office)
            if area == known.area
        )

    # Contacts

    def _note_contact(self, payload: Payload, known: KnownNode, live: bool) -> None:
        now = self._ledger.clock.now_ms()
        contact = Contact(now, payload.time - now if live else None, _plain(payload.report))
        with self._lock:
            self._contacts[known.id] = contact

    def contacts(self) -> dict[str, Contact]:
        """The newest contacts, those not yet written included, by node."""
        with self._ledger.database.read() as connection:
            every = nodes.every(connection, self._ledger.place.office)
        found = {
            known.id: Contact(known.last_contact, _offset(known), dict(known.report or {}))
            for known in every
            if known.last_contact is not None
        }
        with self._lock:
            return {**found, **self._contacts}

    def save_contacts(self) -> None:
        """Write down contacts that no exchange has written yet (on shutdown, now and then)."""
        with self._ledger.database.write() as connection:
            self._write_contacts(connection)

    def _write_contacts(self, connection: Connection) -> None:
        with self._lock:
            waiting, self._contacts = self._contacts, {}
        place = self._ledger.place
        for node, contact in waiting.items():
            known = nodes.get(connection, place.office, node)
            if known is not None:
                report = {**contact.report, "offset_ms": contact.offset_ms}
                new = replace(known, last_contact=contact.at, report=report)
                nodes.put(connection, place.dialect, place.office, new)


def _offset(known: KnownNode) -> int | None:
    value = (known.report or {}).get("offset_ms")
    return value if isinstance(value, int) else None


def _plain(report: dict[str, Any]) -> dict[str, Any]:
    """What a station says of itself, as far as it is what it should be; it is only shown."""
    kinds = {"version": str, "unsent": int, "oldest": int}
    kept = {name: report[name] for name, kind in kinds.items() if type(report.get(name)) is kind}
    if "version" in kept:
        kept["version"] = kept["version"][:40]
    return {name: value for name, value in kept.items() if name == "version" or value in _COUNTS}
