"""The secret code of a receipt: eight digits, read as people type them."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import Final

CODE_DIGITS: Final = 8
_LOOSE_DIGITS = re.compile(r"\d(?:[\s.\-_/]*\d)*")


class Reading(Enum):
    """What a message is while a code is expected."""

    CODE = "code"
    MALFORMED = "malformed"
    NOT_A_CODE = "not_a_code"


def plain(text: str) -> str:
    """Turn any script's digits into ASCII and drop invisible marks."""
    visible = (sign for sign in text if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in visible)


def read_code(text: str) -> tuple[Reading, str]:
    """Read a code out of a message that answers the question for it.

    Two lone digits ("dans 2 jours") are not a try; from four on somebody typed a code wrongly,
    and whatever it is must not go on to the assistant.
    """
    runs = [re.sub(r"\D", "", run) for run in _LOOSE_DIGITS.findall(plain(text))]
    for run in runs:
        if len(run) == CODE_DIGITS:
            return Reading.CODE, run
    if any(len(run) >= 4 for run in runs):
        return Reading.MALFORMED, ""
    return Reading.NOT_A_CODE, ""
