"""Bring the offices' files into the database; safe to repeat."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.imported import Changes, bring_in
from backend.offices.content import Directory
from backend.offices.tables import ContactRow, OfficeRow


async def load_directory(
    session: AsyncSession, directory: Directory, now: datetime
) -> dict[str, Changes]:
    """Write what differs, in the caller's transaction; returns what was touched, by table."""
    offices = [office.model_dump(mode="json", by_alias=True) for office in directory.offices]
    contacts = [contact.model_dump(mode="json", by_alias=True) for contact in directory.contacts]
    return {
        "offices": await bring_in(session, OfficeRow, offices, now),
        "contacts": await bring_in(session, ContactRow, contacts, now),
    }
