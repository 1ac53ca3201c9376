"""From Latin letters to Arabic ones, on DODa's test words and sentences.

The consonant skeleton converts nothing: it is measured by whether both spellings meet. Where the
product has `nlu.text.transliterate.to_arabic`, its words are held against DODa's, as packages are.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.understanding.datasets import Pair, doda_sentences, doda_words
from benchmarks.understanding.edits import distance, nearest
from benchmarks.understanding.measured import Measured
from benchmarks.understanding.published import ERRORS, RIGHT
from nlu.benchmark.intents import Say
from nlu.benchmark.scores import Interval, mean, wilson
from nlu.text.normalise import normalise
from nlu.text.skeleton import skeleton

SAME, AMONG, PICKED = "same skeleton", "right word among the nearest", "right word picked"
_TRANSLITERATE = "nlu.text.transliterate"
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_LETTERS = str.maketrans("أإآٱىةڭگݣ", "اااايهككك")
_EDGES = re.compile(r"^\W+|\W+$")
ToArabic = Callable[[str], str]


def words(datasets: Path, say: Say) -> Iterator[Measured]:
    """Single words: skeletons, finding the word among all test words, transliteration."""
    pairs = doda_words(datasets)
    yield _same(pairs, "words")
    say(f"the nearest of {len({pair.arabic for pair in pairs})} words for {len(pairs)} spellings")
    yield from found(pairs)
    yield from converted(pairs, "words", transliterator())


def sentences(datasets: Path, say: Say) -> Iterator[Measured]:
    """Words of sentences whose two spellings have as many."""
    pairs = [pair for sentence in doda_sentences(datasets) for pair in aligned(sentence)]
    yield _same(pairs, "sentences")
    yield from converted(pairs, "sentences", transliterator())


def transliterator() -> ToArabic | None:
    """The product's own, where there is one."""
    if importlib.util.find_spec(_TRANSLITERATE) is None:
        return None
    found: ToArabic = importlib.import_module(_TRANSLITERATE).to_arabic
    return found


def found(pairs: Sequence[Pair]) -> Iterator[Measured]:
    """For each Latin spelling the Arabic words whose skeletons are nearest to its own."""
    by_code: dict[str, list[str]] = {}
    for word in dict.fromkeys(pair.arabic for pair in pairs):
        by_code.setdefault(_code(word), []).append(word)
    among, picked = [], []
    for pair in pairs:
        codes = nearest(_code(pair.latin), list(by_code))
        near = [word for code in codes for word in by_code[code]]
        among.append(pair.arabic in near)
        picked.append((pair.arabic in near) / len(near))
    note = f"of {len({pair.arabic for pair in pairs})} words"
    yield Measured("DODa", "words", AMONG, len(pairs), wilson(sum(among), len(among)), note=note)
    note += "; one of several equally near counts by its share"
    yield Measured("DODa", "words", PICKED, len(pairs), mean(picked), note=note)


def converted(pairs: Sequence[Pair], test: str, to_arabic: ToArabic | None) -> Iterator[Measured]:
    """Words right and character errors; without a transliterator what others reach, alone."""
    if to_arabic is None:
        note = "the product has no transliterator"
        for measure in (RIGHT, ERRORS):
            yield Measured("DODa", test, measure, len(pairs), None, note=note)
        return
    made = [(plain(to_arabic(pair.latin)), plain(pair.arabic)) for pair in pairs]
    right = sum(ours == theirs for ours, theirs in made)
    yield Measured("DODa", test, RIGHT, len(pairs), wilson(right, len(pairs)))
    yield Measured("DODa", test, ERRORS, len(pairs), character_errors(made))


def character_errors(made: Sequence[tuple[str, str]]) -> Interval:
    """Edits to a letter that was wanted; the interval over words."""
    letters = sum(len(wanted) for _, wanted in made) / len(made)
    return mean([distance(ours, wanted) / letters for ours, wanted in made])


def aligned(sentence: Pair) -> list[Pair]:
    """Words side by side; none where the two spellings differ in number."""
    latin, arabic = (_tokens(text) for text in (sentence.latin, sentence.arabic))
    if len(latin) != len(arabic):
        return []
    return [Pair(one, other) for one, other in zip(latin, arabic, strict=True)]


def plain(word: str) -> str:
    """No vowel signs, one alef, one ya, one ha, one kaf: the form all systems are held to."""
    return _MARKS.sub("", word).translate(_LETTERS)


def _tokens(text: str) -> list[str]:
    bare = (_EDGES.sub("", token) for token in text.split())
    return [token for token in bare if token]


def _same(pairs: Sequence[Pair], test: str) -> Measured:
    met = sum(_code(pair.latin) == _code(pair.arabic) for pair in pairs)
    return Measured("DODa", test, SAME, len(pairs), wilson(met, len(pairs)))


def _code(word: str) -> str:
    return skeleton(normalise(word))
