"""What a message names of the published catalogue. Pure."""

from __future__ import annotations

from dataclasses import dataclass

LAW = "law"
REPORT = "report"


@dataclass(frozen=True)
class Topic:
    """An answer that is no procedure: `kind` is report, complaint or law."""

    id: str
    kind: str
    confidence: float


@dataclass(frozen=True)
class Found:
    """What a message names of the catalogue, beside what it asks.

    `topics` are answers that are no procedures, likeliest first; `families` those whose words stand
    in the message.
    """

    papers: tuple[str, ...] = ()
    office: str | None = None
    topics: tuple[Topic, ...] = ()
    families: frozenset[str] = frozenset()


NOTHING_FOUND = Found()
