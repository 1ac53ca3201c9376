"""Who asked for which paper, and what for: a message cut at the words that say so. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.text.normalise import fold

# Folded. What an administration did: it asked, it wanted, it said "bring".
_ASKED = re.compile(
    r"\b(?:demand\w*|exig\w*|reclam\w*|veu(?:t|lent)|voul\w+|oblige\w*|me disent|m'a dit|on me dit"
    r"|(?:kay|kat|y|i)?t[ae]?ll?[ae]?b\w*|talb\w*|b[a]?gha?w\w*|gal(?:ou|o|i)\w* li\w*"
    r"|kaygoul\w*|chart\w*|jib)\b"
    r"|(?:كي|كت|ي|ت)?طلب\w*|طالب\w*|بغاو\w*|باغيين|(?:قالو|گالو|كيقولو)\w* (?:لي\w*)"
    r"|يشترط\w*|اشترط\w*|فرض\w*|يفرض\w*|جيب"
)
# What it was for.
_FOR = re.compile(
    r"\b(?:pour|afin de|en vue d\w*|dans le cadre d\w*|bach|3la wedd?|3la 9bel|f dossier d\w*)\b"
    r"|(?=\bلل\w{3})"  # "for the", written onto its word
    r"|باش|من اجل|لاجل|قصد|علي ود|علي قبل|فالدوسي ديال|بغرض|لملف|في ملف"
)


# Whether they may: it says nothing of the paper or of what it is for.
_RIGHT = re.compile(
    r"[,;.!?\s]*(?:ont[ -]ils|ils ont le droit|a[ -]t[ -](?:il|elle)\b.*droit"
    r"|c'est (?:normal|legal|permis)|est ce (?:normal|legal)|est-ce (?:normal|legal)"
    r"|wach 3[ae]?ndh\w* l?[7h][ae]?[9q]|wach (?:hadchi )?(?:normal|9anoun\w*|mn 7e99hom)"
    r"|واش عند\w* الحق|واش (?:هادشي )?(?:قانون\w*|نورمال|من حق\w*)|هل (?:لهم|له|لها) الحق|هل يحق\w*"
    r"|هل (?:هذا|ذلك) (?:قانوني|عادي|من حق\w*)).*$"
)


@dataclass(frozen=True)
class Demand:
    """Two pieces of a message as typed: what was asked for, and what for (empty where not said)."""

    asked_for: str
    purpose: str


def demand_of(text: str) -> Demand:
    """Cut a message: "they asked me for X, for Y", "for Y they asked for X", "I want Y, they …"."""
    folded = fold(text)
    right = _RIGHT.search(folded.text)
    if right and right.start():
        return demand_of(text[: folded.offsets[right.start()]])
    asked = _ASKED.search(folded.text)
    start = asked.end() if asked else 0
    purpose = _FOR.search(folded.text, start)
    if purpose:
        return Demand(
            _piece(text, folded.offsets, start, purpose.start()),
            _piece(text, folded.offsets, purpose.end(), len(folded.text)),
        )
    before = _piece(text, folded.offsets, 0, asked.start()) if asked else ""
    return Demand(_piece(text, folded.offsets, start, len(folded.text)), before)


def _piece(text: str, offsets: tuple[int, ...], start: int, end: int) -> str:
    if start >= end:
        return ""
    return text[offsets[start] : offsets[end - 1] + 1].strip()
