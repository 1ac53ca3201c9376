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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.secret import COVER, DATE, PHONE, QUANTITY_AFTER, REFERENCE, covered, plain

_LATIN: Final = "A-Za-zÀ-ÿ"
_JOINT: Final = r"[\s./_,\-:]{0,3}"
# Between the digits of one long number: a comma or colon only without a space.
_TIGHT: Final = r"(?:[\s./_\-]{0,3}|[,:])"
_CODE_JOINT: Final = r"[\s.\-_]{0,2}"
_NO_QUANTITY: Final = rf"(?!{QUANTITY_AFTER})"
_ALONE: Final = r"(?<!\d)(?<!\d[\s./_,\-:])"
_END: Final = r"(?!\d|[\s./_,\-:]\d)"


def _compiled(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_WORDS: Final = {
    "[cin]": r"(?:cin[eé]?|cni?e|cartes?|karta?|lakar[dt]a?)(?![a-z])|بطاق|كارط",
    "[tel]": r"(?:t[eé]l|t[eé]l[eé]phone|til[ie]fo?u?n|gsm|wh?ats?app?|portable)(?![a-z])"
    r"|هاتف|تلفون|تيليفون|واتساب|بورطابل",
    "[code]": r"(?:[ck]ode?(?!\s?postal)|ramz|secret|sirr[iy]+[ay]*)(?![a-z])|رمز|كود|سري",
    "[numero]": r"(?:n[ei]?mra|num[eé]ro|ra[9q]m|ice|cnss|amo|permis|passe?port|patente|matricule)"
    r"(?![a-z])|رقم|نمر|الضمان|رخص|جواز|حساب",
}

_HOUR: Final = r"(?:[01]?\d|2[0-3])"
_RECENT_YEAR: Final = r"(?:19[4-9]|20[0-3])\d"
_LAW_NAMED: Final = r"(?:lois?|dahir|d[eé]cret|arr[eê]t[eé]|[9qk]anoun?|قانون|مرسوم|ظهير|قرار)"
_FILE: Final = (
    r"(?:dossier|dosi|milaf|tlab|demande|r[eé]clamation|chikaya|(?:ال|لل)?(?:ملف|شكاي[ةه]|طلب))"
)
_NUMBER_OF: Final = r"(?:n[°o]|num[eé]ro|n[ei]?mra|ra9m|رقم|نمرة)"
_PERSONAL: Final = "|".join(_WORDS[mark] for mark in ("[cin]", "[tel]", "[code]"))
_OTHER_WORD: Final = rf"(?:\W{{1,3}}(?!\w{{0,3}}(?:{_PERSONAL}))[^\W\d]\w{{0,15}})"
_FILE_NUMBER: Final = r"(?:(?:19|20\s?)\d\d[\s\-/]\d{3,8}|\d{3,7})"
# Numbers that an answer needs and that identify nobody.
_KEPT: Final = _compiled(
    rf"(?<![\d:]){_HOUR}:[0-5]\d(?![\d:])",
    rf"(?<![\d.]){_HOUR}\.[0-5]\d(?:\s?[-\s]\s?{_HOUR}\.[0-5]\d)+{_END}",
    rf"{_ALONE}{_RECENT_YEAR}(?:[\s,/\-]{{1,3}}{_RECENT_YEAR})+{_END}",
    rf"{_LAW_NAMED}\W{{0,3}}(?:\w{{1,12}}\s)?(?:{_NUMBER_OF}\s{{0,2}})?\d{{1,3}}(?:[-.]\d{{2,4}}){{1,2}}"
    r"(?!\d)",
    rf"{_ALONE}(?:\d{{1,3}}[-.]\d\d|[1-3][-.]\d\d[-.]\d{{1,4}}){_END}",
    rf"{_FILE}(?:{_OTHER_WORD}{{0,5}}\W{{1,3}}{_NUMBER_OF})?\W{{1,3}}{_FILE_NUMBER}{_END}",
    rf"{_NUMBER_OF}\s(?:d[ue]\s|dyal\s(?:l)?)?{_FILE}\W{{1,3}}{_FILE_NUMBER}{_END}",
)
_AT: Final = r"(?:\s{0,2}(?:@|[\[(]\s?(?:at|a|@)\s?[\])])\s{0,2}|\s(?:at|arr?obase)\s)"
_EMAIL: Final = _compiled(
    rf"[\w.+-]{{1,64}}{_AT}(?:[\w-]{{1,63}}(?:(?:\.[\w-]{{1,63}}){{1,5}}"
    r"|\s?(?:\.|point|dot|[\[(](?:point|dot)[\])])\s?(?:com|net|org|ma|fr|es|eu|info)\b)"
    r"|(?:gmail|hotmail|yahoo|outlook|live)\b)"
)
_IBAN: Final = _compiled(rf"(?<![A-Z])MA\d\d(?:{_TIGHT}\d){{24}}(?!\d)")
_PLATE: Final = _compiled(
    r"(?<!\d)\d{3,5}\s?[-/,]\s?[A-Zء-ي]\s?[-/,]\s?\d{1,2}(?!\d)",
    r"(?<!\d)\d{4,5}\s[أدهط]\s\d{1,2}(?!\d)",
)
_PHONE_ALONE: Final = _compiled(rf"{_ALONE}(?:{PHONE.pattern}){_END}")
_NINE_DIGITS: Final = _compiled(
    r"(?<!\d)(?<!\d[\s.\-])[5-7](?:[\s.\-]?\d){8}(?![\s.\-]?\d)" + _NO_QUANTITY
)
# Letters and digits written together: two letters and six digits are a CIN even before "dh".
_CIN_GLUED: Final = _compiled(
    rf"(?<![{_LATIN}])(?!(?:dhs?|mad|dirhams?)\d)(?:[{_LATIN}]{{2,12}}\d{{6}}(?!\d)"
    rf"|[{_LATIN}]{{1,12}}\d{{5,7}}(?!\d){_NO_QUANTITY}"
    # "f2026" names a year and "f3737" a service.
    rf"|(?<![0-9_])(?![bdflw]\d)[A-Z]{{1,2}}(?!(?:19|20)\d\d)\d{{4}}(?![{_LATIN}_]|{_JOINT}\d)"
    rf"{_NO_QUANTITY})"
)
# Words of one or two letters that stand before amounts.
_SMALL_WORD: Final = (
    r"(?-i:[a-z]|[dlmnstcj]e|l[ai]|d[ulb]|[eu]n|et|ou|au|s[ai]|il|on|as|bi|fi|wa|[mtyhr]a|mn|k[an])"
)
_CIN_LETTERS: Final = rf"(?<![{_LATIN}\d])(?!dh)(?:[A-Z]{{1,2}}|[A-Z][\s.\-][A-Z])"
_CIN_JOINT: Final = rf"[\s./_,\-:()]{{0,3}}(?:{_NUMBER_OF}{_JOINT})?"
_CIN_APART: Final = _compiled(
    rf"(?!{_SMALL_WORD}(?![{_LATIN}]))(?<![{_LATIN}\d])[A-Z]{{2}}{_CIN_JOINT}\d{{6}}(?!\d)",
    rf"{_CIN_LETTERS}{_CIN_JOINT}\d{{5,7}}(?!\d){_NO_QUANTITY}",
    rf"(?!{_SMALL_WORD}(?![{_LATIN}])){_CIN_LETTERS}{_CIN_JOINT}\d(?:{_JOINT}\d){{5}}(?!\d)"
    rf"{_NO_QUANTITY}",
    rf"(?<![ء-ي])[ء-ي][\s.\-]{{1,2}}[ء-ي]{_JOINT}\d{{5,7}}(?!\d){_NO_QUANTITY}",
)
_CODE: Final = _compiled(
    r"(?<!\d)\d{8}(?!\d)",
    rf"(?<!\d)(?<!\d[\s.\-_])\d(?:{_CODE_JOINT}\d){{7}}(?!{_CODE_JOINT}\d){_NO_QUANTITY}",
    rf"(?<!\d)\d{{4}}(?:[\s.\-_]{{1,2}}\d{{4}}){{1,2}}(?!\d){_NO_QUANTITY}",
)
_LONG_NUMBER: Final = re.compile(rf"\d(?:{_TIGHT}\d){{12,}}")
_DIGITS: Final = re.compile(r"\d+")
_RIB_DIGITS: Final = 24
# An expiry may stand beside a card; more than that may be a part of the number.
_BESIDE_DIGITS: Final = 4

# Longer than any number with its joints.
_CUT_BACK_CHARS: Final = 100

_RUN: Final = rf"(\d(?:{_TIGHT}\d){{4,14}}+(?!\d){_NO_QUANTITY})"
_GAP: Final = rf"[^\d\[\]{COVER}]"


def _beside(words: str) -> re.Pattern[str]:
    """A number behind one of the words, or right before it."""
    word = rf"(?:(?<![a-z\[])(?:la?)?(?:{words}))"
    return _compiled(rf"{word}{_GAP}{{0,20}}?{_RUN}", rf"(?<!\d){_RUN}(?={_GAP}{{0,12}}{word})")


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    mark: str | None  # None: it stays


_Rule = Callable[[str], Iterator[_Found]]


def mask(text: str) -> str:
    """Replace what identifies a person by a mark; references, dates and amounts stay.

    Takes time in proportion to the length; eight digits that are nothing else are a secret code.
    """
    rest, found = plain(text), []
    for rule in _RULES:
        here = list(rule(rest))
        rest = covered(rest, [(item.start, item.end) for item in here])
        found += here
    return _marked(text, sorted(found, key=lambda item: item.start))


def _marked(text: str, found: list[_Found]) -> str:
    pieces, position = [], 0
    for item in found:
        if item.mark:
            pieces += [text[position : item.start], item.mark]
            position = item.end
    return "".join(pieces) + text[position:]


def cut(text: str, limit: int) -> str:
    """Shorten a text to at most so many signs; a word or number at the cut goes as a whole."""
    if len(text) <= limit:
        return text
    end = limit
    while end > max(limit - _CUT_BACK_CHARS, 0) and not text[end - 1].isspace():
        end -= 1
    while end > max(limit - 2 * _CUT_BACK_CHARS, 0) and not (
        text[end - 1].isalpha() or text[end - 1] == "]"
    ):
        end -= 1
    return text[:end]


def _spans(mark: str | None, pattern: re.Pattern[str]) -> _Rule:
    return lambda text: (_Found(*match.span(), mark) for match in pattern.finditer(text))


def _named(mark: str, words: str) -> _Rule:
    pattern = _beside(words)
    return lambda text: (
        _Found(*match.span(match.lastindex or 0), mark) for match in pattern.finditer(text)
    )


def _accounts(text: str) -> Iterator[_Found]:
    return (_account(text, run) for run in _LONG_NUMBER.finditer(text))


def _account(text: str, run: re.Match[str]) -> _Found:
    """Bank number, card, or whatever has so many digits."""
    windows = list(_windows([group.span() for group in _DIGITS.finditer(text, *run.span())]))
    digits = {span: _digits(text[slice(*span)]) for span in windows}
    ribs = [span for span in windows if len(digits[span]) == _RIB_DIGITS]
    found = ribs or [span for span in windows if _is_card(digits[span])]
    if not found:
        return _Found(*run.span(), "[numero]")
    start, end = min(a for a, _ in found), max(b for _, b in found)
    if len(_digits(run.group())) - len(_digits(text[start:end])) > _BESIDE_DIGITS:
        start, end = run.span()
    return _Found(start, end, "[rib]" if ribs else "[carte]")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


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


_RULES: Final[tuple[_Rule, ...]] = (
    _spans(None, REFERENCE),
    _spans("[email]", _EMAIL),
    _spans("[rib]", _IBAN),
    _spans(None, DATE),
    _spans(None, _KEPT),
    _spans("[tel]", _PHONE_ALONE),
    _spans("[numero]", _PLATE),
    _spans("[cin]", _CIN_GLUED),
    _accounts,
    _spans("[tel]", PHONE),
    _spans("[tel]", _NINE_DIGITS),
    _spans("[code]", _CODE),
    _spans("[cin]", _CIN_APART),
    *(_named(mark, words) for mark, words in _WORDS.items()),
)


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
