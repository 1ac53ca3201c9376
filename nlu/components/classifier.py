"""JawabClassifier: chances of intents, procedures and aspects."""

from __future__ import annotations

from collections.abc import Sequence

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier

from nlu.components.base import READING, UntrainableData
from nlu.components.trained import TrainedComponent
from nlu.model.classifier import Classifier, Example


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class JawabClassifier(TrainedComponent, IntentClassifier):
    """Linear heads; labels come from the blocks' intent and metadata. Sets `reading`."""

    model_type = Classifier
    sets = READING

    @classmethod
    def fit(cls, examples: Sequence[Example], seed: int) -> Classifier:
        """Trains and calibrates on all examples."""
        if not any(example.aspect for example in examples):
            raise UntrainableData("no block of ask_procedure names an aspect")
        return Classifier.fit(examples, seed=seed)
