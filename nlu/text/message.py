"""The form of a message that the models read: normalised, each reference one and the same word."""

from __future__ import annotations

from nlu.text.normalise import fold, normalise
from nlu.text.reference import PREFIX, find_references

REFERENCE_WORD = "0ref0"


def readable(text: str, prefix: str = PREFIX) -> str:
    """Normalise, with references masked: their letters would tell the models nonsense."""
    pieces: list[str] = []
    position = 0
    for span in find_references(fold(text), prefix):
        pieces += [normalise(text[position : span.start]), REFERENCE_WORD]
        position = span.end
    pieces.append(normalise(text[position:]))
    return " ".join(piece for piece in pieces if piece)
