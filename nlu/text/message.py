"""The form of a message that the models read: normalised, each reference one and the same word."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.text.gloss import DARIJA, gloss
from nlu.text.normalise import fold, normalise
from nlu.text.reference import PREFIX, masked_places

REFERENCE_WORD = "0ref0"
# What a sign says where it stands alone; beside words the words say it better.
_SIGNS = {
    "👍": "ok", "👌": "ok", "✅": "ok", "✔": "ok", "👎": "non", "❌": "non",
    "🙏": "merci", "❤": "merci", "👋": "salut",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A message as the models read it: normalised, and in French.

    `french` is the gloss of Darija, the text itself where it is French, and empty for Standard
    Arabic, which the sentence encoder knows.
    """

    text: str
    french: str = ""


def said(normalised: str, language: str) -> Said:
    """A normalised message of a known language."""
    if language in DARIJA:
        return Said(normalised, gloss(normalised))
    return Said(normalised, normalised if language == "fr" else "")


def readable(text: str, prefix: str = PREFIX) -> str:
    """Normalise, with references masked: their letters would tell the models nonsense."""
    pieces: list[str] = []
    position = 0
    for start, end in masked_places(fold(text), prefix):
        pieces += [normalise(text[position:start]), REFERENCE_WORD]
        position = end
    pieces.append(normalise(text[position:]))
    return " ".join(piece for piece in pieces if piece)


def spoken(normalised: str) -> str:
    """Signs alone put into a word; any other text as it is."""
    said = {_SIGNS.get(sign) for sign in normalised.split()}
    word = said.pop() if len(said) == 1 else None
    return word or normalised
