"""The first tables: sessions, sign-in failures, presence, drafts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "first"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "session",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("stamp", sa.String(64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("who", sa.String(160), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("sign_in_failure_who", "sign_in_failure", ["who", "at"])
    op.create_table(
        "presence",
        sa.Column("session", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("plan", sa.String(120), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("plan", sa.String(120), primary_key=True),
        sa.Column("place", sa.String(200), primary_key=True),
        sa.Column("typed", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    """What is in them may be forgotten."""
    for name in ("draft", "presence", "sign_in_failure", "session"):
        op.drop_table(name)
