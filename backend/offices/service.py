"""Questions to the directory of offices, answered from the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import Change, record
from backend.entries import Words
from backend.files import Entry
from backend.imported import Imported, edit
from backend.offices.content import CalendarEntry, Contact, Directory, Office, check_directory
from backend.offices.tables import CalendarRow, ContactRow, OfficeRow


async def directory(session: AsyncSession) -> Directory:
    """Every published office and contact and the calendar, in the order of the files."""
    return Directory(
        [Office.model_validate(content) for content in await _published(session, OfficeRow)],
        [Contact.model_validate(content) for content in await _published(session, ContactRow)],
        [CalendarEntry.model_validate(one) for one in await _published(session, CalendarRow)],
    )


async def office(session: AsyncSession, name: str) -> Office | None:
    """One office; None where the commune does not list it."""
    row = await session.get(OfficeRow, name)
    if row is None or row.withdrawn_at is not None or row.state != "published":
        return None
    return Office.model_validate(row.content)


async def calendar(session: AsyncSession) -> list[CalendarEntry]:
    """Holidays and Ramadans."""
    return [CalendarEntry.model_validate(one) for one in await _published(session, CalendarRow)]


Listed = Office | Contact | CalendarEntry
KINDS: Mapping[str, type[Listed]] = {
    "office": Office,
    "contact": Contact,
    "calendar": CalendarEntry,
}
_ROWS: Mapping[str, type[Imported]] = {
    "office": OfficeRow,
    "contact": ContactRow,
    "calendar": CalendarRow,
}


async def put(session: AsyncSession, entry: Listed, words: Words, change: Change) -> bool:
    """Write an office, contact or day as staff changed it; False where nothing differs.

    Raises ContentError.
    """
    found = await directory(session)
    check_directory(_with(found, entry), words, "edit")
    kind = next(name for name, model in KINDS.items() if isinstance(entry, model))
    content = entry.model_dump(mode="json", by_alias=True)
    before = await edit(session, _ROWS[kind], content, change.at)
    if before == content:
        return False
    record(session, change, kind=kind, subject=entry.id, before=before, after=content)
    return True


async def withdraw(session: AsyncSession, kind: str, name: str, change: Change) -> bool:
    """Take an office, contact or day off the directory; False where it is not there."""
    row = await session.get(_ROWS[kind], name)
    if row is None or row.withdrawn_at is not None:
        return False
    row.withdrawn_at = row.edited_at = row.updated_at = change.at
    record(session, change, kind=kind, subject=name, before=row.content, after=None)
    return True


def _with(found: Directory, entry: Listed) -> Directory:
    """The directory as it would be."""

    def replaced(entries: list[Any], model: type[Entry]) -> list[Any]:
        if not isinstance(entry, model):
            return entries
        return [*(one for one in entries if one.id != entry.id), entry]

    return Directory(
        replaced(found.offices, Office),
        replaced(found.contacts, Contact),
        replaced(found.calendar, CalendarEntry),
    )


async def _published(session: AsyncSession, table: type[Imported]) -> list[dict[str, Any]]:
    query = (
        select(table.content)
        .where(table.state == "published", table.withdrawn_at.is_(None))
        .order_by(table.position)
    )
    return list(await session.scalars(query))
