"""Work over the cores: the same results, in order, with processes and without."""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import pytest
from small_examples import examples

from nlu.model import head as heads
from nlu.model import parallel, sentence_vectors
from nlu.model.classifier import Classifier
from nlu.model.parallel import spread


def worked(seconds: float) -> tuple[float, int]:
    """A part of work: what it was given, and where it was done."""
    time.sleep(seconds)
    return seconds, os.getpid()


def refused(part: str) -> str:
    raise ValueError(part)


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many workers each pool had that was made."""
    made: list[int] = []

    def pool(workers: int, **options: Any) -> ProcessPoolExecutor:
        made.append(workers)
        return ProcessPoolExecutor(workers, **options)

    monkeypatch.setattr(parallel, "ProcessPoolExecutor", pool)
    return made


@pytest.mark.usefixtures("two_cores")
def test_processes_give_results_in_the_order_of_the_parts(pools: list[int]) -> None:
    parts = [0.3, 0.0, 0.1, 0.0]  # the first is done last
    found = spread(worked, parts, worth_it=True)
    assert [seconds for seconds, _ in found] == parts
    assert os.getpid() not in {where for _, where in found}
    assert pools == [2]


@pytest.mark.usefixtures("two_cores")
def test_what_is_not_worth_processes_is_done_here_and_now(pools: list[int]) -> None:
    parts = [0.02, 0.0, 0.01]
    assert spread(worked, parts, worth_it=False) == [(part, os.getpid()) for part in parts]
    assert pools == []


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("parts", [[0.0], []], ids=["one-part", "none"])
def test_one_part_needs_no_process(pools: list[int], parts: list[float]) -> None:
    assert spread(worked, parts, worth_it=True) == [(part, os.getpid()) for part in parts]
    assert pools == []


def test_one_core_needs_no_process(monkeypatch: pytest.MonkeyPatch, pools: list[int]) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert spread(worked, [0.0, 0.01], worth_it=True) == [(0.0, os.getpid()), (0.01, os.getpid())]
    assert pools == []


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("worth_it", [True, False], ids=["in-processes", "here"])
def test_an_error_of_a_part_is_not_lost(worth_it: bool) -> None:
    with pytest.raises(ValueError, match="first"):
        spread(refused, ["first", "second"], worth_it=worth_it)


@pytest.mark.usefixtures("two_cores")
def test_a_classifier_is_the_same_with_processes_and_without(
    monkeypatch: pytest.MonkeyPatch, pools: list[int]
) -> None:
    here = Classifier.fit(examples())
    assert pools == []
    monkeypatch.setattr(heads, "_MANY", 1)
    spread_out = Classifier.fit(examples())
    assert pools == [2]
    assert here.heads.keys() == spread_out.heads.keys()
    for name, one in here.heads.items():
        other = spread_out.heads[name]
        assert (one.labels, one.sharpness) == (other.labels, other.sharpness)
        assert np.array_equal(one.weights, other.weights)
        assert np.array_equal(one.bias, other.bias)
    assert here.calibration == spread_out.calibration


@pytest.mark.usefixtures("two_cores")
def test_sentence_vectors_are_the_same_with_processes_and_without(
    monkeypatch: pytest.MonkeyPatch, pools: list[int]
) -> None:
    texts = ["bonjour", "le prix du passeport", "شحال", "", "ما هي الوثائق"]  # halves of 3 and 2
    here = sentence_vectors.encode(texts)
    assert pools == []
    monkeypatch.setattr(sentence_vectors, "_MANY", len(texts))
    spread_out = sentence_vectors.encode(texts)
    assert pools == [2]
    assert spread_out == pytest.approx(here, abs=1e-5)
    assert np.linalg.norm(here[0] - here[1]) > 0.1  # rows in another order would be seen
