"""Accuracy and macro-F1 with their intervals, and the difference of two systems."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLINGS = 1000
_Z = 1.959963984540054  # of the normal distribution, for 95 %
_TAILS = (2.5, 97.5)

Labels = Sequence[str]


@dataclass(frozen=True)
class Interval:
    """A figure and the borders of its 95 % interval."""

    value: float
    low: float
    high: float


def accuracy(truth: Labels, guesses: Labels) -> Interval:
    """Share of right guesses, 0 to 1, with Wilson's interval."""
    right = sum(one == other for one, other in zip(truth, guesses, strict=True))
    return wilson(right, len(truth))


def wilson(right: int, whole: int) -> Interval:
    """A share and Wilson's score interval; raises ValueError for a share of nothing."""
    if not whole:
        raise ValueError("a share of nothing")
    share, square = right / whole, _Z**2 / whole
    centre = (share + square / 2) / (1 + square)
    half = _Z / (1 + square) * math.sqrt(share * (1 - share) / whole + square / (4 * whole))
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half))


def macro_f1(truth: Labels, guesses: Labels, *, seed: int = 0) -> Interval:
    """Mean F1 of the classes that occur in the truth, with a bootstrap interval over rows.

    A class that is only guessed has no F1 of its own; it costs the classes it was taken for.
    """
    names = sorted({*truth, *guesses})
    expected, guessed = _codes(truth, names), _codes(guesses, names)
    return _bootstrapped(
        lambda rows: _macro_f1(expected[rows], guessed[rows], len(names)), len(truth), seed
    )


def difference(truth: Labels, ours: Labels, theirs: Labels, *, seed: int = 0) -> Interval:
    """Our accuracy less theirs on the same rows, with a paired bootstrap interval."""
    better = [
        float(one == label) - float(other == label)
        for label, one, other in zip(truth, ours, theirs, strict=True)
    ]
    return mean(better, seed=seed)


def mean(values: Sequence[float], *, seed: int = 0) -> Interval:
    """A mean with its bootstrap interval."""
    numbers = np.asarray(values, dtype=float)
    return _bootstrapped(lambda rows: float(numbers[rows].mean()), len(numbers), seed)


def _bootstrapped(figure: Callable[[np.ndarray], float], whole: int, seed: int) -> Interval:
    """The figure of all rows, and the middle 95 % of those of resampled rows."""
    if not whole:
        raise ValueError("a figure of nothing")
    random = np.random.RandomState(seed)
    again = [figure(random.randint(whole, size=whole)) for _ in range(RESAMPLINGS)]
    low, high = np.percentile(again, _TAILS)
    return Interval(figure(np.arange(whole)), float(low), float(high))


def _macro_f1(expected: np.ndarray, guessed: np.ndarray, classes: int) -> float:
    hits = np.bincount(expected[expected == guessed], minlength=classes)
    true = np.bincount(expected, minlength=classes)
    both = true + np.bincount(guessed, minlength=classes)
    occurs = true > 0
    return float((2 * hits[occurs] / both[occurs]).mean())


def _codes(labels: Labels, names: list[str]) -> np.ndarray:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[label] for label in labels])
