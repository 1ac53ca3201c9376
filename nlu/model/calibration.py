"""From scores on held-out folds to probabilities that mean what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlu.model.head import softmax

_SHARPNESS_TRIED = np.geomspace(0.5, 20.0, 40)
_SMALLEST = 1e-4


def best_sharpness(scores: np.ndarray, truth: np.ndarray) -> float:
    """The factor under which held-out truths are likeliest; `truth` holds column numbers."""
    rows = np.arange(len(truth))

    def loss(factor: float) -> float:
        return float(-np.log(softmax(scores * factor)[rows, truth] + 1e-12).mean())

    return float(min(_SHARPNESS_TRIED, key=loss))


@dataclass(frozen=True)
class Calibration:
    """Logistic weights over what is known of the best candidate."""

    weights: tuple[float, ...]
    bias: float

    @classmethod
    def fit(cls, evidence: np.ndarray, right: Sequence[bool]) -> Calibration:
        """Learn when the best candidate was right; one outcome alone gives a constant."""
        if len(set(right)) < 2:
            sure = 4.0 if any(right) else -4.0
            return cls((0.0,) * evidence.shape[1], sure)
        machine = LogisticRegression(C=10.0).fit(evidence, np.asarray(right))
        return cls(tuple(machine.coef_[0].tolist()), float(machine.intercept_[0]))

    def confidence(self, evidence: np.ndarray) -> np.ndarray:
        """Chance that the best candidate is right, 0 to 1."""
        return np.asarray(1.0 / (1.0 + np.exp(-(evidence @ np.asarray(self.weights) + self.bias))))


def evidence_of(best: np.ndarray, second: np.ndarray, known: np.ndarray) -> np.ndarray:
    """What the calibration reads: the best candidate's odds, its lead, the shares known."""
    safe = np.clip(best, _SMALLEST, 1 - _SMALLEST)
    return np.column_stack([np.log(safe / (1 - safe)), best - second, known])
