"""What a message shows of its language."""

from __future__ import annotations

import re

from nlu.text.arabizi import looks_like_arabizi
from nlu.text.normalise import words
from nlu.text.script import ARABIC, script_of

LANGUAGES = ("ary", "ary-Latn", "ar", "fr")
OF_SCRIPT = {ARABIC: ("ary", "ar"), "Latn": ("ary-Latn", "fr")}
# Said alike whatever the language; laughter and abbreviations of papers too.
_NEUTRAL = frozenset(
    [
        "ok",
        "okk",
        "oki",
        "okay",
        "okey",
        "k",
        "d",
        "dac",
        "cv",
        "cin",
        "cnie",
        "rdv",
        "pdf",
        "sms",
        "cnss",
        "ramed",
        "rsu",
        "rnp",
        "amo",
        "whatsapp",
        "bot",
        "0ref0",
        "test",
        "stop",
        "tel",
        "gps",
        "email",
        "mail",
        "photo",
        "no",
        "top",
        "super",
        "lol",
        "mdr",
        "hh",
    ]
)
_LAUGHTER = re.compile(r"^(?:h+|(?:ha|he|ه)+h?|x+d+)$")
_WRITTEN_NUMBER = re.compile(r"^[a-z]{0,4}[\d\-/]+[a-z]?$")


def candidates(text: str) -> tuple[str, ...]:
    """The languages that the script of a text leaves possible."""
    script = script_of(text)
    return OF_SCRIPT[script] if script else LANGUAGES


def shows_language(normalised: str) -> bool:
    """False for `ok`, numbers, references, emoji: nothing tells the language."""
    return any(not _is_neutral(word) for word in words(normalised))


def _is_neutral(word: str) -> bool:
    if looks_like_arabizi(word):
        return False
    return bool(
        word in _NEUTRAL
        or _LAUGHTER.match(word)
        or _WRITTEN_NUMBER.match(word)
        or not any(map(str.isalpha, word))
    )


def marks(normalised: str) -> str:
    """The features of a normalised text that its letters alone do not give."""
    arabizi = sum(map(looks_like_arabizi, words(normalised)))
    return f"{normalised} <digits>" if arabizi else normalised
