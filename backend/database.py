"""The connection: SQLite in one file or PostgreSQL in a schema. All that differs stands here."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase

SCHEMA = "backend"
IMMEDIATE = "jawab_immediate"
STATEMENT_TIMEOUT_MILLISECONDS = 10_000
BUSY_TIMEOUT_MILLISECONDS = 10_000

Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes, on SQLite too, which stores no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; raises ValueError for a naive datetime."""
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of the backend; on PostgreSQL they live in the schema `backend`."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """Hands out sessions: `read` for looking, `write` for one transaction."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        """Prepare an engine; nothing is connected yet."""
        self.engine = _async_engine(make_url(url), pool_size)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite has one writer at a time: waiting here is fair, its own busy wait is not.
        self._turn: AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if self.is_sqlite else nullcontext()
        )

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that is rolled back at the end."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open a session that commits at the end, or rolls back on an exception."""
        async with self._turn, AsyncSession(self.engine, expire_on_commit=False) as session:
            # A reader that turns writer in SQLite fails at once instead of waiting.
            await session.connection(execution_options={IMMEDIATE: True})
            yield session
            await session.commit()

    def insert(self, table: type[DeclarativeBase]) -> PostgresqlInsert | SqliteInsert:
        """An insert that knows `on_conflict_do_update`, which both engines write alike."""
        return sqlite_insert(table) if self.is_sqlite else postgresql_insert(table)

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def migration_engine(url: str) -> Engine:
    """A blocking engine for Alembic, with the same manners as the asynchronous one."""
    parsed = make_url(url)
    make_folder(url)
    if not _is_sqlite(parsed):
        return create_engine(_postgresql(parsed), hide_parameters=True)
    engine = create_engine(parsed.set(drivername="sqlite"), hide_parameters=True)
    _listen(engine)
    return engine


def _async_engine(url: URL, pool_size: int) -> AsyncEngine:
    if not _is_sqlite(url):
        options = f"-csearch_path={SCHEMA} -cstatement_timeout={STATEMENT_TIMEOUT_MILLISECONDS}"
        return create_async_engine(
            _postgresql(url),
            pool_size=pool_size,
            pool_pre_ping=True,
            hide_parameters=True,  # parameters are people's data, errors are logged
            connect_args={"options": options},
        )
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"), pool_size=pool_size, hide_parameters=True
    )
    _listen(engine.sync_engine)
    return engine


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _postgresql(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg")


def make_folder(url: str) -> None:
    """Make the folder that an SQLite file is to lie in; nothing for other engines."""
    parsed = make_url(url)
    if _is_sqlite(parsed) and parsed.database:
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _listen(engine: Engine) -> None:
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin too late; `_begin_sqlite` does
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL may lose the last commits at a power cut
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
