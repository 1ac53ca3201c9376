"""Accuracy, macro-F1 and intervals, on cases worked out by hand."""

from __future__ import annotations

import pytest

from nlu.benchmark.scores import Interval, accuracy, difference, macro_f1, mean, wilson


@pytest.mark.parametrize(
    ("right", "whole", "low", "high"),
    [
        pytest.param(8, 10, 0.4902, 0.9433, id="most"),
        pytest.param(0, 10, 0.0, 0.2775, id="none"),
        pytest.param(10, 10, 0.7225, 1.0, id="all"),
        pytest.param(349, 362, 0.9395, 0.9789, id="of-362"),
    ],
)
def test_wilsons_interval(right: int, whole: int, low: float, high: float) -> None:
    found = wilson(right, whole)
    assert found.value == right / whole
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_accuracy_counts_the_right_ones() -> None:
    assert accuracy(["a", "a", "b", "c"], ["a", "b", "b", "a"]) == wilson(2, 4)


def test_nothing_has_no_share() -> None:
    with pytest.raises(ValueError, match="nothing"):
        accuracy([], [])


def test_macro_f1_is_the_mean_over_the_classes_of_the_truth() -> None:
    truth, guesses = ["a", "a", "b", "b", "c"], ["a", "b", "b", "b", "d"]
    # a: 2·1/(2+1), b: 2·2/(2+3), c: 0; d is guessed only
    assert macro_f1(truth, guesses).value == pytest.approx((2 / 3 + 4 / 5 + 0) / 3)


def test_macro_f1_does_not_weigh_a_class_by_its_rows() -> None:
    truth = ["a"] * 9 + ["b"]
    # a: 2·9/(9+10), b: 0
    assert macro_f1(truth, ["a"] * 10).value == pytest.approx(18 / 19 / 2)


def test_the_interval_of_a_perfect_score_is_a_point() -> None:
    assert macro_f1(["a", "b", "c"], ["a", "b", "c"]) == Interval(1.0, 1.0, 1.0)


def test_bootstrap_meets_the_normal_distribution() -> None:
    found = mean([0.0, 1.0] * 200)
    # one standard error is sqrt(0.25/400) = 0.025
    assert (found.low, found.high) == pytest.approx((0.5 - 0.049, 0.5 + 0.049), abs=0.006)


def test_bootstrap_of_two_rows_knows_nothing() -> None:
    assert mean([0.0, 1.0]) == Interval(0.5, 0.0, 1.0)


def test_the_seed_decides() -> None:
    values = [float(number % 7) for number in range(50)]
    assert mean(values, seed=1) == mean(values, seed=1)
    assert mean(values, seed=1) != mean(values, seed=2)


def test_difference_is_ours_less_theirs() -> None:
    truth = ["a"] * 10
    ours, theirs = ["a"] * 9 + ["b"], ["a"] * 6 + ["b"] * 4
    assert difference(truth, ours, theirs).value == pytest.approx(0.3)


def test_difference_is_paired() -> None:
    truth = ["a"] * 50 + ["b"] * 50
    assert difference(truth, ["a"] * 100, ["a"] * 100) == Interval(0.0, 0.0, 0.0)


def test_rows_of_different_number_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        accuracy(["a", "b"], ["a"])
