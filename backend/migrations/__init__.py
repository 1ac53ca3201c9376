"""How the backend's tables came to be, one file a step; the only place that makes tables."""

from alembic import command
from alembic.config import Config

from backend.database import migration_engine


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database up to a revision; does nothing where it is there already."""
    config = Config()
    config.set_main_option("script_location", "backend:migrations")
    engine = migration_engine(url)
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()
