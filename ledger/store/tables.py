"""The tables. Every primary key begins with the office, so that a server can be distributed by it.

``act`` is the truth; ``record``, ``touch``, ``search``, ``digest`` and ``awaited`` follow from it
and can be rebuilt; ``feed`` is the office's order of commits; the rest is this installation's own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(
    name: str, key: tuple[str, ...], *columns: Column[Any] | Index, narrow: bool = False
) -> Table:
    """A table whose key begins with the office; ``narrow`` rows live in the key's own tree."""
    office = Column("office", SmallInteger, nullable=False)
    primary = PrimaryKeyConstraint("office", *key)
    return Table(name, metadata, office, *columns, primary, sqlite_with_rowid=not narrow)


def _text(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=nullable, server_default=None if nullable else "")


#: Every act held here: own ones and others', with the chain hash where the journal is whole.
act = _table(
    "act",
    ("node", "seq"),
    Column("node", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("hash", LargeBinary),
    Column("arrived", BigInteger, nullable=False),
    _text("refused", nullable=True),
    Index("ix_act_refused", "office", "node", "seq", sqlite_where=text("refused IS NOT NULL")),
)

#: Columns for the fields that lists filter and sort by (see indexing). Not indexes on the JSON
#: itself: those are all written anew with every change of a record, whatever it changes.
KEYS = tuple(f"key{number}" for number in range(10))

#: One row per record: what the writes to it amount to. ``number`` is its short name in ``search``.
record = _table(
    "record",
    ("id",),
    Column("id", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    _text("kind"),
    _text("area"),
    _text("owner"),
    Column("data", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    _text("conflicts"),
    Column("digest", LargeBinary, nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("own_seq", BigInteger, nullable=False, server_default="0"),
    *(_text(name, nullable=True) for name in KEYS),
    Index("ix_record_number", "office", "number", unique=True),
    Index("ix_record_kind_area", "office", "kind", "area"),
    Index("ix_record_owner", "office", "owner", "kind", sqlite_where=text("owner <> ''")),
    Index("ix_record_conflicts", "office", "kind", sqlite_where=text("conflicts <> ''")),
)

#: Which acts wrote which record: its history, and what a refusal must replay.
touch = _table(
    "touch",
    ("record", "node", "seq"),
    Column("record", Text, nullable=False),
    Column("node", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    narrow=True,
)

#: Beginnings by which a record is found.
search = _table(
    "search",
    ("kind", "token", "record"),
    _text("kind"),
    Column("token", Text, nullable=False),
    Column("record", BigInteger, nullable=False),
    narrow=True,
)

#: The order in which an office committed acts, one row per act and area.
feed = _table(
    "feed",
    ("position",),
    Column("position", BigInteger, nullable=False),
    _text("area"),
    Column("node", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_feed_area", "office", "area", "position"),
)

#: How far each journal is held here without a gap.
mark = _table(
    "mark",
    ("node",),
    Column("node", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    narrow=True,
)

#: What others said they hold of this installation's journal, newest word of each.
receipt = _table(
    "receipt",
    ("peer",),
    Column("peer", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("proof", LargeBinary, nullable=False),
)

#: The office's seals on own acts, six bytes each, as they came with a receipt: those of the act
#: ``first`` and the ones behind it.
seal = _table(
    "seal",
    ("node", "first"),
    Column("node", String(16), nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("seals", LargeBinary, nullable=False),
    narrow=True,
)

#: The installations known here, with what they last said of themselves.
node = _table(
    "node",
    ("id",),
    Column("id", String(16), nullable=False),
    Column("verify", LargeBinary, nullable=False),
    _text("recipient"),
    _text("level"),
    _text("area"),
    _text("station"),
    Column("registered", BigInteger, nullable=False),
    Column("revoked", BigInteger),
    Column("last_contact", BigInteger),
    _text("report", nullable=True),
)

#: One-time secrets handed out in enrolment files (only their hash is kept).
invitation = _table(
    "invitation",
    ("secret_hash",),
    Column("secret_hash", LargeBinary, nullable=False),
    _text("station"),
    _text("area"),
    Column("made", BigInteger, nullable=False),
    Column("used_by", String(16)),
)

#: Per area and kind: how many records, and the sum of their digests.
digest = _table(
    "digest",
    ("area", "kind"),
    _text("area"),
    _text("kind"),
    Column("records", Integer, nullable=False),
    Column("sum", LargeBinary, nullable=False),
    narrow=True,
)

#: Not replicated: unfinished work of one operator.
draft = _table(
    "draft",
    ("id",),
    Column("id", Text, nullable=False),
    _text("operator"),
    _text("kind"),
    _text("subject"),
    Column("data", Text, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Index("ix_draft_operator", "office", "operator", "kind"),
)

#: Not replicated: settings, cursors and running numbers of this installation.
setting = _table(
    "setting",
    ("key",),
    Column("key", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    narrow=True,
)

#: Not replicated: running numbers (case numbers of a day, slips of a year).
series = _table(
    "series",
    ("name",),
    Column("name", Text, nullable=False),
    Column("last", BigInteger, nullable=False),
    narrow=True,
)

#: Not replicated: the exchange ledger TZ-55 and other things that happened here (TZ-56).
diary = _table(
    "diary",
    ("id",),
    Column("id", BigInteger, nullable=False),
    _text("topic"),
    Column("time", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    Index("ix_diary_topic", "office", "topic", "time"),
)

#: Not replicated: who may log in here.
account = _table(
    "account",
    ("staff",),
    Column("staff", Text, nullable=False),
    _text("name"),
    Column("data", Text, nullable=False),
)

#: Contents of printed papers and attachments, by SHA-256.
file = _table(
    "file",
    ("sha256",),
    Column("sha256", String(64), nullable=False),
    Column("media", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("added", BigInteger, nullable=False),
)

#: The attachments whose content is not here yet. Follows from ``record`` and ``file``.
awaited = _table(
    "awaited",
    ("record",),
    Column("record", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    _text("area"),
    Index("ix_awaited_sha256", "office", "sha256"),
    Index("ix_awaited_area", "office", "area", "sha256"),
    narrow=True,
)

#: The beginnings of awaited contents, piece behind piece.
piece = _table(
    "piece",
    ("sha256", "start"),
    Column("sha256", String(64), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
