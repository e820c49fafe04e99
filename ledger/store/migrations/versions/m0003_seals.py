"""The office's seals on own acts, which came with the receipts for them; and at the office every
act that was let in for one of another name, where it kept the last of them."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; of acts that were confirmed before, there is no seal. Of each name that was
    kept, make a list."""
    op.create_table(
        "seal",
        sa.Column("office", sa.SmallInteger, nullable=False),
        sa.Column("node", sa.String(16), nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("seals", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("office", "node", "first", name="pk_seal"),
        sqlite_with_rowid=False,
    )
    _list_names()


def _list_names() -> None:
    setting = sa.table(
        "setting",
        sa.column("office", sa.SmallInteger),
        sa.column("key", sa.Text),
        sa.column("value", sa.LargeBinary),
    )
    connection = op.get_bind()
    kept = sa.select(setting).where(setting.c.key.startswith("stood_for.", autoescape=True))
    for office, key, value in connection.execute(kept).all():
        names = {seq: [name] for seq, name in msgspec.msgpack.decode(value).items()}
        this = sa.and_(setting.c.office == office, setting.c.key == key)
        connection.execute(
            sa.update(setting).where(this).values(value=msgspec.msgpack.encode(names))
        )
