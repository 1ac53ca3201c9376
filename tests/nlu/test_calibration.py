"""From scores to chances, worked out by hand."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from nlu.model.calibration import Calibration, best_sharpness, evidence_of
from nlu.model.head import softmax

SHARPEST, BLUNTEST = 20.0, 0.5  # of those tried


def test_softmax_of_equal_scores_is_even_and_of_large_ones_finite() -> None:
    found = softmax(np.array([[3.0, 3.0], [0.0, log(3.0)], [1e6, 1e6 - log(4.0)]]))
    assert found.tolist() == [
        pytest.approx([1 / 2, 1 / 2]),
        pytest.approx([1 / 4, 3 / 4]),
        pytest.approx([4 / 5, 1 / 5]),
    ]


@pytest.mark.parametrize(
    ("truth", "expected"),
    [([0, 1, 0, 1], SHARPEST), ([1, 0, 1, 0], BLUNTEST)],
    ids=["always-right", "always-wrong"],
)
def test_scores_that_are_always_right_are_trusted_most(truth: list[int], expected: float) -> None:
    scores = np.array([[1.0, -1.0], [-1.0, 1.0]] * 2)
    assert best_sharpness(scores, np.array(truth)) == pytest.approx(expected)


def test_scores_that_are_right_three_times_of_four_get_that_chance() -> None:
    scores = np.array([[0.5, -0.5]] * 4)
    sharpness = best_sharpness(scores, np.array([0, 0, 0, 1]))
    # A lead of 1 must give odds of 3: the factor is log 3, or the next one tried.
    assert sharpness == pytest.approx(log(3), rel=0.06)
    assert 1 / (1 + exp(-sharpness)) == pytest.approx(3 / 4, abs=0.02)


@pytest.mark.parametrize(
    ("weights", "bias", "evidence", "expected"),
    [
        ((0.0, 0.0), 0.0, [5.0, 5.0], 1 / 2),
        ((1.0, 0.0), 0.0, [log(3.0), 9.0], 3 / 4),
        ((0.0, 2.0), -log(4.0), [9.0, 0.0], 1 / 5),
        ((1.0, 1.0), log(2.0), [log(2.0), log(2.0)], 8 / 9),
    ],
    ids=["knows-nothing", "odds-of-3", "bias-alone", "odds-multiply"],
)
def test_confidence_is_the_logistic_of_the_weighted_evidence(
    weights: tuple[float, ...], bias: float, evidence: list[float], expected: float
) -> None:
    found = Calibration(weights, bias).confidence(np.array([evidence]))
    assert found.tolist() == pytest.approx([expected])


@pytest.mark.parametrize(
    ("right", "expected"),
    [([True, True], 1 / (1 + exp(-4))), ([False, False], 1 / (1 + exp(4))), ([], 1 / (1 + exp(4)))],
    ids=["always-right", "always-wrong", "nothing-held-out"],
)
def test_one_outcome_alone_gives_a_constant_short_of_certain(
    right: list[bool], expected: float
) -> None:
    learnt = Calibration.fit(np.array([[1.0, 2.0, 3.0]] * len(right)).reshape(-1, 3), right)
    asked = np.array([[-50.0, 0.0, 50.0], [0.0, 0.0, 0.0]])
    assert learnt.confidence(asked).tolist() == pytest.approx([expected] * 2)


def test_what_was_right_with_much_evidence_is_believed_with_much() -> None:
    evidence = np.array([[2.0], [1.5], [1.0], [-1.0], [-1.5], [-2.0]])
    learnt = Calibration.fit(evidence, [True, True, True, False, False, False])
    high, even, low = learnt.confidence(np.array([[2.0], [0.0], [-2.0]]))
    # Symmetrical evidence: nothing speaks for either outcome in the middle.
    assert even == pytest.approx(1 / 2, abs=0.01)
    assert high == pytest.approx(1 - low, abs=0.01)
    assert high > 0.95


def test_evidence_is_the_odds_the_lead_and_the_shares_known() -> None:
    found = evidence_of(np.array([0.75, 0.5]), np.array([0.25, 0.5]), np.array([[0.1], [0.9]]))
    assert found.tolist() == [pytest.approx([log(3), 0.5, 0.1]), pytest.approx([0.0, 0.0, 0.9])]


def test_certainty_has_finite_odds() -> None:
    found = evidence_of(np.array([1.0, 0.0]), np.array([0.0, 0.0]), np.zeros((2, 1)))
    assert found[:, 0].tolist() == pytest.approx([log(9999), -log(9999)])
