"""What comes in from a channel, whatever the channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.language import Language


class Kind(StrEnum):
    """What a citizen sent."""

    TEXT = "text"
    CHOICE = "choice"
    SECRET = "secret"  # noqa: S105  # a kind, not a secret
    """A code, or a try at one: sealed, never kept in plain."""
    UNSUPPORTED = "unsupported"
    """Voice, picture, sticker …: answered, but not understood."""


@dataclass(frozen=True, kw_only=True)
class InboundMessage:
    """One message of one person, as a channel parsed it."""

    channel: str
    account: str
    """The line it came in on: bot id, phone number id, widget."""
    external_id: str
    """The provider's id: unique with channel and account."""
    address: str
    """Where an answer goes: chat id, phone, web session."""
    kind: Kind
    text: str = ""
    shown_id: str | None = None
    """The id that the sender knows it by, where it is shown again to them."""
    choice: str | None = None
    """The id of a choice that we issued."""
    language: Language | None = None
    """What the channel knows of the person's language; their messages count for more."""
    sent_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Ignored:
    """A well-formed event that asks for nothing, and why."""

    reason: str
    external_id: str | None = None


Inbound = InboundMessage | Ignored
