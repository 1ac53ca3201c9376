"""Questions to the catalogue, answered from the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.card import Card, build_card, known_aspects
from backend.catalogue.content import (
    WORDINGS,
    NamedWording,
    PaperWording,
    Procedure,
)
from backend.catalogue.life import LifeState, life_on, review_day
from backend.catalogue.tables import ProcedureRow, WordingRow
from backend.catalogue.words import Aspect, Kind, Topic
from backend.clock import local_date
from backend.entries import State, Wording, Words
from backend.errors import UnknownProcedure
from backend.files import LANGUAGES, Language, digest
from backend.offices import service as offices
from backend.offices.desk import Desk, desk

NAMED_KINDS: tuple[Kind, ...] = ("paper", "office")


@dataclass(frozen=True)
class Listed:
    """A published entry of the catalogue, as a search index needs it."""

    id: str
    topic: Topic
    names: dict[str, list[str]]
    questions: dict[Language, list[str]]
    family: str | None
    asks_which: bool
    aspects: list[Aspect]


@dataclass(frozen=True)
class Vocabulary:
    """All words, `<kind>.<id>` to the four languages; `version` changes with any of them."""

    version: str
    entries: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Due:
    """An answer whose owner has something to do."""

    id: str
    owner: str
    state: State
    checked_on: str
    review_day: date
    review_due: bool
    expired: str | None


async def card(session: AsyncSession, procedure: str, aspect: Aspect, now: datetime) -> Card:
    """The card of one aspect at a moment (aware); raises UnknownProcedure."""
    row = await row_of(session, procedure)
    content = Procedure.model_validate(row.content)
    desk = await desk_of(session, content.office, now)
    return build_card(content, aspect, _life(row, content, now), desk)


async def desk_of(session: AsyncSession, office: str, now: datetime) -> Desk | None:
    """What is known of an office, and whether it is open; None where it is not listed."""
    found = await offices.office(session, office)
    if found is None:
        return None
    return desk(found, await offices.calendar(session), now)


async def published(session: AsyncSession, now: datetime) -> list[Listed]:
    """Every entry that is published at a moment, in the order of the files."""
    found = [(Procedure.model_validate(row.content), row) for row in await _rows(session)]
    lives = [(procedure, _life(row, procedure, now)) for procedure, row in found]
    return [_listed(procedure, life) for procedure, life in lives if life.state == "published"]


async def count_published(session: AsyncSession) -> int:
    """How many entries a citizen can ask about."""
    query = select(func.count()).where(
        ProcedureRow.state == "published", ProcedureRow.withdrawn_at.is_(None)
    )
    return (await session.execute(query)).scalar_one()


async def switched_off(session: AsyncSession) -> list[tuple[str, Aspect | None]]:
    """What is not to be shown: a procedure (None), or one aspect of it."""
    return [part for row in await _rows(session) for part in _off(row)]


async def due(session: AsyncSession, now: datetime, *, owner: str | None = None) -> list[Due]:
    """Answers that are expired or to be checked anew, by owner, the longest waiting first."""
    found = [_due(row, now) for row in await _rows(session)]
    wanted = (one for one in found if one.expired or one.review_due)
    mine = (one for one in wanted if owner is None or one.owner == owner)
    return sorted(mine, key=lambda one: (one.owner, one.review_day, one.id))


async def procedures(session: AsyncSession) -> list[tuple[Procedure, ProcedureRow]]:
    """Everything in the catalogue, whatever its state, with its row."""
    return [(Procedure.model_validate(row.content), row) for row in await _rows(session)]


async def vocabulary(session: AsyncSession) -> Vocabulary:
    """All words with the digest that names this version of them; a link brings its address."""
    rows = sorted(await session.scalars(select(WordingRow)), key=lambda row: (row.kind, row.id))
    entries = {f"{row.kind}.{row.id}": _texts(row) | _address(row) for row in rows}
    return Vocabulary(digest(entries), entries)


async def words(session: AsyncSession) -> Words:
    """The vocabulary as it is checked: every wording with what its kind has beside."""
    rows = await session.scalars(select(WordingRow).order_by(WordingRow.kind, WordingRow.id))
    return {(kind_of(row), row.id): wording_of(row) for row in rows}


async def names(session: AsyncSession, kind: Kind) -> dict[str, dict[str, list[str]]]:
    """What people call the papers or offices: id to language to names, the shown one first."""
    rows = await session.scalars(
        select(WordingRow).where(WordingRow.kind == kind).order_by(WordingRow.id)
    )
    return {row.id: _names(wording_of(row)) for row in rows}


async def paper(session: AsyncSession, name: str) -> PaperWording | None:
    """A paper by its id; None where there is none."""
    row = None if "\0" in name else await session.get(WordingRow, ("paper", name))
    found = wording_of(row) if row is not None else None
    return found if isinstance(found, PaperWording) else None


async def procedure_now(
    session: AsyncSession, name: str, now: datetime
) -> tuple[Procedure, LifeState]:
    """A procedure and how it stands; raises UnknownProcedure."""
    row = await row_of(session, name)
    content = Procedure.model_validate(row.content)
    return content, _life(row, content, now)


def wording_of(row: WordingRow) -> Wording:
    """A wording out of its row."""
    content: dict[str, Any] = {**_texts(row), **(row.more or {})}
    return WORDINGS.get(kind_of(row), Wording).model_validate(content)


def kind_of(row: WordingRow) -> Kind:
    """The kind of a row; the load wrote no other."""
    return row.kind  # type: ignore[return-value]


async def _rows(session: AsyncSession) -> list[ProcedureRow]:
    query = (
        select(ProcedureRow)
        .where(ProcedureRow.withdrawn_at.is_(None))
        .order_by(ProcedureRow.position, ProcedureRow.id)
    )
    return list(await session.scalars(query))


async def row_of(session: AsyncSession, procedure: str) -> ProcedureRow:
    """The row of a procedure that is not withdrawn; raises UnknownProcedure."""
    # PostgreSQL refuses a text with a NUL; no id has one.
    row = None if "\0" in procedure else await session.get(ProcedureRow, procedure)
    if row is None or row.withdrawn_at is not None:
        raise UnknownProcedure("no procedure has this id")
    return row


def _life(row: ProcedureRow, procedure: Procedure, now: datetime) -> LifeState:
    return life_on(procedure, row.state, row.off_aspects, local_date(now))


def _off(row: ProcedureRow) -> Iterator[tuple[str, Aspect | None]]:
    if row.state != "published":
        yield row.id, None
        return
    for aspect in row.off_aspects or ():
        yield row.id, aspect  # type: ignore[misc]  # the service wrote aspects only


def _due(row: ProcedureRow, now: datetime) -> Due:
    procedure = Procedure.model_validate(row.content)
    life = _life(row, procedure, now)
    return Due(
        id=row.id,
        owner=procedure.owner,
        state=row.state,
        checked_on=procedure.checked_on,
        review_day=review_day(procedure),
        review_due=life.review_due,
        expired=life.expired,
    )


def _texts(row: WordingRow) -> dict[str, str]:
    return dict(zip(LANGUAGES, (row.fr, row.ar, row.ary, row.ary_latn), strict=True))


def _address(row: WordingRow) -> dict[str, str]:
    url = (row.more or {}).get("url")
    return {"url": url} if url else {}


def _names(wording: Wording) -> dict[str, list[str]]:
    texts = wording.model_dump(include={"fr", "ar", "ary", "ary_latn"}, by_alias=True)
    also = wording.also if isinstance(wording, NamedWording) else {}
    return {language: [text, *also.get(language, [])] for language, text in texts.items()}  # type: ignore[call-overload]


def _listed(procedure: Procedure, life: LifeState) -> Listed:
    return Listed(
        id=procedure.id,
        topic=procedure.topic,
        names=procedure.names.model_dump(by_alias=True),
        questions=procedure.questions,
        family=procedure.family,
        asks_which=procedure.asks_which,
        aspects=[one for one in known_aspects(procedure) if life.state_of(one) == "published"],
    )
