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
from ledger.store.prepared import Prepared, given, replacement, selection

_mark, _act = tables.mark.c, tables.act.c
_MARK = selection((_mark.seq, _mark.hash), _mark.office, _mark.node)
_SET_MARK = replacement(tables.mark)
_HASH = selection((_act.hash,), _act.office, _act.node, _act.seq)
_node = tables.node.c
_NODE = selection(_node, _node.office, _node.id)
_EVERY = Prepared.of(
    sa.select(tables.node).where(given(_node.office)).order_by(_node.registered), "office"
)
_AUTHORS = Prepared.of(sa.select(_act.node).where(given(_act.office)).distinct(), "office")
_PUT = replacement(tables.node)


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


def put(connection: Connection, office: int, known: KnownNode) -> None:
    """Add or replace an installation."""
    report = None if known.report is None else msgspec.json.encode(known.report).decode()
    _PUT.run(
        connection, office, known.id, known.keys.verify, known.keys.recipient, known.level,
        known.area, known.station, known.registered, known.revoked, known.last_contact, report,
    )  # fmt: skip


def get(connection: Connection, office: int, node: str) -> KnownNode | None:
    """An installation by its id."""
    row = _NODE.first(connection, office, node)
    return _known(row) if row else None


def every(connection: Connection, office: int) -> list[KnownNode]:
    """Every installation known here, in the order of their registration."""
    return [_known(row) for row in _EVERY.all(connection, office)]


def _known(row: Any) -> KnownNode:
    _, _, verify, recipient, level, area, station, registered, revoked, contact, report = row
    content = msgspec.json.decode(report) if report else None
    keys = PublicKeys(verify, recipient)
    return KnownNode(keys, level, area, station, registered, revoked, contact, content)


def mark_of(connection: Connection, office: int, node: str) -> Mark:
    """How far a node's journal is held here without a gap."""
    row = _MARK.first(connection, office, node)
    return Mark(*row) if row else origin(node)


def authors(connection: Connection, office: int) -> list[str]:
    """Every node of which acts are held here."""
    return [node for (node,) in _AUTHORS.all(connection, office)]


def set_mark(connection: Connection, office: int, node: str, mark: Mark) -> None:
    """Note how far a node's journal is held here."""
    _SET_MARK.run(connection, office, node, mark.seq, mark.hash)


def hash_at(connection: Connection, office: int, node: str, seq: int) -> bytes | None:
    """The chain hash of a journal at one act, or None where it is not held."""
    if seq == 0:
        return origin(node).hash
    found: bytes | None = _HASH.value(connection, office, node, seq)
    return found


def secret_hash(secret: bytes) -> bytes:
    """What is kept of a one-time enrolment secret."""
    return hashlib.blake2b(secret, digest_size=32, person=b"czt-invite").digest()
