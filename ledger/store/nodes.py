"""The installations this one knows: keys, area, and what they last said of themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.journal import Mark, origin
from ledger.core.keys import PublicKeys
from ledger.core.record import Author
from ledger.store import tables
from ledger.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class KnownNode:
    """An installation: keys, level ("V", "T", "X"), area, station code; times in ms."""

    keys: PublicKeys
    level: str
    area: str
    station: str
    registered: int
    revoked: int | None = None
    last_contact: int | None = None
    report: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        """The node's id."""
        return self.keys.node

    @property
    def author(self) -> Author:
        """The node as an author of acts."""
        return Author(self.id, self.level, self.area, self.station)


def put(connection: Connection, dialect: str, office: int, known: KnownNode) -> None:
    """Add or replace an installation."""
    row = {
        "office": office,
        "id": known.id,
        "verify": known.keys.verify,
        "recipient": known.keys.recipient,
        "level": known.level,
        "area": known.area,
        "station": known.station,
        "registered": known.registered,
        "revoked": known.revoked,
        "last_contact": known.last_contact,
        "report": None if known.report is None else msgspec.json.encode(known.report).decode(),
    }
    connection.execute(upsert(dialect, tables.node), [row])


def get(connection: Connection, office: int, node: str) -> KnownNode | None:
    """An installation by its id."""
    table = tables.node
    query = sa.select(table).where(table.c.office == office, table.c.id == node)
    row = connection.execute(query).first()
    return _known(row) if row else None


def every(connection: Connection, office: int) -> list[KnownNode]:
    """Every installation known here, in the order of their registration."""
    table = tables.node
    query = sa.select(table).where(table.c.office == office).order_by(table.c.registered)
    return [_known(row) for row in connection.execute(query)]


def _known(row: Any) -> KnownNode:
    return KnownNode(
        PublicKeys(row.verify, row.recipient),
        row.level,
        row.area,
        row.station,
        row.registered,
        row.revoked,
        row.last_contact,
        msgspec.json.decode(row.report) if row.report else None,
    )


def mark_of(connection: Connection, office: int, node: str) -> Mark:
    """How far a node's journal is held here without a gap."""
    table = tables.mark
    query = sa.select(table.c.seq, table.c.hash).where(
        table.c.office == office, table.c.node == node
    )
    row = connection.execute(query).first()
    return Mark(row.seq, row.hash) if row else origin(node)


def set_mark(connection: Connection, dialect: str, office: int, node: str, mark: Mark) -> None:
    """Note how far a node's journal is held here."""
    row = {"office": office, "node": node, "seq": mark.seq, "hash": mark.hash}
    connection.execute(upsert(dialect, tables.mark), [row])


def hash_at(connection: Connection, office: int, node: str, seq: int) -> bytes | None:
    """The chain hash of a journal at one act, or None where it is not held."""
    if seq == 0:
        return origin(node).hash
    table = tables.act
    query = sa.select(table.c.hash).where(
        table.c.office == office, table.c.node == node, table.c.seq == seq
    )
    found: bytes | None = connection.execute(query).scalar()
    return found


def secret_hash(secret: bytes) -> bytes:
    """What is kept of a one-time enrolment secret."""
    return hashlib.blake2b(secret, digest_size=32, person=b"czt-invite").digest()
