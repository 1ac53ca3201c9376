"""What each talk was told of emergency notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column that old code leaves empty."""
    json = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("conversation", sa.Column("notices_told", json, nullable=True))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("conversation", "notices_told")
