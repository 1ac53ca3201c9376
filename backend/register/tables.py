"""Tables of the register: requests, what happened to them, and tries at their codes."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.database import Base, Json, UtcDateTime


class RequestRow(Base):
    """A request; `id` is the commune's own running number and never leaves this program."""

    __tablename__ = "requests"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(64), unique=True)
    our_reference: Mapped[str | None] = mapped_column(String(64), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(200))
    service: Mapped[str] = mapped_column(String(80))
    description: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(30))
    status_text: Mapped[str | None] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    legal_due: Mapped[date | None] = mapped_column(Date)
    expected: Mapped[date | None] = mapped_column(Date)
    agency: Mapped[str] = mapped_column(String(80))
    next_step: Mapped[str | None] = mapped_column(String(80))
    must_bring: Mapped[list[str]] = mapped_column(Json)
    # Its status may be shown to anybody who has the reference (a lamp, a pothole).
    public: Mapped[bool] = mapped_column(default=False)
    sample: Mapped[bool] = mapped_column(default=False)
    history: Mapped[list["HistoryRow"]] = relationship(
        order_by="HistoryRow.position", lazy="selectin", cascade="all, delete-orphan"
    )


class HistoryRow(Base):
    """One status that a request had, from oldest (0) to newest."""

    __tablename__ = "request_history"

    request_id: Mapped[int] = mapped_column(
        ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    status: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(Text)


class AttemptsRow(Base):
    """Wrong codes that one asker gave for one reference; both only as keyed digests."""

    __tablename__ = "attempts"

    reference_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    asker_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
