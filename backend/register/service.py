"""Filing and finding requests in the built-in register."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import local_date
from backend.connectors.contract import NewRequest, Status
from backend.errors import UnknownRequest, UnknownService
from backend.register.services import SERVICES_BY_ID, Service
from backend.register.tables import HistoryRow, RequestRow


def known_service(service: str) -> Service:
    """The service with this id; raises UnknownService."""
    if service not in SERVICES_BY_ID:
        raise UnknownService("no request can be made for this service")
    return SERVICES_BY_ID[service]


def legal_due(service: Service, received_at: datetime) -> date | None:
    """The last day that the law gives: the day of receipt itself does not count."""
    if service.legal_days is None:
        return None
    return local_date(received_at) + timedelta(days=service.legal_days)


def received(new: NewRequest, reference: str, secret_hash: str, now: datetime) -> RequestRow:
    """A request as it is on its first day; raises UnknownService."""
    service = known_service(new.service)
    return RequestRow(
        reference=reference,
        our_reference=new.our_reference,
        secret_hash=secret_hash,
        service=service.id,
        description=new.description,
        status="received",
        status_text=None,
        since=now,
        received_at=now,
        updated_at=now,
        legal_due=legal_due(service, now),
        expected=None,
        agency=service.agency,
        next_step=service.next_step,
        must_bring=[],
        history=[HistoryRow(position=0, status="received", at=now, note=None)],
    )


def change_status(
    row: RequestRow, status: Status, now: datetime, *, text: str | None = None
) -> None:
    """Give the request its next status, with the administration's own words for it."""
    row.history.append(HistoryRow(position=len(row.history), status=status, at=now, note=text))
    row.status = status
    row.status_text = text
    row.since = row.updated_at = now


async def by_reference(session: AsyncSession, reference: str) -> RequestRow | None:
    """The request with exactly this reference."""
    query = select(RequestRow).where(RequestRow.reference == reference)
    return (await session.scalars(query)).one_or_none()


async def existing(session: AsyncSession, reference: str) -> RequestRow:
    """The request with exactly this reference; raises UnknownRequest."""
    row = await by_reference(session, reference)
    if row is None:
        raise UnknownRequest("no request has this reference")
    return row


async def by_our_reference(session: AsyncSession, our_reference: str) -> RequestRow | None:
    """The request that a caller filed under its own reference."""
    query = select(RequestRow).where(RequestRow.our_reference == our_reference)
    return (await session.scalars(query)).one_or_none()


async def changed_since(
    session: AsyncSession, moment: datetime, limit: int
) -> Sequence[RequestRow]:
    """Requests changed at that moment or later, oldest change first."""
    query = (
        select(RequestRow)
        .where(RequestRow.updated_at >= moment)
        .order_by(RequestRow.updated_at, RequestRow.id)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def count(session: AsyncSession) -> int:
    """How many requests the register keeps."""
    return (await session.execute(select(func.count()).select_from(RequestRow))).scalar_one()
