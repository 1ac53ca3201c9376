"""One question to a message, answered by a linear model with tempered probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

_PENALTY = 1.0
_TOLERANCE = 1e-2
_MAX_ITERATIONS = 2000


@dataclass(frozen=True)
class Head:
    """Weights a class; `sharpness` turns scores into probabilities (softmax of the product)."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    sharpness: float = 1.0

    @classmethod
    def fit(cls, rows: csr_matrix, labels: Sequence[str], *, seed: int) -> Head:
        """Train one against the rest; a single class needs no training."""
        names = sorted(set(labels))
        if len(names) == 1:
            return cls((names[0],), np.zeros((1, rows.shape[1]), np.float32), np.zeros(1))
        machine = LinearSVC(
            C=_PENALTY, tol=_TOLERANCE, max_iter=_MAX_ITERATIONS, random_state=seed
        ).fit(rows, np.asarray(labels))
        weights, bias = machine.coef_, machine.intercept_
        if len(names) == 2:
            weights, bias = np.vstack([-weights, weights]), np.array([-bias[0], bias[0]])
        return cls(tuple(names), weights.astype(np.float32), bias)

    def scores(self, rows: csr_matrix) -> np.ndarray:
        """Distances to each class's border, one row a message."""
        return np.asarray(rows @ self.weights.T) + self.bias

    def probabilities(self, rows: csr_matrix) -> np.ndarray:
        """One row a message, summing to 1."""
        return softmax(self.scores(rows) * self.sharpness)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Row by row, safe for large scores."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
