"""The four languages that a citizen may write in, and how each is written."""

from __future__ import annotations

from typing import Final, Literal

Language = Literal["ary", "ary-Latn", "ar", "fr"]
Direction = Literal["rtl", "ltr"]

LANGUAGES: Final[tuple[Language, ...]] = ("fr", "ar", "ary", "ary-Latn")
DEFAULT: Final[Language] = "ary"

# Babel knows no `ary`, and a folder `ary-Latn` loses its plural forms: one table for both.
CATALOGUE_FOLDERS: Final[dict[Language, str]] = {
    "fr": "fr",
    "ar": "ar",
    "ary": "ary",
    "ary-Latn": "ary_Latn",
}
FORMAT_LOCALES: Final[dict[Language, str]] = {
    "fr": "fr_MA",
    "ary-Latn": "fr_MA",
    "ar": "ar_MA",
    "ary": "ar_MA",
}
_RIGHT_TO_LEFT: Final = frozenset({"ar", "ary"})


def direction(language: Language) -> Direction:
    """Give the direction of the script that a language is written in."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def known(value: str | None) -> Language | None:
    """Read a language code; None where it is none of ours."""
    for language in LANGUAGES:
        if language == value:
            return language
    return None
