"""A piece of a message with its meaning."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.text.normalise import Folded

_HAMZA = "ء"


@dataclass(frozen=True)
class Span:
    """An entity; `start` and `end` count code points of the text as it came in."""

    entity: str
    value: str
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """True where the two share a code point."""
        return self.start < other.end and other.start < self.end


def span_of(entity: str, value: str, text: Folded, start: int, end: int) -> Span:
    """The span of a piece of the folded text; a hamza at its end, which folding drops, is in."""
    first, last = text.span(start, end)
    while last < len(text.original) and text.original[last] == _HAMZA:
        last += 1
    return Span(entity, value, first, last)
