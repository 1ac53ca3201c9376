"""A reply in words cut to what a channel can show: pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.channels.contract import Capabilities
from bot.domain.reply import Rendered, RenderedChoice

_ELLIPSIS: Final = "…"
_SENTENCE_ENDS: Final = ("\n", ". ", "؟ ", "? ", "! ", "؛ ")


def fit(rendered: Rendered, capabilities: Capabilities) -> Rendered:
    """Drop the last choices, shorten titles, cut the text at the end of a sentence."""
    choices = rendered.choices[: capabilities.choices_max]
    # The source comes below the text, and says where the rest can be read.
    room = capabilities.text_max_chars - len(rendered.source_line) - 2
    return replace(
        rendered,
        text=cut(rendered.text, room),
        choices=tuple(_short(choice, capabilities.choice_title_max_chars) for choice in choices),
    )


def cut(text: str, max_chars: int) -> str:
    """Cut a text that is too long, after a sentence where there is one in its second half."""
    if len(text) <= max_chars:
        return text
    head = text[: max_chars - 1]
    end = max(head.rfind(sign) + len(sign.rstrip()) for sign in _SENTENCE_ENDS)
    return head[:end].rstrip() + _ELLIPSIS if end > max_chars // 2 else head + _ELLIPSIS


def _short(choice: RenderedChoice, max_chars: int) -> RenderedChoice:
    if len(choice.title) <= max_chars:
        return choice
    return replace(choice, title=choice.title[: max_chars - 1] + _ELLIPSIS)
