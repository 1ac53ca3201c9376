"""A semantic reply put into words: pure, given the catalogues, the vocabulary and what is off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot import i18n
from bot.conversation.cards import card_text, source_in_words, source_of
from bot.conversation.desks import contact_text, emergency_text
from bot.conversation.notices import notice_text
from bot.conversation.papers import paper_text
from bot.conversation.requests import request_text
from bot.conversation.words import Words
from bot.domain.language import direction
from bot.domain.reply import Choice, Rendered, RenderedChoice, Reply


def compose(reply: Reply, words: Words) -> Rendered:
    """Put a reply into words."""
    found = source_of(reply, words)
    source, line = source_in_words(found, words) if found else (None, "")
    return Rendered(
        text=_SPECIAL.get(reply.say, _plain)(reply, words),
        language=words.language,
        direction=direction(words.language),
        choices=tuple(_title(choice, words) for choice in reply.choices if choice.id),
        card=_shown(reply, words),
        source=source,
        source_line=line,
        outcome=reply.outcome,
    )


def _shown(reply: Reply, words: Words) -> Mapping[str, object] | None:
    """The card as the page gets it: of one that was switched off meanwhile no fact is left."""
    if reply.card and words.is_off(reply.card):
        return {**reply.card, "state": "off", "items": [], "source": None, "missing": True}
    return reply.card


def _title(choice: Choice, words: Words) -> RenderedChoice:
    title = choice.reference or words.word(choice.label)
    return RenderedChoice(id=choice.id or "", title=title)


def _plain(reply: Reply, words: Words) -> str:
    values = {name: _value(value, words) for name, value in reply.params.items()}
    return words.text(reply.say, **values)


def _value(value: object, words: Words) -> str:
    """A parameter in words: `{"word": key}`, `{"day": iso}`, `{"number": n}`, or text as it is."""
    match value:
        case {"word": str(key)}:
            return words.word(key)
        case {"day": str(iso)}:
            return words.day(iso)
        case {"number": int(n) | float(n)}:
            return words.number(n)
    return i18n.isolate(str(value))


_SPECIAL: Final[Mapping[str, Callable[[Reply, Words], str]]] = {
    "card": card_text,
    "request": request_text,
    "contact": contact_text,
    "emergency": emergency_text,
    "paper_checked": paper_text,
    "notice": notice_text,
}


def with_choice_ids(reply: Reply, new_id: Callable[[], str]) -> Reply:
    """Give every choice of a reply the id that its button will bring back."""
    return replace(reply, choices=tuple(replace(c, id=new_id()) for c in reply.choices))
