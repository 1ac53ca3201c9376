"""Sentence vectors on fewer axes: any messages give finite rows of a mean length of 1."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_examples import examples

from nlu.model import projection as projecting
from nlu.model.classifier import Classifier
from nlu.model.projection import Projection
from nlu.text.message import Said

DIMENSIONS = 6


def vectors(rows: int, dimensions: int = DIMENSIONS) -> np.ndarray:
    """Rows of length 1, as the encoder's are."""
    found = np.random.RandomState(5).normal(size=(rows, dimensions)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("rows", "axes"),
    [(2, 2), (4, 4), (6, 6), (40, 6)],
    ids=["two-messages", "fewer-messages-than-dimensions", "as-many", "many-messages"],
)
def test_there_are_never_more_axes_than_messages_or_dimensions(rows: int, axes: int) -> None:
    assert Projection.fit(vectors(rows)).apply(vectors(3)).shape == (3, axes)


def test_many_dimensions_are_brought_down_to_the_wanted_axes() -> None:
    learnt = Projection.fit(vectors(200, 160))
    assert learnt.axes.shape == (160, projecting._AXES)
    assert learnt.axes.shape[1] < learnt.axes.shape[0]


@pytest.mark.parametrize("rows", [2, 4, 40])
def test_the_training_messages_have_a_mean_length_of_one(rows: int) -> None:
    found = Projection.fit(vectors(rows)).apply(vectors(rows))
    assert np.linalg.norm(found, axis=1).mean() == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    "rows", [1, 5, 7], ids=["one-message", "the-same-5-times", "the-same-7-times"]
)
def test_vectors_that_do_not_differ_give_zeros_and_no_nan(rows: int) -> None:
    constant = np.repeat(vectors(1), rows, axis=0)
    learnt = Projection.fit(constant)
    assert np.all(np.isfinite(learnt.axes))
    assert np.abs(learnt.apply(constant)).max() < 1e-3
    assert np.all(np.isfinite(learnt.apply(vectors(3))))


def test_the_axes_are_those_along_which_messages_differ_most() -> None:
    # Three times as far apart along the second dimension as along the first; never the third.
    rows = np.array([[1, 0, 7], [-1, 0, 7], [0, 3, 7], [0, -3, 7]], np.float32)
    learnt = Projection.fit(rows)
    assert learnt.mean.tolist() == [0, 0, 7]
    # Lengths 1, 1, 3, 3 have the mean 2.
    assert np.abs(learnt.axes[:, 0]).tolist() == pytest.approx([0, 0.5, 0], abs=1e-6)
    assert np.abs(learnt.axes[:, 1]).tolist() == pytest.approx([0.5, 0, 0], abs=1e-6)
    assert np.linalg.norm(learnt.apply(rows), axis=1).tolist() == pytest.approx(
        [0.5, 0.5, 1.5, 1.5]
    )


def test_distances_are_kept_where_no_axis_is_left_out() -> None:
    rows = vectors(40)
    found = Projection.fit(rows).apply(rows)

    def apart(points: np.ndarray) -> np.ndarray:
        return np.linalg.norm(points[:, None] - points[None, :], axis=2)

    scale = apart(found)[0, 1] / apart(rows)[0, 1]
    assert apart(found) == pytest.approx(apart(rows) * scale, abs=1e-4)


def some_vectors(messages: list[Said]) -> np.ndarray:
    """An encoder of the test: the same message, the same vector."""
    rows = [np.frombuffer(one.text.encode().ljust(32, b" ")[:32], np.uint8) for one in messages]
    return np.array(rows, np.float32) / 255


def test_a_saved_projection_is_opened_as_it_was(tmp_path: Path) -> None:
    trained = Classifier.fit(examples(), some_vectors)
    trained.save(tmp_path)
    before, after = trained.features.projection, Classifier.open(tmp_path).features.projection
    assert before is not None
    assert after is not None
    assert np.array_equal(before.mean, after.mean)
    assert np.array_equal(before.axes, after.axes)
    assert (before.axes.dtype, after.axes.dtype) == (np.float32, np.float32)
    asked = some_vectors([Said("le prix"), Said("شحال")])
    assert np.array_equal(before.apply(asked), after.apply(asked))


def test_without_vectors_there_is_no_projection(tmp_path: Path) -> None:
    Classifier.fit(examples()).save(tmp_path)
    assert Classifier.open(tmp_path).features.projection is None
