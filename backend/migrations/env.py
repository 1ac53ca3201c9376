"""Alembic's entry: runs the steps on the connection that `migrate` hands over."""

from alembic import context
from sqlalchemy import Connection, text

from backend.audit import tables as audit_tables
from backend.catalogue import tables as catalogue_tables
from backend.database import IMMEDIATE, SCHEMA, Base
from backend.notices import tables as notices_tables
from backend.offices import tables as offices_tables
from backend.register import tables as register_tables

# A name of its own: the gateway's migrations may live in the same SQLite file.
VERSION_TABLE = "backend_version"
LOCK_KEY = 7_230_811_001  # any number, but always this one
TABLES = (audit_tables, catalogue_tables, notices_tables, offices_tables, register_tables)


def run(connection: Connection) -> None:
    """Run all steps in one transaction, alone, and give up early on a lock."""
    is_sqlite = connection.dialect.name == "sqlite"
    connection = connection.execution_options(**{IMMEDIATE: True})
    with connection.begin():
        if not is_sqlite:
            _prepare_postgresql(connection)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            version_table=VERSION_TABLE,
            version_table_schema=None if is_sqlite else SCHEMA,
        )
        context.run_migrations()


def _prepare_postgresql(connection: Connection) -> None:
    """Make the schema and stay in it; a second migration at the same time waits its turn."""
    connection.execute(text("SET LOCAL lock_timeout = '10s'"))
    connection.execute(text("SET LOCAL statement_timeout = '60s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    connection.execute(text(f"SET LOCAL search_path = {SCHEMA}"))


run(context.config.attributes["connection"])
