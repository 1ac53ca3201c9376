"""What must be known at once wherever answers are shown: switched-off answers, and notices."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.service import switched_off
from backend.files import digest
from backend.notices.content import Notice
from backend.notices.service import notices


class SwitchedOff(BaseModel):
    """An answer that is not shown; `aspect` null for all of a procedure."""

    procedure: str
    aspect: str | None


class Live(BaseModel):
    """The present state; `version` changes with any of it."""

    version: str
    off: list[SwitchedOff]
    notices: list[Notice]


async def live(session: AsyncSession, now: datetime) -> Live:
    """What is off, and which notices are on at a moment (aware)."""
    off = [
        SwitchedOff(procedure=procedure, aspect=aspect)
        for procedure, aspect in await switched_off(session)
    ]
    shown = await notices(session, on_at=now)
    plain = [one.model_dump(mode="json") for one in (*off, *shown)]
    return Live(version=digest(plain), off=off, notices=shown)
