"""How a station follows the office's feed: where it stands in it, and what a page brings.

The place moves only inside the transaction that applied the page before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from ledger.core.act import Act, decode
from ledger.core.faults import ForgedInput
from ledger.exchange import columns, seals
from ledger.exchange.payload import PageOf, Payload
from ledger.exchange.segments import MAX_ACTS
from ledger.store import nodes
from ledger.store.batch import Batch
from ledger.store.feed import CURSOR, Cursor
from ledger.store.history import held_of
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting
from ledger.store.mending import AGAIN
from ledger.store.past import Past, keep, pending

#: Setting of a station: the history of the office that it heard of last, whatever it reads again.
HEARD = "feed.heard"
NOWHERE = Cursor("", 0, b"")
#: A page holds no more acts than so many segments.
_MOST = 50 * MAX_ACTS


@dataclass(frozen=True, slots=True)
class SealedAct:
    """An act of a page, with the office's seal on it."""

    act: Act
    data: bytes
    seal: bytes | None


def is_other_history(connection: Connection, ledger: Ledger, payload: Payload) -> bool:
    """Whether an answer is of another history of the office than the one that was heard last, so
    that the office was restored meanwhile; where that cannot be compared, the office says so."""
    heard, epoch = _heard(connection, ledger), _epoch_of(payload)
    return epoch != heard if heard and epoch else payload.recall is not None


def hear(connection: Connection, ledger: Ledger, payload: Payload) -> None:
    """Note which history of the office an answer is of, inside the transaction that takes it."""
    epoch = _epoch_of(payload)
    if epoch and epoch != read_setting(connection, ledger.place.office, HEARD):
        write_setting(connection, ledger.place.office, HEARD, epoch)


def _heard(connection: Connection, ledger: Ledger) -> str:
    kept = read_setting(connection, ledger.place.office, HEARD)
    if kept is None:  # written by a program that did not keep it
        kept = standing(connection, ledger).epoch
    return "" if kept == AGAIN else str(kept)


def _epoch_of(payload: Payload) -> str:
    if payload.page is not None:
        return payload.page.end.epoch
    return payload.snapshot.place.epoch if payload.snapshot is not None else ""


def standing(connection: Connection, ledger: Ledger) -> Cursor:
    """How far this station has read the feed."""
    value = read_setting(connection, ledger.place.office, CURSOR)
    return Cursor(*value[:3]) if value else NOWHERE


def word_there(connection: Connection, ledger: Ledger) -> bytes:
    """What the office gave with that place as its word that its feed went so far (see put_back)."""
    value = read_setting(connection, ledger.place.office, CURSOR)
    return bytes(value[3]) if value and len(value) > 3 else b""


def move(connection: Connection, ledger: Ledger, cursor: Cursor, word: bytes = b"") -> None:
    """The feed was read up to here."""
    value = [cursor.epoch, cursor.position, cursor.hash, word]
    write_setting(connection, ledger.place.office, CURSOR, value)


def brings_news(connection: Connection, ledger: Ledger, payload: Payload) -> bool:
    """Whether an answer brings anything of the feed."""
    page = payload.page
    if payload.snapshot is not None or payload.past is not None:
        return True
    return page is not None and bool(page.acts or page.end != standing(connection, ledger))


def take(connection: Connection, ledger: Ledger, batch: Batch, payload: Payload) -> list[SealedAct]:
    """Apply a page of the feed, and one of the past behind a first load; gives what was new."""
    new: list[SealedAct] = []
    past = pending(connection, ledger.place.office)
    for page in (payload.past if past else None, payload.page):
        if page is not None:
            new += _put(connection, ledger, batch, page, past)
    page = payload.page
    if page and (payload.recall is not None or _fits(connection, ledger, page)):
        move(connection, ledger, page.end, page.word)
    if past is not None:
        _read_on(connection, ledger, past, payload)
    return new


def _read_on(connection: Connection, ledger: Ledger, past: Past, payload: Payload) -> None:
    """Note how far the past was read. An office that was restored begins another feed: it is read
    from its beginning, and whoever has read it to its end has read the past."""
    now, page, older = past, payload.page, payload.past
    if older is not None:
        now = now.after(older.start, older.end)
    if page is not None and page.end.epoch != past.until.epoch and not page.more:
        now = now.cut_off()
    if now != past:
        keep(connection, ledger.place, now)


def _put(
    connection: Connection, ledger: Ledger, batch: Batch, page: PageOf, past: Past | None
) -> list[SealedAct]:
    new = _new_acts(connection, ledger, page, batch)
    if past is None:
        batch.preload(write.record for item in new for write in item.act.writes)
    for item in new:
        ledger.clock.fold(item.act.time)
        if past is not None and past.covers(item.act.id):
            batch.file(item.act, item.data, item.seal)
        else:
            batch.put(item.act, item.data, item.seal)
    return new


def _new_acts(
    connection: Connection, ledger: Ledger, page: PageOf, batch: Batch
) -> list[SealedAct]:
    """The acts of a page that are not held here.

    ForgedInput ``node.restored`` when one is this PC's own and lies beyond its journal: somebody
    put back an older state of it, and others have kept what it did since.
    """
    if not page.acts:
        return []
    every = [
        SealedAct(decode(data), data, seals.at(page.seals, place))
        for place, data in enumerate(columns.unpack(page.acts, _MOST))
    ]
    names = [item.act.id for item in every]
    end = nodes.mark_of(connection, ledger.place.office, ledger.node).seq
    beyond = next((name for name in names if name.node == ledger.node and name.seq > end), None)
    if beyond is not None:
        raise ForgedInput("node.restored", node=beyond.node, seq=beyond.seq)
    held = held_of(connection, ledger.place.office, names)
    return [item for item in every if item.act.id not in held and item.act.id not in batch]


def _fits(connection: Connection, ledger: Ledger, page: PageOf) -> bool:
    """Whether a page follows on what was read: a stick may bring one too old or too far."""
    cursor = standing(connection, ledger)
    if cursor.epoch != page.end.epoch:
        return page.start.position == 0
    return page.start.position <= cursor.position < page.end.position
