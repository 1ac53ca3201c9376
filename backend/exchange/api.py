"""The whole catalogue over HTTP: one file out, one file in."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel

from backend.audit.service import Change
from backend.clock import Clock, local_date
from backend.database import Database
from backend.errors import ContentError, InvalidRequest
from backend.exchange.assembly import Rows, read_workbook
from backend.exchange.bring import Report, bring
from backend.exchange.bundle import Bundle, bundle_of
from backend.exchange.workbook import write_workbook
from backend.exchange.yaml_files import read_zip, zip_of

Actor = Annotated[str, Header(alias="Jawab-Actor", min_length=1, max_length=80)]
Reason = Annotated[str | None, Query(max_length=500)]
Format = Literal["yaml", "xlsx"]

ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS: dict[Format, tuple[Callable[[Bundle], bytes], str, str]] = {
    "yaml": (zip_of, ZIP, "zip"),
    "xlsx": (write_workbook, XLSX, "xlsx"),
}
READERS: dict[str, Callable[[bytes], Bundle | Rows]] = {ZIP: read_zip, XLSX: read_workbook}
BODY = {"requestBody": {"required": True, "content": {ZIP: {}, XLSX: {}}}}


class RefusedOut(BaseModel):
    """The errors of a file of which nothing was written."""

    code: str
    message: str
    report: Report


def exchange_router(
    database: Database, clock: Clock, changed: Callable[[], Awaitable[None]]
) -> APIRouter:
    """The routes `/v1/content/export` and `/import`; `changed` is awaited after an import."""
    router = APIRouter(prefix="/v1/content", tags=["content"])

    @router.get("/export", response_class=Response)
    async def export(form: Annotated[Format, Query(alias="format")] = "yaml") -> Response:
        """Everything in the catalogue: a zip of YAML files, or a workbook."""
        writer, media_type, suffix = WRITERS[form]
        async with database.read() as session:
            bundle = await bundle_of(session)
        name = f"jawab-content-{local_date(clock()).isoformat()}.{suffix}"
        return Response(
            await asyncio.to_thread(writer, bundle),
            media_type=media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @router.post("/import", responses={422: {"model": RefusedOut}}, openapi_extra=BODY)
    async def import_(
        request: Request,
        response: Response,
        actor: Actor,
        *,
        dry_run: bool = False,
        reason: Reason = None,
    ) -> Report | RefusedOut:
        """Bring a file in, all of it or nothing; with `dry_run`, say what would change."""
        given = await asyncio.to_thread(_reader(request), await request.body())
        change = Change(actor=actor, action="import", at=clock(), reason=reason)
        async with database.write() as session:
            report = await bring(session, given, change, dry_run=dry_run)
        if report.written:
            await changed()
        if dry_run or not report.counts["error"]:
            return report
        response.status_code = ContentError.status
        message = f"{report.counts['error']} errors; nothing was written"
        return RefusedOut(code=ContentError.code, message=message, report=report)

    return router


def _reader(request: Request) -> Callable[[bytes], Bundle | Rows]:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in READERS:
        raise InvalidRequest(f"Content-Type must be one of {', '.join(READERS)}")
    return READERS[media_type]
