"""Which script a text is written in (ISO 15924 names)."""

from __future__ import annotations

ARABIC = "Arab"
LATIN = "Latn"
_ARABIC_RANGES = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFEFF))


def is_arabic_letter(char: str) -> bool:
    """True for a letter of the Arabic script, presentation forms included."""
    code = ord(char)
    return char.isalpha() and any(low <= code <= high for low, high in _ARABIC_RANGES)


def is_latin_letter(char: str) -> bool:
    """True for a Latin letter, accented ones included."""
    return char.isalpha() and ord(char) < 0x0250


def script_of(text: str) -> str | None:
    """The script that most letters belong to; None where there is no letter of either."""
    arabic = sum(map(is_arabic_letter, text))
    latin = sum(map(is_latin_letter, text))
    if arabic == latin == 0:
        return None
    # One Arabic word is worth about two Latin ones: short vowels are not written.
    return ARABIC if arabic * 1.5 >= latin else LATIN
