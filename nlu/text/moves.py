"""What is said about the talk itself: repeat, back, start again, another language. Pure.

A move is a message of its own: one of the phrases of `moves.tsv`, with no more than politeness
around it. A longer message that has such a word in it ("je dois revenir demain ?") is a question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

from nlu.text.names import Names
from nlu.text.normalise import normalise, words

Move = Literal["repeat", "back", "start_again"]
PHRASES = Path(__file__).with_name("moves.tsv")
_POLITE, _LAW, _FIRST, _BITE, _ASKS = "polite", "law", "first", "bite", "asks"
_SHORT = 3  # letters: `wach` asks by itself
# In this order: who asks for "darija in Latin letters" names Darija, too.
_LANGUAGES = ("fr", "ary-Latn", "ary", "ar")


def move_of(text: str) -> Move | None:
    """The move that a message is; None where it is anything else."""
    phrases = _phrases()
    whole = " ".join(words(normalise(text).replace("?", " ")))
    bare = _without(whole, phrases[_POLITE])
    for move in get_args(Move):
        if bare in phrases[move] or whole in phrases[move]:
            found: Move = move
            return found
    return None


def _without(text: str, phrases: Iterable[str]) -> str:
    """A text without some phrases, the longest first; single spaces."""
    padded = f" {text} "
    for phrase in sorted(phrases, key=len, reverse=True):
        while f" {phrase} " in padded:
            padded = padded.replace(f" {phrase} ", " ")
    return padded.strip()


def wanted_language(text: str) -> str | None:
    """The language that a message asks for; None where it names none of ours."""
    phrases = _phrases()
    said = f" {' '.join(words(normalise(text).replace('?', ' ')))} "
    for language in _LANGUAGES:
        if any(f" {phrase} " in said for phrase in phrases[language]):
            return language
    return None


def speaks_of_law(text: str) -> bool:
    """True where a message has a word of law or right."""
    return bool(_named(_LAW).find(normalise(text)))


def asks(text: str) -> bool:
    """True where a text has a word that asks: how much, where, which."""
    said = (word for word in words(normalise(text)))
    return any(one in _phrases()[_ASKS] for word in said for one in _bare(word))


def _bare(word: str) -> tuple[str, ...]:
    """A word, and what is left of it without an `and` written onto it."""
    return word, word.removeprefix("و"), word.removeprefix("w") if len(word) > _SHORT else word


def speaks_of_bite(text: str) -> bool:
    """True where an animal has bitten somebody: care comes first, whatever else is said."""
    phrases = _phrases()[_BITE]
    said = f" {' '.join(words(normalise(text).replace('?', ' ')))} "
    return any(f" {phrase} " in said for phrase in phrases)


def speaks_of_first(text: str) -> bool:
    """True where a message says that it is for the first time."""
    return bool(_named(_FIRST).find(normalise(text)))


@cache
def _named(kind: str) -> Names:
    return Names({kind: _phrases()[kind]})


@lru_cache(maxsize=1)
def _phrases() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in PHRASES.read_text("utf-8").splitlines():
        kind, _, phrases = line.partition("\t")
        found[kind] |= {normalise(phrase) for phrase in phrases.split(",")}
    return {kind: frozenset(phrases) for kind, phrases in found.items()}
