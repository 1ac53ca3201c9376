"""Offices and contacts over HTTP."""

from fastapi import APIRouter
from pydantic import BaseModel

from backend.database import Database
from backend.offices import service
from backend.offices.content import Contact, Office


class DirectoryOut(BaseModel):
    """Where to go and whom to phone."""

    offices: list[Office]
    contacts: list[Contact]


def offices_router(database: Database) -> APIRouter:
    """The route `/v1/offices`."""
    router = APIRouter(prefix="/v1", tags=["offices"])

    @router.get("/offices")
    async def offices() -> DirectoryOut:
        """Every published office and contact."""
        async with database.read() as session:
            found = await service.directory(session)
        return DirectoryOut(offices=found.offices, contacts=found.contacts)

    return router
