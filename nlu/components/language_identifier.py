"""JawabLanguageIdentifier: which of the four languages a message is in, and whether it shows."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import LANGUAGE, UntrainableData, examples_of
from nlu.components.trained import TrainedComponent
from nlu.model.language import LanguageModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class JawabLanguageIdentifier(TrainedComponent):
    """Learns from the blocks' `language`; the script rules out half of them. Sets `language`."""

    model_type = LanguageModel
    sets = LANGUAGE

    @classmethod
    def fit(cls, messages: list[Message], config: dict[str, Any]) -> LanguageModel:
        """Trains on all messages."""
        examples = examples_of(messages)
        if not examples:
            raise UntrainableData("no examples to tell languages by")
        texts, languages = zip(*((one.text, one.language) for one in examples), strict=True)
        return LanguageModel.fit(texts, languages, seed=config["seed"])
