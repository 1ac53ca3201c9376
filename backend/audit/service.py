"""Writing the audit, in the transaction of the change itself, and reading it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.tables import AuditRow


@dataclass(frozen=True, kw_only=True)
class Change:
    """Who changes something, what they do (a verb), when (UTC) and why."""

    actor: str
    action: str
    at: datetime
    reason: str | None = None


def record(
    session: AsyncSession,
    change: Change,
    *,
    kind: str,
    subject: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Write one change down; it is stored if and only if the change is."""
    session.add(
        AuditRow(
            at=change.at,
            actor=change.actor,
            action=change.action,
            kind=kind,
            subject=subject,
            before=None if before is None else dict(before),
            after=None if after is None else dict(after),
            reason=change.reason,
        )
    )


async def changes(
    session: AsyncSession, *, kind: str | None = None, subject: str | None = None, limit: int = 50
) -> Sequence[AuditRow]:
    """The last changes, newest first."""
    query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    if kind is not None:
        query = query.where(AuditRow.kind == kind)
    if subject is not None:
        query = query.where(AuditRow.subject == subject)
    return (await session.scalars(query)).all()
