"""JawabClassifier: chances of intents, procedures and aspects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import READING, UntrainableData, examples_of, normalised, vectors_of
from nlu.components.trained import TrainedComponent
from nlu.model.classifier import Classifier, Encode
from nlu.model.sentence_vectors import encode


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class JawabClassifier(TrainedComponent, IntentClassifier):
    """Linear heads; labels come from the blocks' intent and metadata. Sets `reading`."""

    model_type = Classifier
    sets = READING

    @classmethod
    def fit(cls, messages: list[Message], seed: int) -> Classifier:
        """Trains and calibrates on all messages, with their vectors where an encoder ran."""
        examples = examples_of(messages)
        if not any(example.aspect for example in examples):
            raise UntrainableData("no block of ask_procedure names an aspect")
        vectors = vectors_of(messages)
        known = None if vectors is None else _remembered(normalised(messages), vectors)
        return Classifier.fit(examples, known, seed=seed)

    @staticmethod
    def read(model: Any, messages: list[Message]) -> Sequence[object]:  # noqa: ANN401 - Classifier
        """One reading a message."""
        readings: Sequence[object] = model.read(normalised(messages), vectors_of(messages))
        return readings


def _remembered(texts: list[str], vectors: np.ndarray) -> Encode:
    """The encoder, which need not read the training messages twice."""
    rows = dict(zip(texts, vectors, strict=True))

    def vectors_for(wanted: Sequence[str]) -> np.ndarray:
        new = sorted({text for text in wanted if text not in rows})
        fresh = dict(zip(new, encode(new), strict=True))
        return np.vstack([rows[text] if text in rows else fresh[text] for text in wanted])

    return vectors_for
