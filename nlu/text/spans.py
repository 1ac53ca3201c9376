"""A piece of a message with its meaning."""

from __future__ import annotations

from dataclasses import dataclass


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
