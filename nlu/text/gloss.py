"""Darija put into French word by word, for a sentence encoder that knows French and no Darija."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from nlu.text.normalise import normalise, words
from nlu.text.script import is_arabic_letter
from nlu.text.skeleton import word_skeleton

LEXICON = Path(__file__).with_name("darija.tsv")
DARIJA = frozenset(("ary", "ary-Latn"))
_SKIPPED = "-"
_SHORTEST = 3  # consonants; fewer are shared by too many words
# What is written onto a word and stands for a word of its own. Arabic script first, then Latin.
_NEGATED = (
    re.compile(r"^(?:ما?)?(?P<root>\w{2,})ش$"),
    re.compile(r"^(?:ma|m)?(?P<root>\w{2,})(?:ch|sh)$"),
)
_BEFORE = (
    re.compile(r"^(?:و?(?:ال|لل|فال|بال|دال|ف|ب|ل|د|ك|غا?)|و)(?=\w{2})"),
    re.compile(r"^(?:(?:w|ou)?(?:f|b|d)?(?:el|al|l)?-?|gha|[dl]')(?=\w{2})"),
)
_AND = (re.compile(r"^و(?=\w{2})"), re.compile(r"^(?:w|ou)(?=\w{2})"))
_AFTER = (
    re.compile(r"(?<=\w{2})(?:ها|هم|هوم|نا|كم|ني|ليا|لي|ه|ك|و)$"),
    re.compile(r"(?<=\w{2})(?:ha|hom|na|kom|ni|lia|li|h|k|o|ou)$"),
)


def gloss(normalised: str) -> str:
    """The French of a normalised message; words that are not in the lexicon stay as they are."""
    said = (word_gloss(word) for word in words(normalised))
    return " ".join(one for one in said if one)


@lru_cache(maxsize=65536)
def word_gloss(word: str) -> str:
    """The French of one word, or the word; empty for one that says nothing."""
    exact, by_consonants = _lexicon()
    found = look_up(word, exact)
    if found is not None:
        return found
    return by_consonants.get(word_skeleton(word), word) if any(map(str.isalpha, word)) else word


def look_up(word: str, exact: Mapping[str, str]) -> str | None:
    """The French of a word as it stands, else of what is left without what is written onto it."""
    if word in exact:
        return exact[word]
    latin = not is_arabic_letter(word[0])
    for form in _shorter(word, latin):
        if form in exact:
            return exact[form]
    negated = _NEGATED[latin].match(word)
    if negated is None:
        return None
    root = negated["root"]
    found = next((exact[form] for form in (root, *_shorter(root, latin)) if form in exact), None)
    return f"ne pas {found}" if found else None


def _shorter(word: str, latin: bool) -> Iterator[str]:
    """What may be left of a word; `and` alone off first, since the ب of وبغيت is the verb's own."""
    without_and, bare = _AND[latin].sub("", word), _BEFORE[latin].sub("", word)
    yield without_and
    yield bare
    for form in (word, without_and, bare):
        yield _AFTER[latin].sub("", form)


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, str], dict[str, str]]:
    """French by form, and by consonants where all forms of these say the same."""
    exact: dict[str, str] = {}
    sharing: defaultdict[str, set[str]] = defaultdict(set)
    for said, form in lines():
        exact.setdefault(form, said)
        sharing[word_skeleton(form)].add(said)
    by_consonants = {
        code: said.pop()
        for code, said in sharing.items()
        if len(said) == 1 and len(code) >= _SHORTEST
    }
    return exact, by_consonants


def lines() -> Iterator[tuple[str, str]]:
    """French (empty where a word says nothing) and a normalised form, all of the lexicon."""
    for line in LEXICON.read_text("utf-8").splitlines():
        french, *forms = line.split("\t")
        for form in ",".join(forms).split(","):
            if form:
                yield "" if french == _SKIPPED else french, normalise(form)
