"""A reply in words, as the event that the page reads."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.domain.reply import Rendered


def message_event(rendered: Rendered, in_reply_to: str) -> dict[str, Any]:
    """Give the fields of a `message` event but its id."""
    return {
        "in_reply_to": in_reply_to,
        "text": rendered.text,
        "language": rendered.language,
        "dir": rendered.direction,
        "choices": [asdict(choice) for choice in rendered.choices],
        "card": dict(rendered.card) if rendered.card else None,
        "source": asdict(rendered.source) if rendered.source else None,
        "outcome": rendered.outcome.value,
    }
