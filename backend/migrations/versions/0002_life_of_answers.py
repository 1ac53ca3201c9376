"""Edits of staff, parts switched off, the calendar, notices and the audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
IMPORTED = ("procedures", "offices", "contacts")


def upgrade() -> None:
    """Add columns that old code leaves empty, and tables that it does not know."""
    for table in IMPORTED:
        op.add_column(table, sa.Column("edited_at", MOMENT, nullable=True))
    op.add_column("procedures", sa.Column("off_aspects", JSON, nullable=True))
    op.add_column("wordings", sa.Column("more", JSON, nullable=True))
    op.add_column("wordings", sa.Column("digest", sa.String(64), nullable=True))
    op.add_column("wordings", sa.Column("edited_at", MOMENT, nullable=True))
    _create_calendar()
    _create_notices()
    _create_audit()


def downgrade() -> None:
    """Remove them, with what staff wrote there."""
    for table in ("audit", "notices", "calendar"):
        op.drop_table(table)
    for column in ("edited_at", "digest", "more"):
        op.drop_column("wordings", column)
    op.drop_column("procedures", "off_aspects")
    for table in IMPORTED:
        op.drop_column(table, "edited_at")


def _create_calendar() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calendar"),
        sa.CheckConstraint("state IN ('published', 'draft', 'off')", name="ck_calendar_state"),
    )


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("procedures", JSON, nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.CheckConstraint("mode IN ('before', 'instead')", name="ck_notices_mode"),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.Column("reason", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_kind_subject", "audit", ["kind", "subject"])
