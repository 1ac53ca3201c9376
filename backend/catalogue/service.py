"""Questions to the catalogue, answered from the database."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.card import Card, build_card, known_aspects
from backend.catalogue.content import Procedure
from backend.catalogue.tables import ProcedureRow, WordingRow
from backend.catalogue.words import Aspect, State
from backend.errors import UnknownProcedure
from backend.files import LANGUAGES, Language, digest


@dataclass(frozen=True)
class Listed:
    """A published procedure, as a search index needs it."""

    id: str
    names: dict[str, list[str]]
    questions: dict[Language, list[str]]
    family: str | None
    aspects: list[Aspect]


@dataclass(frozen=True)
class Vocabulary:
    """All words, `<kind>.<id>` to the four languages; `version` changes with any of them."""

    version: str
    entries: dict[str, dict[str, str]]


async def card(session: AsyncSession, procedure: str, aspect: Aspect) -> Card:
    """The card of one aspect; raises UnknownProcedure."""
    row = await _row(session, procedure)
    return build_card(Procedure.model_validate(row.content), aspect, row.state)


async def published(session: AsyncSession) -> list[Listed]:
    """Every published procedure in the order of the files."""
    query = (
        select(ProcedureRow.content)
        .where(ProcedureRow.state == "published", ProcedureRow.withdrawn_at.is_(None))
        .order_by(ProcedureRow.position)
    )
    contents = await session.scalars(query)
    return [_listed(Procedure.model_validate(content)) for content in contents]


async def count_published(session: AsyncSession) -> int:
    """How many procedures a citizen can ask about."""
    query = select(func.count()).where(
        ProcedureRow.state == "published", ProcedureRow.withdrawn_at.is_(None)
    )
    return (await session.execute(query)).scalar_one()


async def vocabulary(session: AsyncSession) -> Vocabulary:
    """All words with the digest that names this version of them."""
    columns = (WordingRow.fr, WordingRow.ar, WordingRow.ary, WordingRow.ary_latn)
    query = select(WordingRow.kind, WordingRow.id, *columns)
    rows = sorted(await session.execute(query), key=lambda row: (row.kind, row.id))
    entries = {
        f"{kind}.{name}": dict(zip(LANGUAGES, texts, strict=True)) for kind, name, *texts in rows
    }
    return Vocabulary(digest(entries), entries)


async def set_state(session: AsyncSession, procedure: str, state: State, now: datetime) -> None:
    """Publish a procedure, take it back to draft or switch it off; raises UnknownProcedure."""
    row = await _row(session, procedure)
    row.state = state
    row.updated_at = now
    await session.flush()


async def _row(session: AsyncSession, procedure: str) -> ProcedureRow:
    # PostgreSQL refuses a text with a NUL; no id has one.
    row = None if "\0" in procedure else await session.get(ProcedureRow, procedure)
    if row is None or row.withdrawn_at is not None:
        raise UnknownProcedure("no procedure has this id")
    return row


def _listed(procedure: Procedure) -> Listed:
    names = procedure.names.model_dump(by_alias=True)
    return Listed(
        id=procedure.id,
        names=names,
        questions=procedure.questions,
        family=procedure.family,
        aspects=known_aspects(procedure),
    )
