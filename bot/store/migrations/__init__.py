"""How the gateway's tables came to be, one file a step; the only place that makes tables."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from bot.store.database import migration_engine


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database up to a revision; does nothing where it is there already."""
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    engine = migration_engine(url)
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()
