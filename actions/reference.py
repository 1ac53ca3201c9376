"""Which numbers are ours: the shape, and the check letter that proves it."""

from __future__ import annotations

import re
from typing import Final

# Crockford's 32 letters; the last one is Luhn mod 32 over the eight before it.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHAPE: Final = re.compile(rf"[A-Z]{{2,5}}-([{_LETTERS}]{{4}})-([{_LETTERS}]{{4}})-([{_LETTERS}])")


def is_ours(reference: str) -> bool:
    """Tell a whole number of ours from a mistyped one and from other administrations' numbers.

    Public arithmetic: it says nothing on whether such a request exists.
    """
    match = _SHAPE.fullmatch(reference)
    return match is not None and _check_letter(match[1] + match[2]) == match[3]


def _check_letter(body: str) -> str:
    doubled = (
        _LETTERS.index(letter) * (2 - place % 2) for place, letter in enumerate(reversed(body))
    )
    total = sum(value // 32 + value % 32 for value in doubled)
    return _LETTERS[-total % 32]
