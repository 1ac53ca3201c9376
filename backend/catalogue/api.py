"""The catalogue over HTTP: cards, procedures, vocabulary."""

from typing import Annotated

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel

from backend.catalogue import service
from backend.catalogue.card import Card
from backend.catalogue.words import Aspect
from backend.database import Database


class ProcedureListed(BaseModel):
    """A published procedure with its names and the aspects that have facts."""

    id: str
    names: dict[str, list[str]]
    family: str | None
    aspects: list[Aspect]


class ProcedureList(BaseModel):
    """All published procedures."""

    procedures: list[ProcedureListed]


class VocabularyOut(BaseModel):
    """Every word in four languages, under `<kind>.<id>`."""

    version: str
    entries: dict[str, dict[str, str]]


def catalogue_router(database: Database) -> APIRouter:
    """The routes under `/v1/catalogue`."""
    router = APIRouter(prefix="/v1/catalogue", tags=["catalogue"])

    @router.get("/cards/{procedure}")
    async def card(procedure: str, aspect: Aspect = "overview") -> Card:
        """One aspect of one procedure."""
        async with database.read() as session:
            return await service.card(session, procedure, aspect)

    @router.get("/procedures")
    async def procedures() -> ProcedureList:
        """What a citizen can ask about."""
        async with database.read() as session:
            listed = await service.published(session)
        return ProcedureList.model_validate({"procedures": listed}, from_attributes=True)

    @router.get("/vocabulary", response_model=VocabularyOut, responses={304: {}})
    async def vocabulary(
        response: Response, if_none_match: Annotated[str | None, Header()] = None
    ) -> VocabularyOut | Response:
        """The words; 304 where the caller has this version already."""
        async with database.read() as session:
            found = await service.vocabulary(session)
        headers = {"ETag": f'"{found.version}"', "Cache-Control": "no-cache"}
        if _has_version(if_none_match, found.version):
            return Response(status_code=304, headers=headers)
        response.headers.update(headers)
        return VocabularyOut(version=found.version, entries=found.entries)

    return router


def _has_version(if_none_match: str | None, version: str) -> bool:
    """Whether the header names this version, weakly or not, or any."""
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return f'"{version}"' in tags or tags == ["*"]
