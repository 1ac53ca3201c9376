"""What a channel is. Parsing and rendering are pure; only `send` and `typing` reach out.

SendError
├── ConnectionFailed    nothing was sent: try again
├── Throttled           try again after the wait that the provider names
├── OutcomeUnknown      it may have been sent: not repeated
├── Rejected            the provider will never take it
└── ContactStopped      the person blocked us or is gone
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Protocol

from bot.domain.message import Inbound
from bot.domain.reply import Rendered

Payload = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a channel can show, and what a repeated send does."""

    text_max_chars: int
    choices_max: int
    choice_title_max_chars: int
    repeats_safely: bool
    """A send with the same key twice shows one message: it may be repeated after a crash."""
    shows_own_messages: bool
    """Needs the citizen's own messages back, as a page does after a reload."""


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message to send."""

    address: str
    key: str
    """The same for every try of the same message."""
    payload: Payload


class SendError(Exception):
    """A send that failed; `code` is stable and is shown to staff."""

    code: ClassVar[str] = "send_failed"


class ConnectionFailed(SendError):
    """Nothing was sent."""

    code = "connection_failed"


class Throttled(SendError):
    """Too many messages; `retry_after` says how long to wait."""

    code = "throttled"

    def __init__(self, retry_after: timedelta) -> None:
        """Keep the wait."""
        super().__init__(f"retry after {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after


class OutcomeUnknown(SendError):
    """The answer to a send was lost."""

    code = "outcome_unknown"


class Rejected(SendError):
    """The provider refuses this message for good."""

    code = "rejected"


class ContactStopped(SendError):
    """The person does not want or cannot get messages any more."""

    code = "contact_stopped"


class Channel(Protocol):
    """A way to talk with citizens."""

    @property
    def name(self) -> str:
        """Stable name; also the first part of a person's pseudonym."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can show."""

    def parse(self, body: Mapping[str, Any]) -> Sequence[Inbound]:
        """Read what came in; lenient, pure. Raises ValueError where nothing can be read."""

    def render(self, rendered: Rendered, in_reply_to: str) -> Payload:
        """Fit words to the channel; pure."""

    async def send(self, outgoing: Outgoing) -> str | None:
        """Send; gives the provider's id. Raises SendError."""

    async def typing(self, address: str) -> None:
        """Show that an answer is being worked on; never raises."""

    async def aclose(self) -> None:
        """Close connections."""
