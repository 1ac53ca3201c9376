"""Train the product's pipeline and its peer on the same rows; figures by language."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from nlu.benchmark.peer import LinearPeer
from nlu.benchmark.rows import Row
from nlu.benchmark.scores import accuracy, difference, macro_f1
from nlu.model.intents import IntentModel
from nlu.text.script import ARABIC, script_of

ALL = "all"
NEW = "all, texts not in the training rows"
OURS, PEER = "jawab", "linear"
Say = Callable[[str], None]
Guesses = Mapping[str, Sequence[str]]


class Model(Protocol):
    """Anything that was trained on texts."""

    def predict(self, texts: Sequence[str], *, beside: Sequence[Sequence[str]] = ()) -> list[str]:
        """One label a text, with what stands beside it where that was learnt too."""


# What data sets call the product's languages.
_CODES = {
    "darija": "ary",
    "moroccan": "ary",
    "arabic": "ar",
    "msa": "ar",
    "arb": "ar",
    "french": "fr",
    "fra": "fr",
    **{code: code for code in ("ary", "ary-Latn", "ar", "fr")},
}


def _ours(rows: Sequence[Row], seed: int) -> Model:
    texts, labels = [row.text for row in rows], [row.label for row in rows]
    if not all(row.language for row in rows):
        return IntentModel.fit(texts, labels, seed=seed)
    languages = [_code(row) for row in rows]
    return IntentModel.fit(texts, labels, seed=seed, languages=languages)


def _code(row: Row) -> str:
    """Another dialect is read as Darija, another language of Latin letters as it stands."""
    spoken = "ary" if script_of(row.text) == ARABIC else "fr"
    return _CODES.get((row.language or "").lower(), spoken)


def _peer(rows: Sequence[Row], seed: int) -> Model:
    return LinearPeer.fit([row.text for row in rows], [row.label for row in rows], seed=seed)


Fit = Callable[[Sequence[Row], int], Model]
SYSTEMS: dict[str, Fit] = {OURS: _ours, PEER: _peer}


class TooLittle(Exception):
    """The training rows cannot be learnt from; the message says why."""


@dataclass(frozen=True)
class Trained:
    """A system's models, and what they took."""

    guesses: list[str]
    training_seconds: float
    prediction_seconds: float


def benchmark(
    train: Sequence[Row], test: Sequence[Row], *, seed: int = 0, say: Say = lambda _: None
) -> dict[str, Any]:
    """Figures of ours and of the linear peer by language; raises TooLittle."""
    if len({row.label for row in train}) < 2:
        raise TooLittle("the training rows have a single label")
    systems = {}
    for name, fit in SYSTEMS.items():
        say(f"{name}: {len(train)} rows, {len({row.label for row in train})} labels")
        systems[name] = run(fit, train, test, seed)
    truth = [row.label for row in test]
    return {
        "training_rows": len(train),
        "test_rows": len(test),
        "training_labels": len({row.label for row in train}),
        "unseen_labels": _unseen_labels(train, test),
        "in_training": _in_training(train, test),
        "slices": [
            {"language": name, **compare(*_picked(rows, truth, systems), seed=seed)}
            for name, rows in slices(train, test).items()
        ],
        "seconds": {
            name: {
                "training": round(one.training_seconds, 2),
                "prediction": round(one.prediction_seconds, 3),
            }
            for name, one in systems.items()
        },
    }


def slices(train: Sequence[Row], test: Sequence[Row]) -> dict[str, list[int]]:
    """Numbers of the test rows: by language, all, and without those that training had."""
    by: dict[str, list[int]] = {}
    for number, row in enumerate(test):
        if row.language:
            by.setdefault(row.language, []).append(number)
    known = _texts(train)
    fresh = [number for number, row in enumerate(test) if _spaced(row.text) not in known]
    by[ALL] = list(range(len(test)))
    if fresh and len(fresh) < len(test):
        by[NEW] = fresh
    return by


def run(fit: Fit, train: Sequence[Row], test: Sequence[Row], seed: int = 0) -> Trained:
    """Train one system and let it guess; raises TooLittle."""
    began = time.perf_counter()
    try:
        model = fit(train, seed)
    except ValueError as error:  # no piece of a word occurs twice
        raise TooLittle(f"the training rows are too few: {error}") from error
    trained = time.perf_counter()
    guesses = model.predict([row.text for row in test])
    return Trained(guesses, trained - began, time.perf_counter() - trained)


def compare(expected: Sequence[str], guesses: Guesses, *, seed: int = 0) -> dict[str, Any]:
    """Both systems' figures on the same rows, and the difference."""
    scored = {
        name: {
            "accuracy": asdict(accuracy(expected, guessed)),
            "macro_f1": asdict(macro_f1(expected, guessed, seed=seed)),
        }
        for name, guessed in guesses.items()
    }
    wrong = {name: 1 - figures["accuracy"]["value"] for name, figures in scored.items()}
    return {
        "rows": len(expected),
        "labels": len({*expected}),
        **scored,
        "difference": asdict(difference(expected, guesses[OURS], guesses[PEER], seed=seed)),
        "error_ratio": round(wrong[OURS] / wrong[PEER], 3) if wrong[PEER] else None,
    }


def _picked(
    rows: Sequence[int], truth: Sequence[str], systems: Mapping[str, Trained]
) -> tuple[list[str], dict[str, list[str]]]:
    guesses = {name: [one.guesses[row] for row in rows] for name, one in systems.items()}
    return [truth[row] for row in rows], guesses


def _unseen_labels(train: Sequence[Row], test: Sequence[Row]) -> dict[str, int]:
    """Labels that training never saw, with their test rows: nobody can get those right."""
    known = {row.label for row in train}
    return dict(sorted(Counter(row.label for row in test if row.label not in known).items()))


def _in_training(train: Sequence[Row], test: Sequence[Row]) -> dict[str, int]:
    """Test rows whose very text training had, by language and in all."""
    known = _texts(train)
    found = [row for row in test if _spaced(row.text) in known]
    return {**Counter(row.language for row in found if row.language), ALL: len(found)}


def _texts(rows: Sequence[Row]) -> set[str]:
    return {_spaced(row.text) for row in rows}


def _spaced(text: str) -> str:
    return " ".join(text.split())
