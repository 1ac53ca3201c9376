"""Things that a message names: papers, offices, families of procedures. Pure.

Names are compared as consonant skeletons, so that كارط, carte and lkarta meet; a name of one short
word has to be there letter by letter, or too many words would be it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nlu.text.arabizi import strip_article
from nlu.text.normalise import normalise, words
from nlu.text.skeleton import word_skeleton

_SHORT = 3  # consonants; fewer are shared by too many words
# What stands between the words of a name and may be left out, folded.
_LATIN_PARTICLES = (
    "de du des la le les l d a au aux en et ou pour par sur un une the dyal dial dyali dyalk dyalo "
    "dyalha dyawl dl mn men f fi lil b bi w wla ta3 3nd 3la chi had"
)
_ARABIC_PARTICLES = "ديال ديالي ديالك ديالو د من في ف ل ب و ولا علي عند شي هاد هذا هذه او"
_PARTICLES = frozenset(f"{_LATIN_PARTICLES} {_ARABIC_PARTICLES}".split())
_Word = tuple[str, str]  # folded letters, skeleton


@dataclass(frozen=True)
class Named:
    """A thing that a message names; `length` is the number of words it is named by."""

    id: str
    start: int
    length: int


class Names:
    """What people call things, ready to be found in messages."""

    def __init__(self, things: Mapping[str, Iterable[str]]) -> None:
        """Takes the names of each thing in all languages together."""
        self._by_first: dict[str, list[tuple[list[_Word], str]]] = defaultdict(list)
        for thing, names in things.items():
            for name in names:
                if found := list(_content(normalise(name))):
                    self._by_first[found[0][1]].append((found, thing))

    def find(self, normalised: str) -> list[Named]:
        """All things named, the most words first, each place of the message used once."""
        said = list(_content(normalised))
        found = sorted(self._all(said), key=lambda one: (-one.length, one.start, one.id))
        used: set[int] = set()
        kept: list[Named] = []
        for one in found:
            places = set(range(one.start, one.start + one.length))
            if not places & used and all(one.id != other.id for other in kept):
                kept.append(one)
                used |= places
        return kept

    def _all(self, said: list[_Word]) -> Iterator[Named]:
        for start, (_, code) in enumerate(said):
            for name, thing in self._by_first.get(code, ()):
                part = said[start : start + len(name)]
                if len(part) == len(name) and _is(part, name):
                    yield Named(thing, start, len(name))


def _is(part: list[_Word], name: list[_Word]) -> bool:
    if any(one[1] != other[1] for one, other in zip(part, name, strict=True)):
        return False
    # Together the words must be long enough to be no other words by chance.
    letters = sum(len(code) for _, code in name)
    return letters > _SHORT or all(
        strip_article(one[0]) == strip_article(other[0])
        for one, other in zip(part, name, strict=True)
    )


def _content(normalised: str) -> Iterator[_Word]:
    """The words that say something, with their skeletons; an elided article is no word."""
    for word in words(normalised.replace("'", " ")):
        if word not in _PARTICLES and word != "?":
            yield word, word_skeleton(word)


def distinctive(groups: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """For each group the skeletons that only its names have, and at least two of them.

    Of the family of the identity card that is "carte", "nationale", "cnie"; "renewal" or "lost"
    stand in the names of other families too, and in one of its own.
    """
    counted: dict[str, dict[str, int]] = {}
    for group, names in groups.items():
        counts: dict[str, int] = defaultdict(int)
        for name in names:
            for code in {code for _, code in _content(normalise(name)) if len(code) > 1}:
                counts[code] += 1
        counted[group] = counts
    return {
        group: frozenset(
            code
            for code, number in counts.items()
            if number > 1 and code not in _elsewhere(counted, group)
        )
        for group, counts in counted.items()
    }


def _elsewhere(counted: Mapping[str, Mapping[str, int]], group: str) -> set[str]:
    return {code for one, counts in counted.items() if one != group for code in counts}


def skeletons(normalised: str) -> frozenset[str]:
    """The skeletons of a message's content words."""
    return frozenset(code for _, code in _content(normalised))
