"""Bring the catalogue's files into the database; safe to repeat."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.content import Catalogue
from backend.catalogue.tables import ProcedureRow, WordingRow
from backend.entries import Wording, Words
from backend.files import digest
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
    """As `bring_in`: a wording that staff edited stays as they left it."""
    rows = {(row.kind, row.id): row for row in await session.scalars(select(WordingRow))}
    counts = {"added": 0, "changed": 0, "unchanged": 0, "withdrawn": 0, "kept": 0}
    for (kind, name), wording in words.items():
        row = rows.pop((kind, name), None)
        if row is None:
            row = WordingRow(kind=kind, id=name)
            write_wording(row, wording)
            session.add(row)
            counts["added"] += 1
        else:
            counts[_refresh(row, wording)] += 1
    for row in rows.values():
        if row.edited_at is not None:
            counts["kept"] += 1
        else:
            await session.delete(row)
            counts["withdrawn"] += 1
    await session.flush()
    return Changes(**counts)


def _refresh(row: WordingRow, wording: Wording) -> str:
    same = row.digest == digest(wording.model_dump(mode="json"))
    if row.edited_at is not None:
        return "unchanged" if same else "kept"
    if not same:
        write_wording(row, wording)
    return "unchanged" if same else "changed"


def write_wording(row: WordingRow, wording: Wording) -> None:
    """Put a wording into its row."""
    content = wording.model_dump(mode="json")
    row.fr, row.ar, row.ary, row.ary_latn = (
        content.pop(field) for field in ("fr", "ar", "ary", "ary_latn")
    )
    row.more = content or None
    row.digest = digest(wording.model_dump(mode="json"))
