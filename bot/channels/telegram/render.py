"""A reply in words, as a Telegram message: plain text and an inline keyboard."""

from __future__ import annotations

from typing import Any

from bot.channels.telegram.payloads import callback_data
from bot.domain.reply import Rendered

TEXT_MAX_CHARS = 4096


def message_payload(rendered: Rendered) -> dict[str, Any]:
    """Give text and buttons, one a row: Arabic labels are cut when two share a row."""
    source = f"\n\n{rendered.source_line}" if rendered.source_line else ""
    rows = [
        [{"text": choice.title, "callback_data": callback_data(choice.id)}]
        for choice in rendered.choices
    ]
    return {"text": rendered.text[: TEXT_MAX_CHARS - len(source)] + source, "rows": rows}
