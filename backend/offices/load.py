"""Bring the offices' files into the database; safe to repeat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.files import Entry
from backend.imported import Changes, bring_in
from backend.offices.content import Directory
from backend.offices.tables import CalendarRow, ContactRow, OfficeRow


async def load_directory(
    session: AsyncSession, directory: Directory, now: datetime
) -> dict[str, Changes]:
    """Write what differs, in the caller's transaction; returns what was touched, by table."""
    return {
        "offices": await bring_in(session, OfficeRow, _plain(directory.offices), now),
        "contacts": await bring_in(session, ContactRow, _plain(directory.contacts), now),
        "calendar": await bring_in(session, CalendarRow, _plain(directory.calendar), now),
    }


def _plain(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [entry.model_dump(mode="json", by_alias=True) for entry in entries]
