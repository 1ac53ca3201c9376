"""How far polled channels have been read."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.store.database import Database
from bot.store.tables import Cursor


class CursorStore:
    """Reads and moves positions."""

    def __init__(self, database: Database) -> None:
        """Keep the database."""
        self._database = database

    async def position(self, name: str) -> int | None:
        """Give a position; None where nothing was read yet."""
        async with self._database.read() as session:
            return await session.scalar(select(Cursor.position).where(Cursor.name == name))

    async def move(self, name: str, position: int) -> None:
        """Write a position down."""
        async with self._database.write() as session:
            await session.execute(self._database.insert(Cursor, name=name, position=position))
            await session.execute(
                update(Cursor).where(Cursor.name == name).values(position=position)
            )
