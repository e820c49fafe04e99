"""The journal of an installation as a whole: what was confirmed, what waits, whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.act import Act, decode
from ledger.core.clock import when
from ledger.core.record import Record
from ledger.store import formers, nodes, tables, verify
from ledger.store.database import Database
from ledger.store.files import let_go
from ledger.store.prepared import Prepared, given
from ledger.store.slots import Place
from ledger.store.under_way import UnderWay, under_way
from ledger.store.verify import VerifyReport

_act, _receipt = tables.act.c, tables.receipt.c
_CONFIRMED = Prepared.of(
    sa.select(sa.func.max(_receipt.seq)).where(given(_receipt.office)), "office"
)
_OWN = Prepared.of(
    sa.select(_act.bytes)
    .where(given(_act.office), given(_act.node), _act.seq > sa.bindparam("after"))
    .order_by(_act.seq)
    .limit(sa.bindparam("limit")),
    *("office", "node", "after", "limit"),
)
_HOW_MANY = Prepared.of(sa.select(sa.func.count()).select_from(tables.act))


class Standing(Enum):
    """Whether the other side is known to hold what was done here to a record."""

    SAVED = "saved"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many own acts the other side is not known to hold, and since when the oldest waits."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """What the other side is known to hold of what was done here: own acts up to ``last``, and of
    those that went out under former names all but what is in ``lost`` records."""

    last: int
    lost: frozenset[str] = frozenset()

    def has(self, record: Record) -> bool:
        """Whether it holds everything that was done here to a record."""
        return record.own_seq <= self.last and record.id not in self.lost


class Journal:
    """What can be said of the journal; part of `Ledger`."""

    database: Database
    place: Place

    @property
    def node(self) -> str:
        """This installation's id."""
        return self.place.node

    def standing(self, record: Record) -> Standing:
        """Whether the other side holds everything that was done here to a record."""
        return Standing.RECEIVED if self.held().has(record) else Standing.SAVED

    def held(self) -> Held:
        """What the other side is known to hold; fetched once for many records."""
        with self.database.read() as connection:
            lost = formers.lost(connection, self.place.office)
            return Held(self.confirmed_in(connection), lost)

    def confirmed(self) -> int:
        """The last act of this node that the other side is known to hold."""
        with self.database.read() as connection:
            return self.confirmed_in(connection)

    def received(self) -> int:
        """How many own acts the other side is known to hold, whatever name they were sent under."""
        with self.database.read() as connection:
            former = 0 if self.place.feeds else formers.received(connection, self.place.office)
            return self.confirmed_in(connection) + former

    def confirmed_in(self, connection: Connection) -> int:
        """The same, inside somebody's transaction."""
        if self.place.feeds:
            return nodes.mark_of(connection, self.place.office, self.node).seq
        return _CONFIRMED.value(connection, self.place.office) or 0

    def unsent(self) -> Unsent:
        """How much waits to be sent, computed from the journal and the receipts alone."""
        with self.database.read() as connection:
            confirmed = self.confirmed_in(connection)
            mark = nodes.mark_of(connection, self.place.office, self.node)
            oldest = self._own(connection, confirmed, 1)
        return Unsent(mark.seq - confirmed, when(oldest[0].time) if oldest else None)

    def unsent_acts(self, limit: int = 200) -> list[Act]:
        """The acts that wait to be sent, the oldest first."""
        with self.database.read() as connection:
            return self._own(connection, self.confirmed_in(connection), limit)

    def _own(self, connection: Connection, after: int, limit: int) -> list[Act]:
        found = _OWN.all(connection, self.place.office, self.node, after, limit)
        return [decode(data) for (data,) in found]

    def digest(self) -> dict[str, dict[str, tuple[int, str]]]:
        """Per area and kind: how many records, and the digest over them (hex)."""
        found: dict[str, dict[str, tuple[int, str]]] = {}
        with self.database.read() as connection:
            for area, kind, count, total in verify.totals(connection, self.place.office):
                found.setdefault(area, {})[kind] = (count, total.hex())
        return found

    def under_way(self) -> UnderWay:
        """Which attachments are on their way, to here and to the other side."""
        with self.database.read() as connection:
            return under_way(connection, self.place, self.confirmed_in(connection))

    def let_go(self, sha256: str) -> None:
        """Forget a content that no record names."""
        with self.database.write() as connection:
            let_go(connection, self.place, sha256)

    def verify(self) -> VerifyReport:
        """Replay the whole journal and compare it with the records, chains and digests."""
        with self.database.read() as connection:
            return verify.verify(connection, self.place)

    def acts(self) -> int:
        """How many acts are held here."""
        with self.database.read() as connection:
            return int(_HOW_MANY.value(connection))
