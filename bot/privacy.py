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

# Arabic words are often written together with the number that follows: only Latin counts.
_LATIN: Final = r"A-Za-zÀ-ÿ0-9_"
# Two signs where a bidi mark, which becomes a space, stands beside a separator.
_JOINT: Final = r"[ .\-]{0,2}"
# Ours in any spelling, the common shape of an administration's own, and days: kept as they are.
_KEPT: Final = re.compile(
    r"\bESS(?:[\s\-–—_.]*[0-9A-Z]){9}(?![0-9A-Z])|\b[A-Z]{2,5}[-/]\d{4}[-/]\d{2,}|\b\d{1,6}/\d{4}\b"
    r"|(?<!\d)(?:0?[1-9]|[12]\d|3[01])[-.](?:0?[1-9]|1[0-2])[-.](?:19|20)\d{2}(?![-.]?\d)",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"\bESS[\s\-–—_.]*[0-9A-Z]|[A-Z]{2,5}[-/]\d{4}|\d/\d{4}", re.IGNORECASE
)
_CODE_NAMED: Final = re.compile(r"\bl?[ck]ode?\b|\bsirri\b|رمز|كود|السري", re.IGNORECASE)
_MONEY_AFTER: Final = (
    r"(?!(?:[.,]\d{1,2})?\s*(?:dhs?|drhm?|mad|dirhams?|r[iy]+al|fran[ck]|centime|درهم|دراهم|ريال"
    r"|فرنك|سنتيم|euros?|€))"
)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN: Final = re.compile(r"\bMA\d{2}(?:[ -]?\d){24}\b", re.IGNORECASE)
_LONG_NUMBER: Final = re.compile(rf"\d(?:{_JOINT}\d){{12,}}")
_PHONE: Final = re.compile(
    r"(?<!\d)(?:(?:(?:\+|00)[\s.\-]{0,2})?212[\s.\-]{0,2}(?:\(?0\)?)?[\s.\-]{0,2}|0[\s.\-]{0,2})"
    r"[5-8](?:[\s.\-/]{0,2}\d){8}(?!\d)"
)
_CIN: Final = re.compile(
    rf"(?<![{_LATIN}-])[A-Za-z]{{1,2}}"
    r"(?:\d{5,7}|[ \-]{1,3}\d{5,7}|(?!(?:19|20)\d\d)\d{4})"  # "f2026" names a year
    rf"(?![{_LATIN}]|[-/]\d)" + _MONEY_AFTER
)
_EIGHT_DIGITS: Final = re.compile(rf"(?<!\d)\d(?:{_JOINT}\d){{7}}(?!\d)")
_DIGITS: Final = re.compile(r"\d+")
_RIB_DIGITS: Final = 24


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    mark: str


def mask(text: str) -> str:
    """Replace what identifies a person by a mark; references and amounts stay.

    Eight digits beside a reference, or beside the word for it, are taken for a secret code.
    """
    plain = _plain_with_same_length(text)
    kept = [match.span() for match in _KEPT.finditer(plain)]
    found = sorted(_find(plain), key=lambda item: item.start)
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


def _find(plain: str) -> Iterator[_Found]:
    yield from _spans(_EMAIL, plain, "[email]")
    yield from _spans(_IBAN, plain, "[rib]")
    yield from _spans(_PHONE, plain, "[tel]")
    yield from _spans(_CIN, plain, "[cin]")
    for run in _LONG_NUMBER.finditer(plain):
        yield from _account(plain, run)
    if _REFERENCE.search(plain) or _CODE_NAMED.search(plain):
        yield from _spans(_EIGHT_DIGITS, plain, "[code]")


def _spans(pattern: re.Pattern[str], plain: str, mark: str) -> Iterator[_Found]:
    return (_Found(*match.span(), mark) for match in pattern.finditer(plain))


def _account(plain: str, run: re.Match[str]) -> Iterator[_Found]:
    """Bank number or card in a run of digits; an expiry or another number may stand beside it."""
    windows = list(_windows([group.span() for group in _DIGITS.finditer(plain, *run.span())]))
    digits = {span: re.sub(r"\D", "", plain[slice(*span)]) for span in windows}
    ribs = [span for span in windows if len(digits[span]) == _RIB_DIGITS]
    if found := ribs or [span for span in windows if _is_card(digits[span])]:
        start, end = min(a for a, _ in found), max(b for _, b in found)
        yield _Found(start, end, "[rib]" if ribs else "[carte]")


def _windows(groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every row of whole groups that is no longer than a bank number."""
    for first, (start, _) in enumerate(groups):
        digits = 0
        for begin, end in groups[first:]:
            digits += end - begin
            if digits > _RIB_DIGITS:
                break
            yield start, end


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
