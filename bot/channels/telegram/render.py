"""A reply in words, as a Telegram message: plain text and an inline keyboard."""

from __future__ import annotations

from typing import Any

from bot.channels.telegram.payloads import callback_data
from bot.domain.reply import Rendered

TEXT_MAX_CHARS = 4096


def message_payload(rendered: Rendered) -> dict[str, Any]:
    """Give text and buttons, one a row: Arabic labels are cut when two share a row."""
    text = "\n\n".join(part for part in (rendered.text, rendered.source_line) if part)
    rows = [
        [{"text": choice.title, "callback_data": callback_data(choice.id)}]
        for choice in rendered.choices
    ]
    return {"text": text[:TEXT_MAX_CHARS], "rows": rows}
