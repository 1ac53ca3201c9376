"""The web channel's stream: what a visitor's browser reads, kept for its reloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.clock import Clock
from bot.store.database import Database
from bot.store.tables import WebEvent


@dataclass(frozen=True)
class StreamEvent:
    """One event: its place in the stream, its kind and what it says."""

    id: int
    kind: str
    data: Mapping[str, Any]


class WebStreamStore:
    """Appends and reads events of web sessions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep the database and the clock."""
        self._database = database
        self._clock = clock

    async def append(self, session_name: str, key: str, kind: str, data: Mapping[str, Any]) -> None:
        """Append an event; the same key again appends nothing."""
        async with self._database.write() as session:
            await self._database.serialise(session, session_name)
            await session.execute(
                self._database.insert(
                    WebEvent,
                    session=session_name,
                    key=key,
                    kind=kind,
                    data=dict(data),
                    created_at=self._clock(),
                )
            )

    async def after(
        self, session_name: str, last_id: int, limit: int = 200
    ) -> Sequence[StreamEvent]:
        """Read what comes behind an event, oldest first."""
        query = (
            select(WebEvent)
            .where(WebEvent.session == session_name, WebEvent.id > last_id)
            .order_by(WebEvent.id)
            .limit(limit)
        )
        async with self._database.read() as session:
            rows = await session.scalars(query)
            return [StreamEvent(row.id, row.kind, row.data) for row in rows]
