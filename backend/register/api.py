"""Requests over HTTP; what stands behind them is any connector."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from backend.connectors.contract import (
    CanonicalRequest,
    Connector,
    Created,
    NewRequest,
    Page,
    ServiceOffered,
)
from backend.errors import InvalidRequest, UnknownRequest

# Long enough for whatever people type, so that no form of it is refused differently.
Typed = Annotated[str, StringConstraints(max_length=1000)]
Reference = Annotated[str, Path(max_length=200)]
OurReference = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class VerifyIn(BaseModel):
    """A code for a reference; `asker` names the conversation, not the person."""

    model_config = ConfigDict(extra="forbid")

    reference: Typed
    secret: Typed
    asker: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class VerifyOut(BaseModel):
    """The whole answer: no reason is ever given."""

    verified: bool


class CreateIn(BaseModel):
    """What is asked for; `our_reference` makes a repeated call harmless."""

    model_config = ConfigDict(extra="forbid")

    service: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    our_reference: OurReference | None = None
    description: Annotated[str, StringConstraints(max_length=4000)] | None = None


class CreatedOut(CanonicalRequest):
    """A request just filed; `secret` is shown this once, null where it was filed before."""

    secret: str | None


class RequestList(BaseModel):
    """Requests; `next_since` is where to go on, null at the end."""

    requests: list[CanonicalRequest]
    next_since: datetime | None = None


def requests_router(connector: Connector) -> APIRouter:
    """The routes `/v1/services` and `/v1/requests`."""
    router = APIRouter(prefix="/v1", tags=["requests"])

    @router.get("/services")
    async def services() -> list[ServiceOffered]:
        """The services that requests are made for."""
        return list(await connector.services())

    @router.post("/requests/verify")
    async def verify(body: VerifyIn) -> VerifyOut:
        """Whether a code opens a request."""
        verified = await connector.verify(body.reference, body.secret, body.asker)
        return VerifyOut(verified=verified)

    @router.post("/requests", status_code=201, responses={200: {"model": CreatedOut}})
    async def create(body: CreateIn, response: Response) -> CreatedOut:
        """File a request: 201 with its code, 200 without where it was filed before."""
        created = await connector.create(NewRequest(**body.model_dump()))
        if created.secret is None:
            response.status_code = 200
        return _created_out(created)

    @router.get("/requests")
    async def find(
        our_reference: OurReference | None = None, updated_since: AwareDatetime | None = None
    ) -> RequestList:
        """Requests by the caller's own reference, or those changed since a moment."""
        page = await _find(connector, our_reference, updated_since)
        return RequestList(requests=list(page.requests), next_since=page.next_since)

    # The administration's own references hold slashes: 318/2026.
    @router.get("/requests/{reference:path}")
    async def get(reference: Reference) -> CanonicalRequest:
        """One request."""
        found = await connector.get(reference)
        if found is None:
            raise UnknownRequest("no request has this reference")
        return found

    return router


async def _find(
    connector: Connector, our_reference: str | None, updated_since: datetime | None
) -> Page:
    if our_reference is not None and updated_since is None:
        return Page(await connector.find_by_our_reference(our_reference), None)
    if updated_since is not None and our_reference is None:
        return await connector.updated_since(updated_since)
    raise InvalidRequest("give either our_reference or updated_since")


def _created_out(created: Created) -> CreatedOut:
    return CreatedOut(**created.request.model_dump(), secret=created.secret)
