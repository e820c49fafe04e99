"""The office's side of an exchange: take in what a station sends, answer with what it lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec
from sqlalchemy.engine import Connection

from ledger.core.faults import ForgedInput, Stranger
from ledger.core.journal import Mark
from ledger.core.keys import PublicKeys
from ledger.exchange import columns, comparing, handback, older, put_back, seals
from ledger.exchange.admission import Admission
from ledger.exchange.bounds import LEAST_CONTENT_BYTES, LINE_BYTES
from ledger.exchange.contacts import Contacts
from ledger.exchange.envelope import believable, open_bundle, seal
from ledger.exchange.feeding import Feeding, acts_in
from ledger.exchange.files import OfficeFiles
from ledger.exchange.firstload import FirstLoads
from ledger.exchange.invitation import credential_of, register
from ledger.exchange.payload import FORMAT, Former, MarkOf, Payload
from ledger.exchange.report import catalogue_of, plain
from ledger.exchange.segments import NewAct, check, in_common
from ledger.store import nodes
from ledger.store.ledger import Ledger
from ledger.store.nodes import KnownNode


@dataclass(frozen=True)
class Answer:
    """The sealed answer to a bundle, and what came of the bundle.

    ``former``: the name that the sender had until now, when it came under a new one: its PC was
    restored from a backup, or copied; or this office was restored (``retired``). ``waits``: acts
    that this office cannot judge before its program is updated, and those behind them; the station
    keeps them. ``files`` and ``files_sent``: bytes of attachments. ``left``: acts that the station
    has still to send, by what it reported.
    """

    blob: bytes
    sender: str
    station: str
    acts: int
    refused: int
    sent: int
    forked: bool = False
    former: str = ""
    retired: bool = False
    waits: int = 0
    files: int = 0
    files_sent: int = 0
    left: int = 0


@dataclass(frozen=True)
class Brought:
    """What came of a sender's bundles that have one answer, from ``payload``: the newest, with the
    newest acts that any of them brought, and without its contents.

    ``stopped_at``: the own act before which it was stopped (0: none); ``returned_to``: how far was
    taken what it handed back; ``forked``: nothing was, for its journal is not the only one of its
    name. ``files``: bytes of attachments; ``live``: it came over a line, not on a stick.
    """

    payload: Payload
    known: KnownNode
    live: bool = True
    acts: int = 0
    refused: int = 0
    former: Former | None = None
    stopped_at: int = 0
    returned_to: tuple[int, str, int] | None = None
    forked: bool = False
    files: int = 0

    def joined(self, other: Brought) -> Brought:
        """With what another bundle of the same sender brought, before or after this one."""
        older, newest = sorted((self, other), key=lambda each: each.payload.number)
        told = newest if newest.payload.segments else older
        return replace(
            newest,
            payload=msgspec.structs.replace(newest.payload, segments=told.payload.segments),
            acts=self.acts + other.acts,
            refused=self.refused + other.refused,
            former=self.former or other.former,
            stopped_at=told.stopped_at,
            returned_to=newest.returned_to or older.returned_to,
            forked=told.forked,
            files=self.files + other.files,
        )


class OfficeSide:
    """Answers bundles. An exchange in which nobody has anything new writes nothing at all."""

    def __init__(
        self, ledger: Ledger, loads: FirstLoads | None = None, page_bytes: int = LINE_BYTES
    ) -> None:
        self._ledger = ledger
        self._feeding = Feeding(ledger, loads or FirstLoads(), page_bytes)
        self._files = OfficeFiles(ledger)
        self.contacts = Contacts(ledger)

    def handle(self, blob: bytes, *, live: bool = True) -> Answer:
        """Take in a bundle and answer it; ``live`` when it came over a line, not on a stick.

        ForgedInput or Stranger when it cannot be believed: then nothing of it was taken.
        """
        return self.answer(self.take(blob, live=live))

    @believable()
    def take(self, blob: bytes, *, live: bool = True) -> Brought:
        """Take in a bundle, to be answered at once or with others of its sender; see `handle`."""
        payload = open_bundle(blob, self._ledger.keys, self._keys_of)
        with self._ledger.database.read() as connection:
            known = nodes.get(connection, self._ledger.place.office, payload.sender)
            put_back_since = put_back.is_proved(connection, self._ledger, payload)
            epoch = self._ledger.epoch_in(connection)
        if put_back_since and payload.pull is not None:
            lost = payload.pull.after.epoch
            put_back.begin_anew(self._ledger, epoch, lost, by="station")
        came = self._take_acts(payload, known)
        files = 0 if came.forked else self._files.take(payload, came.known)
        bare = msgspec.structs.replace(payload, pieces=())
        return replace(came, payload=bare, live=live, files=files)

    @believable()
    def answer(self, came: Brought) -> Answer:
        """What the sender of some bundles lacks, and how far the office holds what he has."""
        payload, known, former = came.payload, came.known, came.former
        waits = older.waiting_of(payload, came.stopped_at) if came.stopped_at else 0
        self.contacts.note(payload, known, waits, live=came.live)
        answer = self._answer(came)
        return Answer(
            blob=seal(answer, self._ledger.keys, known.keys),
            sender=known.id,
            station=known.station,
            acts=came.acts,
            refused=came.refused,
            sent=acts_in(answer),
            forked=came.forked,
            former=former.keys.node if former else "",
            # Only an office that was restored believes that a name went for its sake.
            retired=former is not None and former.retired and self._ledger.place.restored,
            waits=waits,
            files=came.files,
            files_sent=sum(len(piece.data) for piece in answer.pieces),
            # What it had reported counts what these bundles brought.
            left=max(0, int(plain(payload.report).get("unsent") or 0) - came.acts),
        )

    def _keys_of(self, sender: str, payload: Payload) -> PublicKeys:
        with self._ledger.database.read() as connection:
            known = nodes.get(connection, self._ledger.place.office, sender)
        if known is not None:
            if known.revoked is not None:
                raise Stranger("node.revoked", node=sender)
            return known.keys
        if payload.hello is not None:
            return payload.hello.keys
        raise Stranger("node.unknown", node=sender)

    # Taking in

    def _take_acts(self, payload: Payload, known: KnownNode | None) -> Brought:
        """Take what a bundle brings; for one that brings nothing, nothing is written."""
        if known is not None and not self._brings(payload):
            return Brought(payload, known)
        try:
            return self._take(payload)
        except ForgedInput as fault:
            if known is None or fault.code != "node.forked":
                raise
            # A copied or restored PC: nothing of it is taken, and the receipt in the answer tells
            # it so, on any carrier. It goes on under a new node id (see renewal).
            return Brought(payload, known, forked=True)

    def _take(self, payload: Payload) -> Brought:
        ledger, former = self._ledger, None
        with ledger.writing("exchange") as (connection, batch):
            known = nodes.get(connection, ledger.place.office, payload.sender)
            if known is None:
                if payload.hello is None:
                    raise Stranger("node.unknown", node=payload.sender)
                known = register(connection, ledger, payload.hello, ledger.clock.now_ms())
                former = next(iter(payload.hello.formers), None)
                if self._feeding.is_astray(connection, payload):
                    return Brought(payload, known, former=former)
            new: list[NewAct] = []
            for segment in payload.segments:
                if segment.node != known.id:
                    raise ForgedInput("bundle.wrong-author", node=segment.node, seq=segment.first)
                new += check(connection, ledger, segment, known.keys)
            back = handback.taken_back(connection, ledger, payload.returned, known)
            made_with = catalogue_of(payload.report)
            admission = Admission(connection, batch, ledger, known.author, made_with)
            taken = admission.take(new, back)
            if reached := admission.reached(new):
                mark = Mark(reached[-1].act.seq, reached[-1].hash or b"")
                nodes.set_mark(connection, ledger.place.office, known.id, mark)
            admission.finish()
            heard = self.contacts.write(connection)
        self.contacts.forget(heard)
        back_to = payload.returned.end if payload.returned else None
        return Brought(
            payload,
            known,
            acts=taken,
            refused=len(admission.refusals),
            former=former,
            stopped_at=admission.stopped_at,
            # What was handed back was taken to its end, or not at all.
            returned_to=None if admission.left_back else back_to,
        )

    def _brings(self, payload: Payload) -> bool:
        """Whether there is anything to take, and the reader is not astray."""
        if not (payload.segments or payload.returned):
            return False
        with self._ledger.database.read() as connection:
            return not self._feeding.is_astray(connection, payload)

    # Answering

    def _answer(self, came: Brought) -> Payload:
        ledger, known, payload = self._ledger, came.known, came.payload
        forked, live = came.forked, came.live
        ledger.keep_up()
        with ledger.database.read() as connection:
            astray = self._feeding.is_astray(connection, payload)
            marks = self._marks(connection, payload, known, compare=forked or astray)
            fed = self._feeding.read(connection, payload, known, astray=astray, live=live)
            recall = handback.every_mark(connection, ledger.place.office) if astray else None
            said = (
                comparing.answer(connection, ledger, known.area, payload) if fed.is_last else None
            )
            sound, room, sealed = not (astray or forked), 0, None
            if sound:
                sealed = seals.of_receipt(connection, ledger, payload, marks[0].seq)
            if sound and fed.is_last:
                limit = self._feeding.limit(payload, live=live)
                room = max(limit - fed.bytes, LEAST_CONTENT_BYTES)
            contents = self._files.pieces(connection, payload, known, room, live=live)
            wants = self._files.wants(connection, known)
        return Payload(
            format=FORMAT,
            sender=ledger.keys.node,
            receiver=known.id,
            number=ledger.clock.tick(),
            time=ledger.clock.now_ms(),
            marks=marks,
            page=fed.page,
            digests=said.digests if said else (),
            report=older.word(ledger, came.stopped_at),
            credential=credential_of(ledger, known) if payload.hello else None,
            recall=recall,
            returned_to=came.returned_to if recall is None else None,
            snapshot=fed.snapshot,
            past=fed.past,
            wants=wants,
            pieces=contents,
            sealed=sealed,
            holds=said.holds if said else b"",
        )

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
