"""What the page posts, read into our words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from bot.domain.language import known
from bot.domain.message import InboundMessage, Kind


def parse_message(body: Mapping[str, Any], *, account: str) -> InboundMessage:
    """Read `{"id", "session", "text"}` or `{"id", "session", "choice"}`; raises ValueError."""
    text, choice = body.get("text"), body.get("choice")
    if (text is None) == (choice is None):
        raise ValueError("a message has either a text or a choice")
    session = str(body["session"])
    return InboundMessage(
        channel="web",
        account=account,
        external_id=f"{_digest(session)}:{body['id']}",
        shown_id=str(body["id"]),
        address=session,
        kind=Kind.TEXT if choice is None else Kind.CHOICE,
        text=str(text or ""),
        choice=choice,
        language=known(body.get("locale")),
    )


def shown_id(external_id: str) -> str:
    """Give back the id that the page made."""
    return external_id.partition(":")[2]


def _digest(session: str) -> str:
    """Keep the ids of one browser apart from those of another: each makes its own."""
    return hashlib.sha256(session.encode()).hexdigest()[:24]
