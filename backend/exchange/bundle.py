"""Everything that is exchanged, in one piece: procedures, words, offices, contacts, calendar."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue import service
from backend.catalogue.content import Procedure
from backend.catalogue.words import KINDS
from backend.entries import Words
from backend.imported import Imported
from backend.offices.content import CalendarEntry, Contact, Directory, Office
from backend.offices.tables import CalendarRow, ContactRow, OfficeRow


@dataclass(frozen=True)
class Bundle:
    """A whole catalogue, or the part of one that is to be brought in."""

    procedures: list[Procedure]
    words: Words
    directory: Directory


async def bundle_of(session: AsyncSession) -> Bundle:
    """Everything that is not withdrawn, whatever its state; in the same order each time."""
    return Bundle(
        [procedure for procedure, _ in await service.procedures(session)],
        in_order(await service.words(session)),
        Directory(
            [Office.model_validate(one) for one in await _contents(session, OfficeRow)],
            [Contact.model_validate(one) for one in await _contents(session, ContactRow)],
            [CalendarEntry.model_validate(one) for one in await _contents(session, CalendarRow)],
        ),
    )


def in_order(words: Words) -> Words:
    """The words by kind and id, since two databases sort text differently."""
    return dict(sorted(words.items(), key=lambda pair: (KINDS.index(pair[0][0]), pair[0][1])))


async def _contents(session: AsyncSession, table: type[Imported]) -> list[dict[str, Any]]:
    query = (
        select(table.content).where(table.withdrawn_at.is_(None)).order_by(table.position, table.id)
    )
    return list(await session.scalars(query))
