"""The connection: SQLite in one file or PostgreSQL in a schema. All that differs stands here."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.schema import CreateSchema

SCHEMA = "bot"
IMMEDIATE = "jawab_immediate"
STATEMENT_TIMEOUT_MILLISECONDS = 10_000


class Database:
    """Hands out sessions: `read` for looking, `write` for one transaction."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        """Prepare an engine; nothing is connected yet."""
        self.engine = _async_engine(make_url(url), pool_size)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # One writer at a time anyway: queueing here is fair, SQLite's busy wait is not.
        self._writer: AbstractAsyncContextManager[Any] = (
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
        async with self._writer, AsyncSession(self.engine, expire_on_commit=False) as session:
            # A read that later wants to write would fail at once in SQLite, not wait.
            await session.connection(execution_options={IMMEDIATE: True})
            yield session
            await session.commit()

    def insert(
        self, table: type[DeclarativeBase], **values: object
    ) -> SqliteInsert | PostgresqlInsert:
        """Build an insert that does nothing where a unique key stands already."""
        if self.is_sqlite:
            return sqlite_insert(table).values(**values).on_conflict_do_nothing()
        return postgresql_insert(table).values(**values).on_conflict_do_nothing()

    async def serialise(self, session: AsyncSession, key: str) -> None:
        """Let only one transaction at a time write under a key, until it ends.

        PostgreSQL gives ids out before the commit: without this, a reader that goes by ids could
        pass over one that commits late. SQLite has one writer anyway.
        """
        if not self.is_sqlite:
            await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))

    async def check(self) -> None:
        """Write and take back; raises SQLAlchemy's errors where database or tables are away."""
        async with self.write() as session:
            await session.execute(text("select 1 from inbox limit 1"))
            await session.execute(text("create temporary table if not exists readiness (n int)"))
            await session.execute(text("insert into readiness values (1)"))
            await session.execute(text("delete from readiness"))

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def migration_engine(url: str) -> Engine:
    """Make a blocking engine for Alembic, with the same manners as the asynchronous one."""
    parsed = make_url(url)
    if not _is_sqlite(parsed):
        return create_engine(_postgresql(parsed), hide_parameters=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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
            hide_parameters=True,  # parameters are people's messages, and errors are logged
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


def _listen(engine: Engine) -> None:
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin too late; `_begin_sqlite` does
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL may lose the last commits at a power cut
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def ensure_schema(url: str, name: str) -> None:
    """Make a schema for another program where the server has schemas; else do nothing."""
    if _is_sqlite(make_url(url)):
        return
    engine = create_engine(_postgresql(make_url(url)), hide_parameters=True)
    try:
        with engine.begin() as connection:
            connection.execute(CreateSchema(name, if_not_exists=True))
    finally:
        engine.dispose()
