"""Public sets of labelled texts: each task gives its rows of the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sklearn.model_selection import StratifiedKFold

from benchmarks.understanding.datasets import Split, arbanking, darijabanking, sib200, xsid
from benchmarks.understanding.measured import Measured, of_comparison
from nlu.benchmark.intents import ALL, NEW, SYSTEMS, Say, benchmark, compare, run
from nlu.benchmark.rows import Row

_FOLDS, _FOLD_SEED = 5, 13


def arbanking_official(datasets: Path, say: Say) -> Iterator[Measured]:
    """ArBanking77's own training rows, its five tests: no Moroccan in training."""
    yield from _measured("ArBanking77", arbanking(datasets), say)


def arbanking_folds(datasets: Path, say: Say) -> Iterator[Measured]:
    """MSA, Palestinian and four fifths of the Moroccan test's distinct texts; the fifth is judged.

    Five trainings of some 24,000 rows each.
    """
    split = arbanking(datasets)
    moroccan = list({row.text: row for row in split.test if row.language == "Moroccan"}.values())
    truth = [row.label for row in moroccan]
    guesses = {name: [""] * len(moroccan) for name in SYSTEMS}
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_FOLD_SEED)
    for number, (inside, outside) in enumerate(folds.split(truth, truth), 1):
        train = [*split.train, *(moroccan[place] for place in inside)]
        for name, fit in SYSTEMS.items():
            say(f"fold {number} of {_FOLDS}: {name}")
            found = run(fit, train, [moroccan[place] for place in outside]).guesses
            for place, guess in zip(outside, found, strict=True):
                guesses[name][place] = guess
    name = "ArBanking77, Moroccan in training"
    yield from of_comparison(name, "Moroccan", compare(truth, guesses))


def sib(datasets: Path, say: Say) -> Iterator[Measured]:
    """SIB-200's topics."""
    yield from _measured("SIB-200", sib200(datasets), say)


def xsid_intents(datasets: Path, say: Say) -> Iterator[Measured]:
    """xSID's Arabic intents."""
    yield from _measured("xSID", xsid(datasets), say)


def darijabanking_all(folder: Path | None, say: Say) -> Iterator[Measured]:
    """DarijaBanking, trained on its four languages together."""
    yield from _measured("DarijaBanking, all four", darijabanking(folder), say)


def darijabanking_each(folder: Path | None, say: Say) -> Iterator[Measured]:
    """DarijaBanking, each language trained and tested by itself."""
    split = darijabanking(folder)
    for language in sorted({row.language or "" for row in split.test}):
        alone = Split(_of(split.train, language), _of(split.test, language))
        yield from _measured("DarijaBanking, one language", alone, say)


def _of(rows: list[Row], language: str) -> list[Row]:
    return [replace(row) for row in rows if row.language == language]


def _measured(name: str, split: Split, say: Say) -> Iterator[Measured]:
    result = benchmark(split.train, split.test, say=say)
    for one in result["slices"]:
        if one["language"] not in (ALL, NEW):
            repeated = result["in_training"].get(one["language"], 0)
            note = f"{repeated} test texts are in the training rows" if repeated else ""
            for row in of_comparison(name, one["language"], one):
                yield replace(row, note=note)
