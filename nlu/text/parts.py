"""A message cut where a second question may begin: each part must ask by a word. Pure."""

from __future__ import annotations

import re

from nlu.text.moves import asks
from nlu.text.normalise import fold

MOST_PARTS = 3
_FEWEST_LETTERS = 4
# Between questions: marks that end one, and words that join two. `و` is written onto its word, so
# only before a question word.
_JOINTS = re.compile(
    r"[?؟!.\n;]+"
    r"|\s(?:et(?: aussi)?|ainsi que|puis|w|ou|wa|w?zid|w mn ba3d)\s"
    r"|\s(?:و|وكذلك|وايضا|ثم|ومن بعد)\s"
    r"|\s(?=و(?:شحال|فين|واش|شنو|شنا|اشنو|كيفاش|امتي|منين|كم|اين|متي|هل|ما هي|ماهي|ما هو|كيف)\b)"
    r"|\s(?=w(?:ch7al|chhal|fin|wach|ach|chno|chnou|kifach|imta)\b)"
)


def parts_of(text: str) -> list[str]:
    """The parts of a message as typed, two at least; empty where it has only one."""
    folded = fold(text)
    found: list[str] = []
    position = 0
    for joint in [*_JOINTS.finditer(folded.text), None]:
        end = joint.start() if joint else len(folded.text)
        if end > position and sum(map(str.isalpha, folded.text[position:end])) >= _FEWEST_LETTERS:
            first, last = folded.span(position, end)
            found.append(text[first:last].strip())
        position = joint.end() if joint else end
    return found if 2 <= len(found) <= MOST_PARTS and all(map(asks, found)) else []
