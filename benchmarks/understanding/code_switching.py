"""Word by word, Arabic or French: the NArabizi treebank's code-switched Arabizi."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.understanding.datasets import Word, narabizi
from benchmarks.understanding.measured import Measured, of_comparison
from nlu.benchmark.intents import OURS, PEER, Say, compare
from nlu.benchmark.peer import LinearPeer
from nlu.model.intents import IntentModel

NAME = "NArabizi words"


def word_languages(datasets: Path, say: Say) -> Iterator[Measured]:
    """Each system reads the word and its two neighbours; trained on the official training part."""
    train, test = narabizi(datasets, "train"), narabizi(datasets, "test")
    guesses = {}
    for name, fit in ((OURS, IntentModel.fit), (PEER, LinearPeer.fit)):
        say(f"{name}: {len(train)} words")
        labels = [word.language for word in train]
        model = fit([word.text for word in train], labels, beside=_neighbours(train))
        guesses[name] = model.predict([word.text for word in test], beside=_neighbours(test))
    yield from of_comparison(NAME, "test", compare([word.language for word in test], guesses))


def _neighbours(words: list[Word]) -> list[list[str]]:
    return [[word.before for word in words], [word.after for word in words]]
