"""Folding of spelling variants, with a map back to the text as it came in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TATWEEL = "\u0640"

# Letters that Unicode does not decompose to the one that people mean.
_LETTERS = {
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ۍ": "ي",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۀ": "ه",
    "ء": "",
    "ک": "ك",
    "ڪ": "ك",
    "گ": "ڭ",
    "ݣ": "ڭ",
    "ڨ": "ڭ",
    "پ": "ب",
    "ڤ": "ف",
    "ڥ": "ف",
    "چ": "تش",
    "ژ": "ج",
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "–": "-",
    "—": "-",
    "‑": "-",
    "−": "-",
    "؟": "?",
    "،": ",",
    "؛": ";",
    "٪": "%",
    "／": "/",
    TATWEEL: "",
}
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
# Emoji and other signs say something (a thumb, folded hands); punctuation does not.
_EMOJI = "\u2600-\u27bf\U0001f300-\U0001f3fa\U0001f400-\U0001faff"
_NOISE = re.compile(rf"[^\w'?{_EMOJI}]+")
_EMOJI_RUN = re.compile(rf"([{_EMOJI}])\1*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Folded:
    """Folded text; `offsets[i]` is the code point of the original behind character i."""

    text: str
    offsets: tuple[int, ...]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the folded text to one of the original, trailing marks included."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        while last < len(self.original) and _is_attached(self.original[last]):
            last += 1
        return first, last


def fold(text: str) -> Folded:
    """Fold letters, digits, case and marks one by one; punctuation and spaces stay."""
    pieces: list[str] = []
    offsets: list[int] = []
    for position, char in enumerate(text):
        for piece in _fold_char(char):
            pieces.append(piece)
            offsets.append(position)
    return Folded("".join(pieces), tuple(offsets), text)


def normalise(text: str) -> str:
    """The form that classifiers read: folded, no noise, no elongation, single spaces."""
    folded = _NOISE.sub(" ", fold(text).text)
    folded = _EMOJI_RUN.sub(r" \1 ", _ELONGATED.sub(r"\1", folded)).replace("?", " ? ")
    return _SPACE.sub(" ", folded).strip()


def words(text: str) -> list[str]:
    """Words of a normalised text, without punctuation."""
    return [word.strip("'") for word in text.split() if word.strip("'?")]


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    kept = (part for part in unicodedata.normalize("NFKD", char) if _is_kept(part))
    return "".join(_LETTERS.get(part, part.casefold()) for part in kept)


def _is_kept(char: str) -> bool:
    return unicodedata.category(char) not in ("Mn", "Me", "Cf", "Cs")


def _is_attached(char: str) -> bool:
    return char == TATWEEL or unicodedata.category(char) == "Mn"
