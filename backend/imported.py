"""Rows that come from content files: brought in by digest, kept as staff left them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import CheckConstraint, Integer, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from backend.database import Base, Json, UtcDateTime
from backend.entries import State
from backend.files import digest


class Imported(Base):
    """Columns of a row whose content stands in a file and whose state staff decide."""

    __abstract__ = True

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        """A state is one of three words."""
        return (CheckConstraint("state IN ('published', 'draft', 'off')", name="state"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(String(16), default="published")
    # Set where the entry has left the files; the row stays, so that its state is not forgotten.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Set where staff changed the content: a file that changes later does not undo their work.
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


Row = TypeVar("Row", bound=Imported)


@dataclass(frozen=True)
class Changes:
    """How many rows an import touched; `kept` differ from the files, since staff edited them."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    kept: int = 0


async def bring_in(
    session: AsyncSession,
    table: type[Row],
    entries: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Changes:
    """Make the table hold these entries; nothing happens the second time.

    A row is written anew only where its *file* changed and staff did not edit it; what they
    switched off stays off.
    """
    rows = {row.id: row for row in await session.scalars(select(table))}
    counts = {"added": 0, "changed": 0, "withdrawn": 0, "unchanged": 0, "kept": 0}
    for position, entry in enumerate(entries):
        row = rows.pop(entry["id"], None)
        if row is None:
            session.add(_new_row(table, entry, position, now))
            counts["added"] += 1
        else:
            counts[_refresh(row, entry, position, now)] += 1
    for row in rows.values():
        if row.edited_at is not None:
            counts["kept"] += 1
        elif row.withdrawn_at is None:
            row.withdrawn_at = row.updated_at = now
            counts["withdrawn"] += 1
    await session.flush()
    return Changes(**counts)


def _new_row(table: type[Row], entry: Mapping[str, Any], position: int, now: datetime) -> Row:
    return table(
        id=entry["id"],
        position=position,
        content=dict(entry),
        digest=digest(entry),
        updated_at=now,
    )


def _refresh(row: Imported, entry: Mapping[str, Any], position: int, now: datetime) -> str:
    """Bring one row up to date; returns whether it `changed`, stayed `unchanged` or was `kept`."""
    row.position = position
    if row.edited_at is not None:
        return "unchanged" if digest(row.content) == digest(entry) else "kept"
    if row.digest == digest(entry) and row.withdrawn_at is None:
        return "unchanged"
    if row.digest != digest(entry):
        row.content = dict(entry)
        row.digest = digest(entry)
    row.withdrawn_at = None
    row.updated_at = now
    return "changed"


async def edit(
    session: AsyncSession, table: type[Row], entry: Mapping[str, Any], now: datetime
) -> dict[str, Any] | None:
    """Write what staff changed; returns what was there before, None for a new row."""
    row = await session.get(table, entry["id"])
    if row is None:
        position = (await session.execute(select(func.max(table.position)))).scalar() or 0
        row = _new_row(table, entry, position + 1, now)
        row.edited_at = now
        session.add(row)
        await session.flush()
        return None
    before = row.content if row.withdrawn_at is None else None
    if before == entry:  # not an edit: the file still decides
        return before
    row.content, row.edited_at, row.updated_at, row.withdrawn_at = dict(entry), now, now, None
    await session.flush()
    return before
