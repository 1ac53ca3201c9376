"""Bring the catalogue's files into the database; safe to repeat."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.content import Catalogue, Words
from backend.catalogue.tables import ProcedureRow, WordingRow
from backend.imported import Changes, bring_in


async def load_catalogue(
    session: AsyncSession, catalogue: Catalogue, now: datetime
) -> dict[str, Changes]:
    """Write what differs, in the caller's transaction; returns what was touched, by table."""
    entries = [
        procedure.model_dump(mode="json", by_alias=True) for procedure in catalogue.procedures
    ]
    return {
        "procedures": await bring_in(session, ProcedureRow, entries, now),
        "vocabulary": await _bring_in_words(session, catalogue.words),
    }


async def _bring_in_words(session: AsyncSession, words: Words) -> Changes:
    rows = {(row.kind, row.id): row for row in await session.scalars(select(WordingRow))}
    counts = {"added": 0, "changed": 0, "unchanged": 0, "withdrawn": 0}
    for (kind, name), wording in words.items():
        row = rows.pop((kind, name), None)
        if row is None:
            session.add(WordingRow(kind=kind, id=name, **wording.model_dump()))
            counts["added"] += 1
        else:
            counts["changed" if _rewrite(row, wording.model_dump()) else "unchanged"] += 1
    for row in rows.values():
        await session.delete(row)
        counts["withdrawn"] += 1
    await session.flush()
    return Changes(**counts)


def _rewrite(row: WordingRow, texts: dict[str, str]) -> bool:
    """Put the texts into the row; returns whether one of them was different."""
    different = {name: text for name, text in texts.items() if getattr(row, name) != text}
    for name, text in different.items():
        setattr(row, name, text)
    return bool(different)
