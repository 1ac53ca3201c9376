"""The verdict on a paper that somebody was asked for, in words: pure.

It says what the list says that was read, and what the law is reported to say: it informs, and
draws no conclusion on the case at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.conversation.cards import item_text
from bot.conversation.words import Words
from bot.domain.reply import Reply

_BULLET: Final = "• "


def paper_text(reply: Reply, words: Words) -> str:
    """Put the verdict into words."""
    checked: Mapping[str, Any] = reply.params["checked"]
    return "\n".join(_lines(checked, words))


def _lines(checked: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.text(
        f"paper_check.{checked['verdict']}",
        paper=words.word(f"paper.{checked['paper']}"),
        procedure=words.word(f"procedure.{checked['procedure']}"),
    )
    if checked["verdict"] == "listed":
        yield from (_BULLET + item_text(one, words) for one in checked["documents"])
        return
    yield words.text("paper_check.law")
    if checked["verdict"] == "not_listed":
        yield words.text("paper_check.ask")
        yield words.text("paper_check.complain")
    yield words.text("paper_check.no_advice")
