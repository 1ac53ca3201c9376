"""The catalogue over HTTP: cards, procedures, papers, vocabulary, and what is off."""

from typing import Annotated

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel

from backend.catalogue import service
from backend.catalogue.card import Card
from backend.catalogue.live import Live, live
from backend.catalogue.papers import PaperChecked, check_paper
from backend.catalogue.words import Aspect, Topic
from backend.clock import Clock
from backend.database import Database
from backend.errors import UnknownEntry


class ProcedureListed(BaseModel):
    """A published entry with its names and the aspects that have facts."""

    id: str
    topic: Topic
    names: dict[str, list[str]]
    family: str | None
    asks_which: bool
    aspects: list[Aspect]


class ProcedureList(BaseModel):
    """All published entries."""

    procedures: list[ProcedureListed]


class VocabularyOut(BaseModel):
    """Every word in four languages, under `<kind>.<id>`; a link has its `url` beside."""

    version: str
    entries: dict[str, dict[str, str]]


def catalogue_router(database: Database, clock: Clock) -> APIRouter:
    """The routes under `/v1/catalogue`, and `/v1/live`."""
    router = APIRouter(prefix="/v1", tags=["catalogue"])

    @router.get("/catalogue/cards/{procedure}")
    async def card(procedure: str, aspect: Aspect = "overview") -> Card:
        """One aspect of one procedure."""
        async with database.read() as session:
            return await service.card(session, procedure, aspect, clock())

    @router.get("/catalogue/procedures")
    async def procedures() -> ProcedureList:
        """What a citizen can ask about."""
        async with database.read() as session:
            listed = await service.published(session, clock())
        return ProcedureList.model_validate({"procedures": listed}, from_attributes=True)

    @router.get("/catalogue/papers/{paper}")
    async def paper(paper: str, procedure: str) -> PaperChecked:
        """Whether a paper is on the list of a procedure."""
        async with database.read() as session:
            asked, life = await service.procedure_now(session, procedure, clock())
            found = await service.paper(session, paper)
            if found is None:
                raise UnknownEntry("no paper has this id")
            return check_paper(paper, found, asked, life, await service.words(session))

    @router.get("/catalogue/vocabulary", response_model=VocabularyOut, responses={304: {}})
    async def vocabulary(
        response: Response, if_none_match: Annotated[str | None, Header()] = None
    ) -> VocabularyOut | Response:
        """The words; 304 where the caller has this version already."""
        async with database.read() as session:
            found = await service.vocabulary(session)
        if unchanged := _not_modified(response, found.version, if_none_match):
            return unchanged
        return VocabularyOut(version=found.version, entries=found.entries)

    @router.get("/live", response_model=Live, responses={304: {}})
    async def what_is_live(
        response: Response, if_none_match: Annotated[str | None, Header()] = None
    ) -> Live | Response:
        """What is switched off and which notices are on; 304 where the caller knows."""
        async with database.read() as session:
            found = await live(session, clock())
        return _not_modified(response, found.version, if_none_match) or found

    return router


def _not_modified(response: Response, version: str, if_none_match: str | None) -> Response | None:
    """The 304 where the caller has this version; else the headers are set on `response`."""
    headers = {"ETag": f'"{version}"', "Cache-Control": "no-cache"}
    if _has_version(if_none_match, version):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return None


def _has_version(if_none_match: str | None, version: str) -> bool:
    """Whether the header names this version, weakly or not, or any."""
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return f'"{version}"' in tags or tags == ["*"]
