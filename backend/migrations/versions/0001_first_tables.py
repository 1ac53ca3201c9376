"""The first tables: catalogue, offices, register."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables."""
    for table in ("procedures", "offices", "contacts"):
        _create_imported(table)
    _create_wordings()
    _create_requests()
    _create_history()
    _create_attempts()


def downgrade() -> None:
    """Remove all tables, with everything in them."""
    for table in ("attempts", "request_history", "requests", "wordings"):
        op.drop_table(table)
    for table in ("contacts", "offices", "procedures"):
        op.drop_table(table)


def _create_imported(table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.CheckConstraint("state IN ('published', 'draft', 'off')", name=f"ck_{table}_state"),
    )


def _create_wordings() -> None:
    op.create_table(
        "wordings",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("fr", sa.Text, nullable=False),
        sa.Column("ar", sa.Text, nullable=False),
        sa.Column("ary", sa.Text, nullable=False),
        sa.Column("ary_latn", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name="pk_wordings"),
    )


def _create_requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("our_reference", sa.String(64), nullable=True),
        sa.Column("secret_hash", sa.String(200), nullable=False),
        sa.Column("service", sa.String(80), nullable=False),
        sa.Column("description", sa.Text, nullable=True),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("status_text", sa.Text, nullable=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("legal_due", sa.Date, nullable=True),
        sa.Column("expected", sa.Date, nullable=True),
        sa.Column("agency", sa.String(80), nullable=False),
        sa.Column("next_step", sa.String(80), nullable=True),
        sa.Column("must_bring", JSON, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("sample", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sa.UniqueConstraint("reference", name="uq_requests_reference"),
        sa.UniqueConstraint("our_reference", name="uq_requests_our_reference"),
    )
    op.create_index("ix_requests_updated_at", "requests", ["updated_at"])


def _create_history() -> None:
    op.create_table(
        "request_history",
        sa.Column("request_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("note", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("request_id", "position", name="pk_request_history"),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["requests.id"],
            name="fk_request_history_request_id",
            ondelete="CASCADE",
        ),
    )


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("reference_key", sa.String(64), nullable=False),
        sa.Column("asker_key", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("reference_key", "asker_key", name="pk_attempts"),
    )
    op.create_index("ix_attempts_last_at", "attempts", ["last_at"])
