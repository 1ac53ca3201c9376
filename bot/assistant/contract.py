"""What an assistant is: a message in, semantic replies and an understanding out.

AssistantError
├── AssistantAway       not reachable: try again, for minutes
├── AssistantTimeout    no answer in time
└── AssistantFailed     answered that it could not
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.language import Language
from bot.domain.reply import Choice, Reply


class AssistantError(Exception):
    """A turn that came to nothing."""


class AssistantAway(AssistantError):
    """Nobody answers there."""


class AssistantTimeout(AssistantError):
    """It took too long."""


class AssistantFailed(AssistantError):
    """It answered with an error."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One turn of a conversation."""

    conversation: str
    message: str
    text: str | None
    choice: Choice | None
    language: Language | None
    grants: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a turn came to."""

    replies: tuple[Reply, ...]
    language: Language
    understanding: Mapping[str, Any]


class Assistant(Protocol):
    """Understands and decides."""

    async def turn(self, question: Question) -> Answer:
        """Take one message; raises AssistantError."""

    async def ready(self) -> bool:
        """Tell whether a turn could be taken; never raises."""

    async def aclose(self) -> None:
        """Close connections."""
