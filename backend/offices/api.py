"""Offices, contacts and the calendar over HTTP."""

from fastapi import APIRouter
from pydantic import BaseModel

from backend.clock import Clock
from backend.database import Database
from backend.offices import service
from backend.offices.content import CalendarEntry, Contact
from backend.offices.desk import Desk, desk


class OfficeOut(Desk):
    """An office as it is now; `id` is the same as `office`."""

    id: str
    kind: str


class DirectoryOut(BaseModel):
    """Where to go and whom to phone; the days that are not like others."""

    offices: list[OfficeOut]
    contacts: list[Contact]
    calendar: list[CalendarEntry]


def offices_router(database: Database, clock: Clock) -> APIRouter:
    """The route `/v1/offices`."""
    router = APIRouter(prefix="/v1", tags=["offices"])

    @router.get("/offices")
    async def offices() -> DirectoryOut:
        """Every published office and contact."""
        async with database.read() as session:
            found = await service.directory(session)
        now = clock()
        return DirectoryOut(
            offices=[
                OfficeOut(id=one.id, kind=one.kind, **dict(desk(one, found.calendar, now)))
                for one in found.offices
            ],
            contacts=found.contacts,
            calendar=found.calendar,
        )

    return router
