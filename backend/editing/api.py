"""Procedures, words, offices, notices and the audit, as staff read and change them.

Every change needs the header `Jawab-Actor` (who) and is audited; the body's `reason` says why.
Whoever shows the editors' token vouches for the name: it is the console's, or a script's.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, StringConstraints

from backend.audit import service as audit
from backend.audit.service import Change
from backend.catalogue import edit, service
from backend.catalogue.content import Procedure
from backend.catalogue.tables import ProcedureRow
from backend.catalogue.words import Aspect, Kind
from backend.clock import Clock
from backend.database import Database
from backend.entries import State
from backend.errors import InvalidRequest, UnknownEntry
from backend.files import EntryT, checked
from backend.notices import service as notice_board
from backend.notices.content import FourTexts, Notice
from backend.offices import service as offices

Actor = Annotated[str, Header(alias="Jawab-Actor", min_length=1, max_length=80)]
Reason = Annotated[str, StringConstraints(max_length=500)]
Changed = Callable[[], Awaitable[None]]


class _In(BaseModel):
    """A body; nothing but the documented fields."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason | None = None


class StateIn(_In):
    """Publish, take back to draft, or switch off: all of it, or one aspect."""

    state: State
    aspect: Aspect | None = None


class ContentIn(_In):
    """A whole entry as it is to be."""

    content: dict[str, Any]


class ChangedOut(BaseModel):
    """Whether anything was different."""

    changed: bool


class ProcedureOut(BaseModel):
    """A procedure as staff see it."""

    id: str
    state: State
    off_aspects: list[str]
    edited_at: datetime | None
    content: dict[str, Any]


class NoticeOut(BaseModel):
    """A notice as it stands: one that was ended before it began has no time left."""

    id: str
    mode: Literal["before", "instead"]
    procedures: list[str]
    text: FourTexts
    starts_at: datetime
    ends_at: datetime


class AuditOut(BaseModel):
    """One change."""

    id: int
    at: datetime
    actor: str
    action: str
    kind: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None


def editing_router(database: Database, clock: Clock, changed: Changed) -> APIRouter:
    """The routes under `/v1/content`; `changed` is awaited after each change of what is found."""
    router = APIRouter(prefix="/v1/content", tags=["content"])
    _procedures(router, database, clock, changed)
    _words(router, database, clock, changed)
    _directory(router, database, clock)
    _notices(router, database, clock)
    _audit(router, database)
    return router


def _procedures(router: APIRouter, database: Database, clock: Clock, changed: Changed) -> None:
    @router.get("/procedures")
    async def procedures() -> list[ProcedureOut]:
        """Everything in the catalogue, whatever its state."""
        async with database.read() as session:
            found = await service.procedures(session)
        return [_procedure_out(content, row) for content, row in found]

    @router.get("/procedures/{procedure}")
    async def one(procedure: str) -> ProcedureOut:
        """One procedure."""
        async with database.read() as session:
            row = await service.row_of(session, procedure)
        return _procedure_out(Procedure.model_validate(row.content), row)

    @router.put("/procedures/{procedure}")
    async def put(procedure: str, body: ContentIn, actor: Actor) -> ChangedOut:
        """Write a procedure, new or known; every id that it names must have words."""
        entry = _entry(Procedure, body.content, procedure)
        async with database.write() as session:
            differs = await edit.put_procedure(
                session, entry, _change(actor, "edit", clock, body.reason)
            )
        await changed()
        return ChangedOut(changed=differs)

    @router.post("/procedures/{procedure}/state", status_code=204)
    async def set_state(procedure: str, body: StateIn, actor: Actor) -> None:
        """Switch an answer; the next message of any talk sees it."""
        change = _change(actor, body.state, clock, body.reason)
        async with database.write() as session:
            await edit.set_state(session, procedure, body.state, change, aspect=body.aspect)
        await changed()

    @router.get("/due")
    async def due(owner: str | None = None) -> list[service.Due]:
        """Answers that wait for their owners."""
        async with database.read() as session:
            return await service.due(session, clock(), owner=owner)


def _words(router: APIRouter, database: Database, clock: Clock, changed: Changed) -> None:
    @router.get("/words/{kind}/{name}")
    async def word(kind: str, name: str) -> dict[str, Any]:
        """A wording with what its kind has beside, and who uses it."""
        edit.wording_type(kind)
        async with database.read() as session:
            found = (await service.words(session)).get((kind, name))
            if found is None:
                raise UnknownEntry(f"{kind}.{name} is not there")
            users = await edit.users_of(session, kind, name)
        return {"content": found.model_dump(mode="json", by_alias=True), "used_by": users}

    @router.put("/words/{kind}/{name}")
    async def put_word(kind: Kind, name: str, body: ContentIn, actor: Actor) -> ChangedOut:
        """Write a wording; everything that names it says it anew, within five seconds."""
        wording = _entry(edit.wording_type(kind), body.content)
        async with database.write() as session:
            differs = await edit.put_wording(
                session, kind, name, wording, _change(actor, "edit", clock, body.reason)
            )
        await changed()
        return ChangedOut(changed=differs)


def _directory(router: APIRouter, database: Database, clock: Clock) -> None:
    @router.put("/directory/{kind}/{name}")
    async def put(kind: str, name: str, body: ContentIn, actor: Actor) -> ChangedOut:
        """Write an `office`, a `contact` or an entry of the `calendar`."""
        entry = _entry(_directory_type(kind), body.content, name)
        change = _change(actor, "edit", clock, body.reason)
        async with database.write() as session:
            differs = await offices.put(session, entry, await service.words(session), change)
        return ChangedOut(changed=differs)

    @router.delete("/directory/{kind}/{name}")
    async def withdraw(kind: str, name: str, actor: Actor) -> ChangedOut:
        """Take one off the directory."""
        _directory_type(kind)
        async with database.write() as session:
            gone = await offices.withdraw(
                session, kind, name, _change(actor, "withdraw", clock, None)
            )
        return ChangedOut(changed=gone)


def _notices(router: APIRouter, database: Database, clock: Clock) -> None:
    @router.get("/notices")
    async def notices() -> list[NoticeOut]:
        """All notices, newest first, ended ones too."""
        async with database.read() as session:
            found = await notice_board.notices(session)
        return [NoticeOut(**vars(one)) for one in found]

    @router.put("/notices/{name}", status_code=204)
    async def put_up(name: str, body: Notice, actor: Actor) -> None:
        """Put up a notice, or change it."""
        if body.id != name:
            raise InvalidRequest("the id in the body is another one")
        async with database.write() as session:
            await notice_board.put_up(
                session, body, await service.words(session), _change(actor, "put up", clock, None)
            )

    @router.post("/notices/{name}/end", status_code=204)
    async def end(name: str, actor: Actor) -> None:
        """Take a notice down now."""
        async with database.write() as session:
            await notice_board.end(session, name, _change(actor, "end", clock, None))


def _audit(router: APIRouter, database: Database) -> None:
    @router.get("/audit")
    async def changes(
        kind: str | None = None, subject: str | None = None, limit: int = 50
    ) -> list[AuditOut]:
        """The last changes, newest first."""
        async with database.read() as session:
            rows = await audit.changes(
                session, kind=kind, subject=subject, limit=min(max(limit, 1), 1000)
            )
        return [AuditOut.model_validate(row, from_attributes=True) for row in rows]


def _change(actor: str, action: str, clock: Clock, reason: str | None) -> Change:
    return Change(actor=actor, action=action, at=clock(), reason=reason)


def _directory_type(kind: str) -> type[offices.Listed]:
    if kind not in offices.KINDS:
        raise UnknownEntry(f"no such kind; known are {', '.join(offices.KINDS)}")
    return offices.KINDS[kind]


def _entry(model: type[EntryT], content: dict[str, Any], name: str | None = None) -> EntryT:
    """The content as its model; raises ContentError, also where its id is not the path's."""
    entry = checked(model, content, path="content", name=name or "entry")
    if name is not None and getattr(entry, "id", name) != name:
        raise InvalidRequest("the id in the content is another one")
    return entry


def _procedure_out(content: Procedure, row: ProcedureRow) -> ProcedureOut:
    return ProcedureOut(
        id=row.id,
        state=row.state,
        off_aspects=list(row.off_aspects or []),
        edited_at=row.edited_at,
        content=content.model_dump(mode="json", by_alias=True),
    )
