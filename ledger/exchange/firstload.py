"""First load: a PC that has read nothing gets the records as they stand, then the acts behind them.

Ten thousand residents are there in the time in which their acts would be a tenth applied, and can
be worked with at once. The snapshot is taken at one place of the feed, cut into parts, and signed
as every bundle is; a line that breaks goes on with the part that is missing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import zstandard
from sqlalchemy.engine import Connection

from ledger.core.act import ActId
from ledger.core.faults import ForgedInput
from ledger.exchange import following
from ledger.exchange.envelope import LEVEL, unpacked
from ledger.exchange.payload import First, SnapshotOf
from ledger.exchange.said_again import first_names
from ledger.store import feed, snapshot
from ledger.store.feed import Cursor
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting
from ledger.store.past import Past
from ledger.store.slots import Changed
from ledger.store.snapshot import RecordLine

#: Setting of a station: the place of the snapshot that is arriving, and the parts it has.
ARRIVING = "feed.arriving"
#: A village with fewer records is read act by act: its past is there at once.
WORTHWHILE = 500
#: A PC that has made more records than this before its first exchange reads act by act: most of
#: what the office has may be its own.
BARELY_USED = 50
#: How many acts behind the end of its areas' feed a snapshot may be and still be handed out.
STALE = 20
KEPT_BYTES = 64 << 20
#: The size to which nothing is cut, as on a stick.
WHOLE = 1 << 30
MOST_PARTS = 4_096
#: How full a part is aimed to be, for the records behind may pack less well than those before.
_FULL = 0.8

_pack = msgspec.msgpack.Encoder().encode
_columns = msgspec.msgpack.Decoder(tuple[list[str], list[str], list[str], list[bytes]]).decode


# The office's side


@dataclass(frozen=True)
class _Ready:
    """A snapshot in parts, compressed: whoever asks next gets the same bytes."""

    place: Cursor
    parts: Sequence[bytes]
    reach: dict[str, int]
    beside: tuple[tuple[str, int], ...]

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))

    def part(self, number: int) -> SnapshotOf:
        end = number == len(self.parts) - 1
        reach, beside = (self.reach, self.beside) if end else ({}, ())
        return SnapshotOf(self.place, number, len(self.parts), self.parts[number], reach, beside)


class FirstLoads:
    """The snapshots an office hands out; the newest ones are kept, within bounds."""

    def __init__(self, worthwhile: int = WORTHWHILE, largest: int = WHOLE) -> None:
        """``worthwhile``: from how many records on; ``largest``: bytes of a part, packed,
        over a line."""
        self._worthwhile = worthwhile
        self._largest = largest
        self._ready: OrderedDict[tuple[tuple[str, ...], int], _Ready] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def part(
        self,
        connection: Connection,
        ledger: Ledger,
        areas: Sequence[str],
        ask: First,
        size: int,
    ) -> SnapshotOf | None:
        """The part asked for; the first part of another one, cut to a ``size`` (bytes, packed), if
        it is no more; None for a small village, which reads its acts one by one."""
        key = tuple(areas), size
        begun = self._begun(key, ask)
        if begun is not None:
            return begun.part(ask.part)
        # Of those who come together, one makes it and the others wait.
        with self._making:
            with self._lock:
                ready = self._ready.get(key)
            if ready is None or not _is_fresh(connection, ledger, ready, areas):
                if snapshot.size_of(connection, ledger.place.office, areas) < self._worthwhile:
                    return None
                cut = size if size == WHOLE else min(size, self._largest)
                ready = _made(connection, ledger, areas, cut)
                self._keep(key, ready)
        return ready.part(0)

    def _begun(self, wanted: tuple[tuple[str, ...], int], ask: First) -> _Ready | None:
        """The snapshot of which somebody has the first parts, however it was cut, unless its parts
        have become too large for his line. What goes on a stick is whole, for its past goes along.
        """
        areas, size = wanted
        if size == WHOLE:
            return None
        with self._lock:
            found = [each for key, each in self._ready.items() if key[0] == areas]
        for ready in found:
            same = (ready.place, len(ready.parts)) == (ask.place, ask.parts)
            if same and 0 < ask.part < ask.parts and len(ready.parts[ask.part]) <= size:
                return ready
        return None

    def _keep(self, key: tuple[tuple[str, ...], int], ready: _Ready) -> None:
        with self._lock:
            self._ready[key] = ready
            self._ready.move_to_end(key)
            while sum(each.size for each in self._ready.values()) > KEPT_BYTES:
                self._ready.popitem(last=False)


def _is_fresh(connection: Connection, ledger: Ledger, ready: _Ready, areas: Sequence[str]) -> bool:
    office = ledger.place.office
    if not feed.known(connection, office, ready.place, ledger.epoch_in(connection)):
        return False
    return feed.lines_after(connection, office, ready.place, areas, STALE + 1) <= STALE


def _made(connection: Connection, ledger: Ledger, areas: Sequence[str], size: int) -> _Ready:
    office, epoch = ledger.place.office, ledger.epoch_in(connection)
    names = first_names(connection, office)
    taken = snapshot.take(connection, office, epoch, areas, names)
    return _Ready(taken.at, list(_cut(taken.lines, size)), taken.reach, tuple(taken.beside))


def _packed(lines: Sequence[RecordLine]) -> bytes:
    return zstandard.ZstdCompressor(level=LEVEL, write_content_size=True).compress(
        _columns_of(lines)
    )


def _columns_of(lines: Sequence[RecordLine]) -> bytes:
    return _pack([[line[place] for line in lines] for place in range(len(RecordLine._fields))])


def _cut(lines: Iterable[RecordLine], size: int) -> Iterator[bytes]:
    """Parts that are not larger than a size when packed, unless a single record is. How well
    records pack is seen from those before."""
    piece: list[RecordLine] = []
    held, enough = 0, size
    for line in lines:
        weight = len(line.data) + len(line.state)
        if piece and held + weight > enough:
            part = _packed(piece)
            enough = round(_FULL * size * held / len(part))
            if len(part) > size // 2:
                yield from _fitting(piece, part, size)
                piece, held = [], 0
        piece.append(line)
        held += weight
    yield from _fitting(piece, _packed(piece), size)


def _fitting(piece: Sequence[RecordLine], part: bytes, size: int) -> Iterator[bytes]:
    """A piece as one part, or, where that became too large, as parts of its halves."""
    if len(part) <= size or len(piece) <= 1:
        yield part
        return
    middle = len(piece) // 2
    for half in (piece[:middle], piece[middle:]):
        yield from _fitting(half, _packed(half), size)


# The station's side


def ask(connection: Connection, ledger: Ledger) -> First | None:
    """What a station that has read nothing yet, and written little, asks for next."""
    if following.standing(connection, ledger) != following.NOWHERE:
        return None
    if snapshot.has_more_than(connection, ledger.place.office, BARELY_USED):
        return None
    kept = read_setting(connection, ledger.place.office, ARRIVING)
    if kept is None:
        return First(following.NOWHERE, 0)
    *place, parts = kept[0]
    return First(Cursor(*place), len(kept[1]), parts)


def collect(connection: Connection, ledger: Ledger, part: SnapshotOf) -> Changed | None:
    """Keep a part; with the last one, begin with the records. What is changed then, else None.

    A part out of turn is left out, and one of another cut begins anew: the next bundle says which
    part is wanted.
    """
    office = ledger.place.office
    if following.standing(connection, ledger) != following.NOWHERE:
        return None
    if not 0 <= part.part < part.parts <= MOST_PARTS:
        raise ForgedInput("bundle.unreadable", detail="parts")
    cut = [*msgspec.structs.astuple(part.place), part.parts]
    kept: list[Any] = read_setting(connection, office, ARRIVING) or [cut, []]
    had: list[bytes] = kept[1] if part.part and kept[0] == cut else []
    if part.part != len(had):
        if kept[0] != cut:
            write_setting(connection, office, ARRIVING, None)
        return None
    had = [*had, part.lines]
    if len(had) < part.parts:
        write_setting(connection, office, ARRIVING, [cut, had])
        return None
    write_setting(connection, office, ARRIVING, None)
    beside = frozenset(ActId(*item) for item in part.beside)
    past = Past(feed.beginning(part.place.epoch), part.place, part.reach, beside)
    lines = [line for blob in had for line in _lines(blob)]
    changed = snapshot.load(connection, ledger.place, lines, past)
    following.move(connection, ledger, part.place, part.word)
    return changed


def _lines(blob: bytes) -> list[RecordLine]:
    try:
        rows = _columns(unpacked(blob))
        return [RecordLine(*row) for row in zip(*rows, strict=True)]
    except (zstandard.ZstdError, msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ForgedInput("bundle.unreadable", detail=str(error)) from error
