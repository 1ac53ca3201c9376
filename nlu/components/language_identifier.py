"""JawabLanguageIdentifier: which of the four languages a message is in, and whether it shows."""

from __future__ import annotations

from collections.abc import Sequence

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from nlu.components.base import LANGUAGE, UntrainableData
from nlu.components.trained import TrainedComponent
from nlu.model.classifier import Example
from nlu.model.language import LanguageModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class JawabLanguageIdentifier(TrainedComponent):
    """Learns from the blocks' `language`; the script rules out half of them. Sets `language`."""

    model_type = LanguageModel
    sets = LANGUAGE

    @classmethod
    def fit(cls, examples: Sequence[Example], seed: int) -> LanguageModel:
        """Trains on all examples."""
        if not examples:
            raise UntrainableData("no examples to tell languages by")
        texts, languages = zip(*((one.text, one.language) for one in examples), strict=True)
        return LanguageModel.fit(texts, languages, seed=seed)
