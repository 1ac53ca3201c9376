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
# A letter group of a reference, as 7k3m; with a vowel (3a9d, l7a9) it may be a word.
_REFERENCE_GROUP = re.compile(r"^(?=(?:[a-z]*\d){2})(?=\d*[a-z])[a-z\d]{4}$")
_SOUNDED = re.compile(r"^(?=.*[aeiou])[a-z2-9]+$")
_WRITTEN_NUMBER = re.compile(r"^[a-z]{0,4}[\d\-/]+[a-z]?$")


def candidates(text: str) -> tuple[str, ...]:
    """The languages that the script of a text leaves possible."""
    script = script_of(text)
    return OF_SCRIPT[script] if script else LANGUAGES


def shows_language(normalised: str) -> bool:
    """False for `ok`, numbers, references, emoji: nothing tells the language."""
    return any(not _is_neutral(word) for word in words(normalised))


def _is_neutral(word: str) -> bool:
    if _is_arabizi(word):
        return False
    return bool(
        word in _NEUTRAL
        or word == "ess"
        or _is_reference_group(word)
        or _LAUGHTER.match(word)
        or _WRITTEN_NUMBER.match(word)
        or not any(map(str.isalpha, word))
    )


def _is_arabizi(word: str) -> bool:
    return looks_like_arabizi(word) and not _is_reference_group(word)


def _is_reference_group(word: str) -> bool:
    return bool(_REFERENCE_GROUP.match(word)) and not _SOUNDED.match(word)


def marks(normalised: str) -> str:
    """The features of a normalised text that its letters alone do not give."""
    arabizi = any(map(_is_arabizi, words(normalised)))
    return f"{normalised} <digits>" if arabizi else normalised
