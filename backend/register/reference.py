"""References such as `ESS-7K3M-9QXT-A`: 8 random letters and one that proves them.

The letters are Crockford's 32 (no I, L, O, U); the last one is Luhn mod 32 over the eight before
it, so a mistyped letter, and nearly every pair of swapped ones, is noticed without asking anybody.
"""

import re
import secrets
import unicodedata

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_CHARS = 8  # 8 letters of 5 bits: 40 random bits
TYPED_MAX_CHARS = 64

# What people read or type instead of Crockford's letters.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_reference(prefix: str) -> str:
    """A fresh random reference, grouped for reading aloud."""
    body = "".join(secrets.choice(LETTERS) for _ in range(BODY_CHARS))
    return grouped(prefix, body)


def grouped(prefix: str, body: str) -> str:
    """Prefix, the eight letters in two groups, and their check letter."""
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_letter(body)}"


def check_letter(body: str) -> str:
    """Luhn mod 32 of the letters; raises ValueError for a letter outside the alphabet."""
    total = 0
    for position, letter in enumerate(reversed(body)):
        # From the right, every other letter counts double, the first one included.
        value = LETTERS.index(letter) * (2 if position % 2 == 0 else 1)
        total += value // len(LETTERS) + value % len(LETTERS)
    return LETTERS[-total % len(LETTERS)]


def parse(prefix: str, typed: str) -> str | None:
    """The reference that was meant, in its written form; None where the check letter is wrong.

    Takes lower case, missing or other separators, Arabic digits, direction marks, O for 0, l for 1.
    """
    letters = _plain(typed)
    if not letters.startswith(prefix):
        return None
    body, check = letters[len(prefix) : -1].translate(_READ_AS), letters[-1:].translate(_READ_AS)
    right_form = len(body) == BODY_CHARS and all(letter in LETTERS for letter in body)
    if not right_form or check != check_letter(body):
        return None
    return grouped(prefix, body)


def canonical(prefix: str, typed: str) -> str:
    """Our reference in its written form, any other one as typed, without space around it."""
    return parse(prefix, typed) or typed.replace("\0", "").strip()


def _plain(typed: str) -> str:
    """Capital ASCII letters and digits alone; Arabic and Persian digits become ASCII ones."""
    folded = unicodedata.normalize("NFKC", typed[:TYPED_MAX_CHARS]).upper()
    digits = "".join(str(unicodedata.digit(char, char)) for char in folded)
    return re.sub(r"[^0-9A-Z]", "", digits)
