"""The first format."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first format."""
    _account()
    _act()
    _diary()
    _digest()
    _draft()
    _feed()
    _file()
    _invitation()
    _mark()
    _node()
    _receipt()
    _record()
    _search()
    _series()
    _setting()
    _touch()


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("staff", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.Column("data", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("office", "staff", name="pk_account"),
        sqlite_with_rowid=True,
    )


def _act() -> None:
    op.create_table(
        "act",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("node", sa.String(16), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("time", sa.BigInteger, nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=True),
        sa.Column("arrived", sa.BigInteger, nullable=False),
        sa.Column("refused", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("office", "node", "seq", name="pk_act"),
        sqlite_with_rowid=True,
    )
    op.create_index(
        "ix_act_refused",
        "act",
        ["office", "node", "seq"],
        sqlite_where=sa.text("refused IS NOT NULL"),
    )


def _diary() -> None:
    op.create_table(
        "diary",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("id", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.Text, nullable=False, server_default=""),
        sa.Column("time", sa.BigInteger, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("office", "id", name="pk_diary"),
        sqlite_with_rowid=True,
    )
    op.create_index("ix_diary_topic", "diary", ["office", "topic", "time"])


def _digest() -> None:
    op.create_table(
        "digest",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("area", sa.Text, nullable=False, server_default=""),
        sa.Column("kind", sa.Text, nullable=False, server_default=""),
        sa.Column("records", sa.Integer, nullable=False),
        sa.Column("sum", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("office", "area", "kind", name="pk_digest"),
        sqlite_with_rowid=False,
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("operator", sa.Text, nullable=False, server_default=""),
        sa.Column("kind", sa.Text, nullable=False, server_default=""),
        sa.Column("subject", sa.Text, nullable=False, server_default=""),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("updated", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("office", "id", name="pk_draft"),
        sqlite_with_rowid=True,
    )
    op.create_index("ix_draft_operator", "draft", ["office", "operator", "kind"])


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("area", sa.Text, nullable=False, server_default=""),
        sa.Column("node", sa.String(16), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("office", "position", name="pk_feed"),
        sqlite_with_rowid=True,
    )
    op.create_index("ix_feed_area", "feed", ["office", "area", "position"])


def _file() -> None:
    op.create_table(
        "file",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.Column("added", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("office", "sha256", name="pk_file"),
        sqlite_with_rowid=True,
    )


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary, nullable=False),
        sa.Column("station", sa.Text, nullable=False, server_default=""),
        sa.Column("area", sa.Text, nullable=False, server_default=""),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("used_by", sa.String(16), nullable=True),
        sa.PrimaryKeyConstraint("office", "secret_hash", name="pk_invitation"),
        sqlite_with_rowid=True,
    )


def _mark() -> None:
    op.create_table(
        "mark",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("node", sa.String(16), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("office", "node", name="pk_mark"),
        sqlite_with_rowid=False,
    )


def _node() -> None:
    op.create_table(
        "node",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("verify", sa.LargeBinary, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False, server_default=""),
        sa.Column("level", sa.Text, nullable=False, server_default=""),
        sa.Column("area", sa.Text, nullable=False, server_default=""),
        sa.Column("station", sa.Text, nullable=False, server_default=""),
        sa.Column("registered", sa.BigInteger, nullable=False),
        sa.Column("revoked", sa.BigInteger, nullable=True),
        sa.Column("last_contact", sa.BigInteger, nullable=True),
        sa.Column("report", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("office", "id", name="pk_node"),
        sqlite_with_rowid=True,
    )


def _receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("peer", sa.String(16), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("proof", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("office", "peer", name="pk_receipt"),
        sqlite_with_rowid=True,
    )


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False, server_default=""),
        sa.Column("area", sa.Text, nullable=False, server_default=""),
        sa.Column("owner", sa.Text, nullable=False, server_default=""),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("conflicts", sa.Text, nullable=False, server_default=""),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("time", sa.BigInteger, nullable=False),
        sa.Column("own_seq", sa.BigInteger, nullable=False, server_default="0"),
        *(sa.Column(f"key{number}", sa.Text, nullable=True) for number in range(10)),
        sa.PrimaryKeyConstraint("office", "id", name="pk_record"),
        sqlite_with_rowid=True,
    )
    op.create_index(
        "ix_record_conflicts",
        "record",
        ["office", "kind"],
        sqlite_where=sa.text("conflicts <> ''"),
    )
    op.create_index("ix_record_kind_area", "record", ["office", "kind", "area"])
    op.create_index("ix_record_number", "record", ["office", "number"], unique=True)
    op.create_index(
        "ix_record_owner",
        "record",
        ["office", "owner", "kind"],
        sqlite_where=sa.text("owner <> ''"),
    )


def _search() -> None:
    op.create_table(
        "search",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False, server_default=""),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("record", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("office", "kind", "token", "record", name="pk_search"),
        sqlite_with_rowid=False,
    )


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("office", "name", name="pk_series"),
        sqlite_with_rowid=False,
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("office", "key", name="pk_setting"),
        sqlite_with_rowid=False,
    )


def _touch() -> None:
    op.create_table(
        "touch",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("node", sa.String(16), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("office", "record", "node", "seq", name="pk_touch"),
        sqlite_with_rowid=False,
    )
