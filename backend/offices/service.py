"""Questions to the directory of offices, answered from the database."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.offices.content import Contact, Directory, Office
from backend.offices.tables import ContactRow, OfficeRow


async def directory(session: AsyncSession) -> Directory:
    """Every published office and contact, in the order of the files."""
    offices = await _published(session, OfficeRow)
    contacts = await _published(session, ContactRow)
    return Directory(
        [Office.model_validate(content) for content in offices],
        [Contact.model_validate(content) for content in contacts],
    )


async def _published(
    session: AsyncSession, table: type[OfficeRow] | type[ContactRow]
) -> list[dict[str, Any]]:
    query = (
        select(table.content)
        .where(table.state == "published", table.withdrawn_at.is_(None))
        .order_by(table.position)
    )
    return list(await session.scalars(query))
