"""Numbers of requests: ours, proved by a check letter, and the administrations' own.

Values: one of ours whose check letter is right has its one written form, `ESS-XXXX-XXXX-C`,
however it was typed (spaces, spelled, without the prefix). One of ours with a wrong letter, or
with a letter too few or too many, is found too, its value as typed in upper case and never
regrouped: whoever gets a value of ours tells by its check letter whether it is right. Those of
the administrations are as typed in upper case. Spans count code points of the original text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nlu.text.normalise import Folded, fold
from nlu.text.spans import Span

PREFIX = "ESS"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BASE = len(ALPHABET)
_BODY_CHARS = 8
_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATOR = r"[\s\-_.:/]{0,3}"
_JOINT = r"[\-_.:/]{0,2}"  # within one written piece: no space
_BARE = re.compile(
    r"(?<![\w\-/])[0-9a-z]{4}[\s\-_.:/]{1,3}[0-9a-z]{4}[\s\-_.:/]{1,3}[0-9a-z](?![\w\-/])"
)

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
    r"(?:dossier\s*|dyalo\s*|ديالو\s*|هو\s*)?([a-z]{0,4}\d{3,12})(?![\w/]|-\d)"
)
# Broken ones of ours: after the prefix a digit or groups of four; without it two mixed groups.
_PIECES = r"(?=[0-9a-z\-_]*\d|[a-z]{4}(?![a-z]))[0-9a-z]+(?:[-_][0-9a-z]+)*"
_TWO_PIECES = r"(?=(?:[a-z\-]*\d){2})(?=[\d\-]*[a-z])[0-9a-z]{4}-[0-9a-z]{4}(?:-[0-9a-z]?)?"
# In groups with other signs between, only where a word says that a number follows.
_FILE_WORD = (
    r"(?:\bn\s*[°º]|\bnum(?:ero|r)?o?s?\b|\bref(?:erence)?s?\b|\bra?[9q]m\b|\bnmra\b"
    r"|\bdoss(?:ier|i)s?\b|\bdemande\b|\bt+a?lab\b|\b(?:l?mi?le?f)\b|\bsuivi\b"
    r"|(?:رقم|نمره|مرجع|ملف|طلب|دوسي|ضوسي|شكايه|شكايت)[^\W\d]*(?![^\W\d]))"
)
_BETWEEN = r"[\s:.#]*(?:(?:est|c'est|dyal[iou]|howa|hiya|هو|هي|ديالي|ديالو)[\s:]+)?"
_GROUPS = (
    r"(?!(?:de|du|en|le|la|au|fi|f|d|l|mn|men|nhar)\s)[a-z]{1,4}\s(?:19|20)\d{2}[\s\-/]\d{2,8}"
    r"|\d{1,7}\s?-\s?(?:19|20)\d{2}"
    r"|(?:19|20)\d{2}\s\d{4,8}"
)
_GROUPED = re.compile(rf"(?:{_FILE_WORD}{_BETWEEN})+({_GROUPS})(?![\w/\-])")
_GROUPED_ALONE = re.compile(r"^\s*([a-z]{2,4}\s(?:19|20)\d{2}\s\d{3,8})[\s?!.]*$")
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
    return next((value for value, _, _ in _proved_ones(fold(text).text, prefix)), None)


def find_references(text: Folded, prefix: str = PREFIX) -> list[Span]:
    """All references in a folded text: ours in the written form, others as typed."""
    found: list[Span] = []
    for value, start, end in (
        *_proved_ones(text.text, prefix),
        *_as_typed(text.text, _mistyped(text.text, prefix)),
        *_as_typed(text.text, _own(text.text)),
    ):
        span = Span("reference", value, *text.span(start, end))
        if not any(span.overlaps(other) for other in found):
            found.append(span)
    return sorted(found, key=lambda span: span.start)


def masked_places(text: Folded, prefix: str = PREFIX) -> list[tuple[int, int]]:
    """Where the original text has references, whole or in part: their letters say nothing."""
    places = [(span.start, span.end) for span in find_references(text, prefix)]
    first = rf"{re.escape(prefix.casefold())}[-_]{_PIECES}"
    broken = re.finditer(rf"(?<![\w\-])(?:{first}|{_TWO_PIECES})(?!\w)", text.text)
    return _merged([*places, *(text.span(*match.span()) for match in broken)])


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in order, those that overlap put together."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _proved_ones(text: str, prefix: str) -> Iterator[tuple[str, int, int]]:
    """Ours with the right check letter: (written form, start, end) in the folded text."""
    for match in _shape(prefix, _BODY_CHARS + 1, _SEPARATOR).finditer(text):
        code = _code(match.group(1))
        if _proved(code):
            yield _written(code, prefix), match.start(), match.end()
    for match in _BARE.finditer(text):
        code = _code(match.group())
        # Without the prefix a check letter alone is weak: 1 word group in 32 has it by chance.
        if re.search(r"\d", match.group()) and re.search("[a-z]", match.group()) and _proved(code):
            yield _written(code, prefix), match.start(), match.end()


def _mistyped(text: str, prefix: str) -> Iterator[tuple[int, int]]:
    """Ours but for a letter: whole pieces first, then with spaces; a digit tells from words."""
    whole = _BODY_CHARS + 1
    for letters, between in (
        (whole, _JOINT),
        (whole + 1, _JOINT),
        (whole - 1, _JOINT),
        (whole, _SEPARATOR),
        (whole - 1, _SEPARATOR),
    ):
        for match in _shape(prefix, letters, between).finditer(text):
            if re.search(r"\d", match.group(1)):
                yield match.span()


@lru_cache(maxsize=32)
def _shape(prefix: str, letters: int, between: str) -> re.Pattern[str]:
    """The prefix, spelled or not, and so many letters; Arabic letters may touch it."""
    spelled = _SEPARATOR.join(map(re.escape, prefix.casefold()))
    code = rf"(?:[0-9a-z]{between}){{{letters - 1}}}[0-9a-z]"
    return re.compile(rf"(?<![0-9a-z_]){spelled}{_SEPARATOR}({code})(?![0-9a-z_])")


def _code(typed: str) -> str:
    return re.sub(r"[^0-9a-z]", "", typed).upper().translate(_LOOKALIKES)


def _proved(code: str) -> bool:
    return all(char in ALPHABET for char in code) and check_letter(code[:-1]) == code[-1]


def _written(code: str, prefix: str) -> str:
    return f"{prefix}-{code[:4]}-{code[4:8]}-{code[8]}"


def _as_typed(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    return ((text[start:end].upper(), start, end) for start, end in places)


def _own(text: str) -> Iterator[tuple[int, int]]:
    for shape in (_GROUPED, _GROUPED_ALONE, _NAMED):
        for match in shape.finditer(text):
            yield match.span(1)
    for match in _OWN.finditer(text):
        if not _MONTH_YEAR.match(match.group()):
            yield match.span()
