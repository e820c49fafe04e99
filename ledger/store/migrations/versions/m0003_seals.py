"""The office's seals on own acts, which came with the receipts for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; of acts that were confirmed before, there is no seal."""
    op.create_table(
        "seal",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("node", sa.String(16), nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("seals", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("office", "node", "first", name="pk_seal"),
        sqlite_with_rowid=False,
    )
