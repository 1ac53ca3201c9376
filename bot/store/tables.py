"""The gateway's tables. Times are UTC; JSON columns hold what their step's docstring says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes, on SQLite too, which stores none of the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime, convert to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """All tables of the gateway."""

    metadata = MetaData(naming_convention=NAMING)


class Conversation(Base):
    """One person on one line of one channel."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("channel", "account", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(64))
    person: Mapped[str] = mapped_column(String(32))
    """Keyed pseudonym of the address; also the conversation's name towards Rasa."""
    address: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed: chat id, phone or web session."""
    language: Mapped[str | None] = mapped_column(String(8))
    expects: Mapped[str | None] = mapped_column(String(16))
    expects_params: Mapped[dict[str, Any] | None] = mapped_column(Json)
    notices_told: Mapped[dict[str, str] | None] = mapped_column(Json)
    """When each emergency notice was told in this talk, ISO moments by the notice's key."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    send_owner: Mapped[str | None] = mapped_column(String(64))
    send_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Inbox(Base):
    """What citizens sent, masked, each once."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "external_id"),
        Index("ix_inbox_open", "state", "not_before"),
        Index("ix_inbox_conversation_id_state", "conversation_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(64))
    external_id: Mapped[str] = mapped_column(String(128))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    choice: Mapped[str | None] = mapped_column(String(64))
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Sealed code, emptied when the message is closed."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(8))
    """waiting, then done."""
    failures: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(32))
    understanding: Mapped[dict[str, Any] | None] = mapped_column(Json)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Outbox(Base):
    """What is to be sent to citizens, written in the transaction that closes the message."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("inbox_id", "position"),
        Index("ix_outbox_open", "status", "next_at"),
        Index("ix_outbox_conversation_id_status", "conversation_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id", ondelete="CASCADE"))
    position: Mapped[int]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    reply: Mapped[dict[str, Any]] = mapped_column(Json)
    """A semantic reply; put into words at delivery, so that a changed wording is right at once."""
    language: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(20))
    failures: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    provider_id: Mapped[str | None] = mapped_column(String(128))
    error: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IssuedChoice(Base):
    """A button that we showed; a press brings back its id and nothing else."""

    __tablename__ = "issued_choice"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id", ondelete="CASCADE"))
    choice: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Grant(Base):
    """A request that a conversation has proved its right to see, and until when."""

    __tablename__ = "grant"
    __table_args__ = (UniqueConstraint("conversation_id", "reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    reference: Mapped[str] = mapped_column(String(64))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class WebEvent(Base):
    """The stream that a visitor's browser reads: both sides of the talk, in order."""

    __tablename__ = "web_event"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_web_event_session_id", "session", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(String(32))
    """Keyed pseudonym of the web session."""
    key: Mapped[str] = mapped_column(String(160))
    """What makes the event one: a send that is repeated appends nothing."""
    kind: Mapped[str] = mapped_column(String(16))
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Cursor(Base):
    """How far a polled channel has been read."""

    __tablename__ = "cursor"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
