"""References, dates and places of one message, none inside another."""

from __future__ import annotations

from nlu.text.dates import find_dates
from nlu.text.normalise import fold
from nlu.text.places import find_places
from nlu.text.reference import PREFIX, find_references
from nlu.text.spans import Span


def find_entities(text: str, prefix: str = PREFIX) -> list[Span]:
    """Entities in order of place; a reference wins over all, a place over a date in its name."""
    folded = fold(text)
    found: list[Span] = []
    for span in (*find_references(folded, prefix), *find_places(folded), *find_dates(folded)):
        if not any(span.overlaps(other) for other in found):
            found.append(span)
    return sorted(found, key=lambda span: span.start)


def as_rasa(text: str, spans: list[Span]) -> list[dict[str, object]]:
    """Entities as Rasa and the contract name them, with the piece as typed."""
    return [
        {
            "entity": span.entity,
            "value": span.value,
            "text": text[span.start : span.end],
            "start": span.start,
            "end": span.end,
        }
        for span in spans
    ]
