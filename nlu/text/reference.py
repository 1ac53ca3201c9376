"""Numbers of requests: ours, proved by a check letter, and the administrations' own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.text.normalise import Folded, fold
from nlu.text.spans import Span

PREFIX = "ESS"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BASE = len(ALPHABET)
_BODY_CHARS = 8
_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATOR = r"[\s\-_.:/]{0,3}"

# Of the administrations: ES-2026-003390, REC/2025/77, 318/2026, n° 4521, رقم 4521.
_OWN = re.compile(
    r"(?<![\w/\-.])(?:"
    r"[a-z]{1,6}\d{0,4}[\-/]\d{2,4}[\-/]\d{1,8}(?:[\-/][a-z0-9]{1,6})?"
    r"|[a-z]{2,6}-\d{3,10}"
    r"|\d{1,7}/(?:19|20)\d{2}"
    r"|(?:19|20)\d{2}[/\-]\d{3,8}"
    r"|\d{1,6}/\d{2}/(?:19|20)?\d{2,6}(?=[a-z])"
    r")(?![\w/])"
)
_NAMED = re.compile(
    r"(?:\bn\s*[°º]\s*|\bnum(?:ero|r)?o?s?\s*[:°.]?\s*|\bno\.?\s*:?\s*|\bref(?:erence)?s?\s*[:.]?\s*"
    r"|\bra9m\s*:?\s*|\bnmra\s*:?\s*|رقم\s*:?\s*|النمره\s*:?\s*|نمره\s*:?\s*|مرجع\S*\s*:?\s*)"
    r"(?:dossier\s*|dyalo\s*|ديالو\s*|هو\s*)?([a-z]{0,4}\d{3,12})(?![\w/])"
)
_MONTH_YEAR = re.compile(r"^(0?[1-9]|1[0-2])/(19|20)\d{2}$")


def check_letter(body: str) -> str:
    """The Luhn mod 32 check letter of a body in Crockford's letters."""
    total = 0
    for place, char in enumerate(reversed(body)):
        weighted = ALPHABET.index(char) * (2 if place % 2 == 0 else 1)
        total += weighted // _BASE + weighted % _BASE
    return ALPHABET[-total % _BASE]


def format_reference(body: str, prefix: str = PREFIX) -> str:
    """`ESS-XXXX-XXXX-C` from eight of Crockford's letters."""
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_letter(body)}"


def parse_reference(text: str, prefix: str = PREFIX) -> str | None:
    """Our reference in its one written form; None where the check letter does not prove it."""
    for value, proved, _, _ in _candidates(fold(text), prefix):
        if proved:
            return value
    return None


def find_references(text: Folded, prefix: str = PREFIX) -> list[Span]:
    """All references in a folded text: ours in the written form, others as typed."""
    found = [
        Span("reference", value, *text.span(start, end))
        for value, _, start, end in _candidates(text, prefix)
    ]
    for start, end in _own(text.text):
        span = text.span(start, end)
        if not any(span[0] < other.end and other.start < span[1] for other in found):
            found.append(Span("reference", text.text[start:end].upper(), *span))
    return sorted(found, key=lambda span: span.start)


def _candidates(text: Folded, prefix: str) -> Iterator[tuple[str, bool, int, int]]:
    """Pieces shaped like one of ours: (written form, proved, start, end) in the folded text."""
    letters = rf"(?:[0-9a-z]{_SEPARATOR}){{{_BODY_CHARS}}}[0-9a-z]"
    shape = re.compile(rf"(?<!\w){prefix.casefold()}{_SEPARATOR}({letters})(?!\w)")
    for match in shape.finditer(text.text):
        code = re.sub(r"[^0-9a-z]", "", match.group(1)).upper().translate(_LOOKALIKES)
        if "U" in code or (not any(map(str.isdigit, match.group(1))) and not _proved(code)):
            continue
        yield _written(code, prefix), _proved(code), match.start(), match.end()


def _proved(code: str) -> bool:
    return all(char in ALPHABET for char in code) and check_letter(code[:-1]) == code[-1]


def _written(code: str, prefix: str) -> str:
    return f"{prefix}-{code[:4]}-{code[4:8]}-{code[8]}"


def _own(text: str) -> Iterator[tuple[int, int]]:
    for match in _NAMED.finditer(text):
        yield match.span(1)
    for match in _OWN.finditer(text):
        if not _MONTH_YEAR.match(match.group()):
            yield match.span()
