"""One consonant skeleton for both scripts, so that كارط, carte and lkarta meet."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.text import arabizi
from nlu.text.loans import canonical
from nlu.text.normalise import words
from nlu.text.script import is_arabic_letter

_CODES = {
    "ب": "b", "ت": "t", "ث": "t", "ط": "t", "ج": "j", "ح": "h", "ه": "h", "خ": "x",
    "د": "d", "ذ": "d", "ض": "d", "ظ": "d", "ر": "r", "ز": "z", "س": "s", "ص": "s",
    "ش": "S", "ع": "E", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ڭ": "k", "ل": "l",
    "م": "m", "ن": "n",
}  # fmt: skip
# و ف ب ك ل before the article, the article itself, and the French la/le taken over whole.
_ARTICLE = re.compile(
    r"^(?:[وفبكد]?ال|لل|لا(?=كارط|كارت|طاكس|فينيي?ت|فيزيت|كومين)|[وفبد]?ل)(?=\w{3})"
)
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def word_skeleton(word: str) -> str:
    """The skeleton of one folded word; digits are kept as they are."""
    if word.isdigit():
        return word
    code = _arabic(word) if is_arabic_letter(word[0]) else _latin(word)
    return canonical(code) if code else word[:1]


def skeleton(normalised: str) -> str:
    """The skeletons of all words of a normalised text, with single spaces between."""
    return " ".join(word_skeleton(word) for word in words(normalised))


def _arabic(word: str) -> str:
    bare = _ARTICLE.sub("", word)
    return _finish("".join(_CODES.get(char, "") for char in bare))


def _latin(word: str) -> str:
    return _finish(arabizi.consonants(arabizi.strip_article(word)))


def _finish(code: str) -> str:
    """Fold doubles (gemination) and leave out a final h: ta marbuta or a silent letter."""
    folded = _DOUBLE.sub(r"\1", code)
    return folded[:-1] if len(folded) > 2 and folded.endswith("h") else folded
