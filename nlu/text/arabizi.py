"""Consonants of words in Latin letters: Arabizi and French written with one code.

The code's letters: b t j h x d r z s S (sh) E (ayn) g (gh) f k l m n; the vowels, w and y
are left out. p counts as b and v as f, since the Arabic script writes them so.
"""

from __future__ import annotations

import re

_VOWELS = "aeiouyw"
# Longest first; a match gives one code (or none).
_GROUPS = (
    ("tch", "tS"),
    ("sch", "S"),
    ("ch", "S"),
    ("sh", "S"),
    ("kh", "x"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("qu", "k"),
    ("gu", "k"),
    ("gn", "n"),
    ("3'", "g"),
    ("7'", "x"),
)
_SINGLES = {
    "b": "b", "p": "b", "t": "t", "6": "t", "j": "j", "h": "h", "7": "h", "5": "x",
    "d": "d", "r": "r", "z": "z", "s": "s", "3": "E", "4": "g", "f": "f", "v": "f",
    "k": "k", "q": "k", "9": "k", "8": "k", "l": "l", "m": "m", "n": "n", "2": "",
}  # fmt: skip
_SOFTENERS = "eiy"
# Articles and clitics written onto the word: l-, el-, al-, d'l-, w-, f-, b- before l-.
_ARTICLE = re.compile(r"^(?:[dwfb]?(?:[ae]l-?|l['-]|l(?=[^aeiouy'l]))|d'|[sjmtnc]'|qu')(?=\w{2})")
_FUSED_LA = re.compile(r"^la(?=(?:cart|kart|cin|taxe?s?$|vignet|visite|fiche|commun|wilay))")


def strip_article(word: str) -> str:
    """Leave out an Arabic or French article that is written onto the word."""
    return _FUSED_LA.sub("", _ARTICLE.sub("", word))


def consonants(word: str) -> str:
    """The consonant code of one folded word in Latin letters (digits 2 3 5 7 9 are letters)."""
    codes: list[str] = []
    position = 0
    while position < len(word):
        step, code = _read(word, position)
        codes.append(code)
        position += step
    return "".join(codes)


def _read(word: str, position: int) -> tuple[int, str]:
    for group, code in _GROUPS:
        if word.startswith(group, position):
            return len(group), code
    char = word[position]
    following = word[position + 1 : position + 2]
    if char == "c":
        return 1, "s" if following and following in _SOFTENERS else "k"
    if char == "g":
        return 1, "j" if following and following in _SOFTENERS else "k"
    if char == "x":
        return 1, "S" if position == 0 or not following else "ks"
    return 1, _SINGLES.get(char, "")


def looks_like_arabizi(word: str) -> bool:
    """True where a digit stands for a letter, as in `3la` or `we9t`."""
    return bool(re.search(r"[a-z]", word) and re.search(r"(?<!\d)[2-9](?!\d)", word))
