"""The secret code of a receipt: eight digits, read as people type them; and what is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from typing import Final

CODE_DIGITS: Final = 8
# Stands for what is read already: neither a letter, a digit nor a space.
COVER: Final = "\ue000"

_LOOSE_DIGITS: Final = re.compile(r"\d(?:[\s.\-_]*\d)*")
_TRY_DIGITS: Final = 4
_JOINT: Final = r"[\s./_,\-:()]{0,3}"
_LETTER: Final = r"[0-9A-TV-Z]"  # a reference has no U
_APART: Final = r"[\s./_\-:]"
_YEAR: Final = r"(?:19|20)\d\d"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
# Another number that goes on behind a space, unless it is an hour.
_GOES_ON: Final = r"[\s./_\-]\d(?!\d?\s?h)"

QUANTITY_AFTER: Final = (
    r"(?:[.,]\d{1,2})?\s{0,3}(?:(?:dhs?|dr?hms?|derhem|mad|dirhams?|r[iy]+als?|fran[ck]s?|centimes?"
    r"|euros?|m[2²]|m[eè]tres?|km|ans|3am|h)(?![a-z])|€|%|درهم|دراهم|ريال|فرنك|سنتيم|أورو|متر|سنة)"
)
# Ours, grouped as printed or pulled apart, and the common shapes of an administration's own.
REFERENCE: Final = re.compile(
    rf"(?<![0-9A-Z])ESS(?:{_APART}{{0,3}}{_LETTER}{{4}}{_APART}{{0,3}}{_LETTER}{{4}}{_APART}{{0,3}}"
    rf"|{_APART}{{1,3}}(?:{_LETTER}{_APART}{{0,3}}){{8}}){_LETTER}(?![0-9A-Z])"
    rf"|(?<![0-9A-Z/\-])[A-Z]{{2,6}}[-/]{_YEAR}[-/]\d{{1,8}}(?!\d|[-/.]\d)"
    rf"|(?<![0-9A-Z])(?<!\d[-./_,:])\d{{1,7}}/{_YEAR}(?!\d|[-./_]\d)"
    # Four digits behind a hyphen are rather a code.
    rf"|(?<!\d)(?<!\d[-./_,:\s]){_YEAR}(?:/\d{{3,8}}|-\d{{5,8}})(?!\d|[-./_\s]\d)",
    re.IGNORECASE,
)
DATE: Final = re.compile(
    rf"(?<!\d)(?<!\d[-./])(?:{_DAY}([-./]){_MONTH}\1{_YEAR}|{_YEAR}([-./]){_MONTH}\2{_DAY})"
    r"(?!\d|[-./]\d)"
    rf"|(?<!\d)(?<!\d\s)(?:{_DAY}\s{_MONTH}\s{_YEAR}|{_YEAR}\s{_MONTH}\s{_DAY})(?!\d|{_GOES_ON})"
    # Behind two capitals it is rather the number of an ID card.
    rf"|(?<!\d)(?<!\d[-./_\s])(?<!\b[A-Z]{{2}}[\s./:\-]){_DAY}([-./]){_MONTH}\3\d\d"
    rf"(?!\d|{_GOES_ON})"
)
PHONE: Final = re.compile(
    rf"(?<!\d)(?:(?:(?:\+|00){_JOINT})?212{_JOINT}(?:0{_JOINT})?[5-8](?:{_JOINT}\d){{8}}"
    rf"|(?:\+|00){_JOINT}[1-9](?:{_JOINT}\d){{8,13}}"
    rf"|(?:\(?0|(?<![A-Za-z])O){_JOINT}[5-8](?:{_JOINT}\d){{8}})(?!\d)",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    r"(?<!\d)(?<!\d[\s.,])(?:\d{1,3}(?:[\s.,]\d{3})+|\d{1,7})" + QUANTITY_AFTER, re.IGNORECASE
)
_SEPARATORS: Final = str.maketrans("−·•،٫٬;|=*#~\\", "-..,,,,,,,,,,")


class Reading(Enum):
    """What a message is while a code is expected."""

    CODE = "code"
    MALFORMED = "malformed"
    NOT_A_CODE = "not_a_code"


def plain(text: str) -> str:
    """Fold wide letters, digits of any script, separators and invisible marks, sign by sign.

    The length stays, so that a place in the result is the same place in the text.
    """
    return "".join(_plain_sign(sign) for sign in text).translate(_SEPARATORS)


def _plain_sign(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign)
    sign = folded if len(folded) == 1 else sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    kind = unicodedata.category(sign)
    # Bidi marks and the rims of emoji digits come with numbers; as a space they are a joint.
    if kind in ("Cf", "Zs", "Me") or "\ufe00" <= sign <= "\ufe0f":
        return " "
    return "-" if kind == "Pd" else sign


def covered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Put the cover over some places, so that nothing else is read there."""
    pieces, position = [], 0
    for start, end in spans:
        pieces += [text[position:start], COVER * (end - start)]
        position = end
    return "".join(pieces) + text[position:]


def read_code(text: str) -> tuple[Reading, str]:
    """Read a code out of a message that answers the question for it.

    Two lone digits ("dans 2 jours") are not a try; from four on somebody typed a code wrongly,
    and whatever it is must not go on to the assistant. A number of another kind is not a try.
    """
    runs = [re.sub(r"\D", "", run) for run in _LOOSE_DIGITS.findall(_without_others(plain(text)))]
    for run in runs:
        if len(run) == CODE_DIGITS:
            return Reading.CODE, run
    if any(len(run) >= _TRY_DIGITS and not re.fullmatch(_YEAR, run) for run in runs):
        return Reading.MALFORMED, ""
    return Reading.NOT_A_CODE, ""


def _without_others(text: str) -> str:
    for pattern in (REFERENCE, DATE, PHONE, _AMOUNT):
        text = covered(text, [match.span() for match in pattern.finditer(text)])
    return text
