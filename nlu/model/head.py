"""One question to a message, answered by a linear model with tempered probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from nlu.model.parallel import spread

_TOLERANCE = 0.3  # a tenth of it takes a quarter longer and answers alike
_MAX_ITERATIONS = 2000
_MANY = 4000  # messages; fewer are learnt before a process has started


@dataclass(frozen=True)
class Lesson:
    """What a head learns from."""

    rows: csr_matrix
    labels: Sequence[str]
    seed: int
    penalty: float = 0.5  # liblinear's C


@dataclass(frozen=True)
class Head:
    """Weights, a row a feature; `sharpness` makes scores probabilities (softmax of the product).

    Rows of features, one after the other in memory, and single precision: a message has some
    hundred of them, and any other layout would be copied whole for each message.
    """

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    sharpness: float = 1.0

    @classmethod
    def fit(cls, lesson: Lesson) -> Head:
        """Train one against the rest; a single class needs no training."""
        names = sorted(set(lesson.labels))
        if len(names) == 1:
            return cls((names[0],), np.zeros((lesson.rows.shape[1], 1), np.float32), np.zeros(1))
        machine = LinearSVC(
            C=lesson.penalty, tol=_TOLERANCE, max_iter=_MAX_ITERATIONS, random_state=lesson.seed
        ).fit(lesson.rows, np.asarray(lesson.labels))
        weights, bias = machine.coef_, machine.intercept_
        if len(names) == 2:
            weights, bias = np.vstack([-weights, weights]), np.array([-bias[0], bias[0]])
        # Half precision answers alike, and the archive is written in half the time.
        halved = weights.T.astype(np.float16, order="C")
        return cls(tuple(names), halved.astype(np.float32), bias)

    def scores(self, rows: csr_matrix) -> np.ndarray:
        """Distances to each class's border, one row a message."""
        return np.asarray(rows.astype(np.float32) @ self.weights) + self.bias

    def probabilities(self, rows: csr_matrix) -> np.ndarray:
        """One row a message, summing to 1."""
        return softmax(self.scores(rows) * self.sharpness)


def fit_heads(lessons: Sequence[Lesson]) -> list[Head]:
    """One head a lesson, in order; large ones side by side."""
    return spread(Head.fit, lessons, worth_it=max(len(one.labels) for one in lessons) >= _MANY)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Row by row, safe for large scores."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
