"""What must not be stored: found in a text and replaced before anything is written.

Law 09-08 asks for an authorisation before a CIN number is processed; cards, bank accounts, phones
and addresses are nobody's business here either. Deterministic, without a word list of names.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_LETTERS_BEFORE: Final = r"(?<![\w-])"
# Ours in any spelling, and the common shape of an administration's own: kept as they are.
_REFERENCES: Final = re.compile(
    r"\bESS(?:[\s\-–—_.]*[0-9A-Z]){9}(?![0-9A-Z])|\b[A-Z]{2,5}[-/]\d{4}[-/]\d{2,}|\b\d{1,6}/\d{4}\b",
    re.IGNORECASE,
)
_MONEY_AFTER: Final = r"(?!\s*(?:dhs?|drhm?|mad|dirhams?|درهم|دراهم|ريال|euros?|€))"
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN: Final = re.compile(r"\bMA\d{2}(?:[ -]?\d){24}\b", re.IGNORECASE)
_LONG_NUMBER: Final = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){12,23}(?!\d)")
_PHONE: Final = re.compile(
    r"(?<![\d\w])(?:(?:\+|00)[\s.\-]?212[\s.\-]?(?:\(0\))?[\s.\-]?|0[\s.\-]?)[5-8](?:[\s.\-/]?\d){8}(?!\d)"
)
_CIN: Final = re.compile(
    _LETTERS_BEFORE + r"[A-Za-z]{1,2}(?:\d{5,7}|[ \-]\d{5,7}|\d{4})(?![\d\w]|[-/]\d)" + _MONEY_AFTER
)
_EIGHT_DIGITS: Final = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){7}(?!\d)")


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    mark: str


def mask(text: str) -> str:
    """Replace what identifies a person by a mark; references and amounts stay.

    Eight digits beside one of our references are taken for its secret code.
    """
    plain = _plain_with_same_length(text)
    kept = [match.span() for match in _REFERENCES.finditer(plain)]
    found = sorted(_find(plain, has_reference=bool(kept)), key=lambda item: item.start)
    masked, position = [], 0
    for item in found:
        if item.start < position or any(a < item.end and item.start < b for a, b in kept):
            continue
        masked += [text[position : item.start], item.mark]
        position = item.end
    return "".join(masked) + text[position:]


def _plain_with_same_length(text: str) -> str:
    """Digits of any script to ASCII and invisible marks to a thin joint, length unchanged."""
    return "".join(_plain_sign(sign) for sign in text)


def _plain_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    # Bidi marks come with copied numbers; as a space they still count as a separator.
    return " " if unicodedata.category(sign) in ("Cf", "Zs") else sign


def _find(plain: str, *, has_reference: bool) -> Iterator[_Found]:
    yield from _spans(_EMAIL, plain, "[email]")
    yield from _spans(_IBAN, plain, "[rib]")
    yield from _spans(_PHONE, plain, "[tel]")
    yield from _spans(_CIN, plain, "[cin]")
    for match in _LONG_NUMBER.finditer(plain):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) == 24:
            yield _Found(*match.span(), "[rib]")
        elif _is_card(digits):
            yield _Found(*match.span(), "[carte]")
    if has_reference:
        yield from _spans(_EIGHT_DIGITS, plain, "[code]")


def _spans(pattern: re.Pattern[str], plain: str, mark: str) -> Iterator[_Found]:
    return (_Found(*match.span(), mark) for match in pattern.finditer(plain))


def _is_card(digits: str) -> bool:
    """Luhn's check over 13 to 19 digits."""
    if not 13 <= len(digits) <= 19:
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


@dataclass(frozen=True)
class Keys:
    """The commune's secret, one derived key for each use, so that none serves for another."""

    secret: bytes

    def derived(self, purpose: str) -> bytes:
        """Derive 32 bytes for one purpose."""
        return hmac.new(self.secret, purpose.encode(), hashlib.sha256).digest()

    def token(self, purpose: str) -> str:
        """Derive a shared secret that fits into a header."""
        return base64.urlsafe_b64encode(self.derived(purpose)).decode().rstrip("=")

    def pseudonym(self, *parts: str) -> str:
        """Name a person without telling who it is: keyed, so that it cannot be guessed back."""
        text = "\x1f".join(parts).encode()
        return hmac.new(self.derived("pseudonym"), text, hashlib.sha256).hexdigest()[:32]

    def seal(self, text: str, context: str) -> bytes:
        """Encrypt with AES-256-GCM, bound to the place where it is stored."""
        nonce = os.urandom(12)
        return nonce + self._cipher().encrypt(nonce, text.encode(), context.encode())

    def unseal(self, sealed: bytes, context: str) -> str:
        """Decrypt; raises cryptography's InvalidTag where it was changed or moved."""
        return self._cipher().decrypt(sealed[:12], sealed[12:], context.encode()).decode()

    def _cipher(self) -> AESGCM:
        return AESGCM(self.derived("storage"))


Mask = Callable[[str], str]
