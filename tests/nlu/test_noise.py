"""Messages that say nothing must not be answered with confidence."""

from __future__ import annotations

import numpy as np
import pytest
from small_examples import examples

from nlu.model.calibration import Calibration
from nlu.model.classifier import Classifier, Example, HeldOut, calibrated
from nlu.model.features import Features
from nlu.model.head import Head
from nlu.model.noise import noise
from nlu.text.message import Said, readable, said


def test_noise_is_the_same_for_a_seed_and_keeps_the_letters() -> None:
    texts = ["quels papiers pour le passeport"] * 80
    made = noise(texts, seed=3)
    assert made == noise(texts, seed=3)
    assert made != noise(texts, seed=4)
    assert sorted(made[0]) == sorted(texts[0])
    assert made[0] != texts[0]


def test_shares_fall_with_what_is_unknown() -> None:
    messages = [example.said for example in examples()]
    features = Features.fit(messages)
    asked = [messages[0], Said("zvkq wjxx"), Said("")]
    known = features.known(asked, features.transform(asked))
    assert np.all((known >= 0) & (known <= 1))
    assert np.all(known[0, 1:] > known[1, 1:])


def test_calibration_learns_that_no_answer_to_noise_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    learnt: list[list[bool]] = []
    fit = Calibration.fit

    def seen(evidence: np.ndarray, right: list[bool]) -> Calibration:
        learnt.append(list(right))
        return fit(evidence, right)

    monkeypatch.setattr(Calibration, "fit", seen)
    labels = ("greet", "thank")
    head = Head(labels, np.zeros((1, 2)), np.zeros(2))
    surely_greet = np.array([[1.0, -1.0]] * 3)
    held_out = HeldOut(
        np.array([2, 0, 1]), {"whole": surely_greet}, {"whole": labels}, np.ones((3, 4))
    )
    calibrated(head, held_out, [Example("salam", "ary-Latn", "greet", None, None)])
    assert learnt == [[False, True, False]]


@pytest.mark.parametrize("text", ["qzk vxw jjq", "ضظغ ثذخ", "9402"])
def test_noise_is_less_sure_than_a_message(text: str) -> None:
    trained = Classifier.fit(examples())
    asked, nonsense = trained.read([said(readable("le prix du passeport"), "fr"), Said(text)])
    assert nonsense.confidence < asked.confidence / 2
