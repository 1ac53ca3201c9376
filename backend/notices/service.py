"""Putting up notices, ending them, listing them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import Change, record
from backend.entries import Words
from backend.errors import UnknownNotice, UnknownProcedure
from backend.notices.content import FourTexts, Notice
from backend.notices.tables import NoticeRow


async def put_up(session: AsyncSession, notice: Notice, words: Words, change: Change) -> None:
    """Write a notice, or change the one of this id; raises UnknownProcedure."""
    for procedure in notice.procedures:
        if ("procedure", procedure) not in words:
            raise UnknownProcedure(f"no procedure has the id {procedure}")
    row = await session.get(NoticeRow, notice.id)
    before = None if row is None else _plain(_notice(row))
    if row is None:
        row = NoticeRow(id=notice.id, created_at=change.at, created_by=change.actor)
        session.add(row)
    row.mode, row.procedures = notice.mode, list(notice.procedures)
    row.text = notice.text.model_dump(by_alias=True)
    row.starts_at, row.ends_at = notice.starts_at, notice.ends_at
    await session.flush()
    record(session, change, kind="notice", subject=notice.id, before=before, after=_plain(notice))


async def end(session: AsyncSession, name: str, change: Change) -> None:
    """Take a notice down now; raises UnknownNotice. Harmless where it has ended."""
    row = await session.get(NoticeRow, name)
    if row is None:
        raise UnknownNotice("no notice has this id")
    if row.ends_at <= change.at:
        return
    before = _plain(_notice(row))
    row.ends_at = change.at
    row.starts_at = min(row.starts_at, change.at)
    after = _plain(_notice(row))
    record(session, change, kind="notice", subject=name, before=before, after=after)


async def notices(session: AsyncSession, *, on_at: datetime | None = None) -> list[Notice]:
    """All notices, newest first; with `on_at` those that are shown at that moment."""
    rows: Iterable[NoticeRow] = await session.scalars(
        select(NoticeRow).order_by(NoticeRow.starts_at.desc(), NoticeRow.id)
    )
    if on_at is not None:
        rows = (row for row in rows if row.starts_at <= on_at < row.ends_at)
    return [_notice(row) for row in rows]


def _notice(row: NoticeRow) -> Notice:
    # Not validated anew: an ended one may have no time left.
    return Notice.model_construct(
        id=row.id,
        mode=row.mode,  # type: ignore[arg-type]  # the table lets in these two only
        procedures=list(row.procedures),
        text=FourTexts.model_validate(row.text),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )


def _plain(notice: Notice) -> dict[str, Any]:
    return notice.model_dump(mode="json", by_alias=True)
