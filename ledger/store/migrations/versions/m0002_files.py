"""Contents that travel: which are awaited, and what of them has come so far."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables; nothing is awaited yet, for the first format knew no attachments."""
    _awaited()
    _piece()


def _awaited() -> None:
    op.create_table(
        "awaited",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("area", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("office", "record", name="pk_awaited"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_awaited_sha256", "awaited", ["office", "sha256"])
    op.create_index("ix_awaited_area", "awaited", ["office", "area", "sha256"])


def _piece() -> None:
    op.create_table(
        "piece",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("office", "sha256", "start", name="pk_piece"),
        sqlite_with_rowid=True,
    )
