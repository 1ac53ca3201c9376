"""JawabDecider: answers at once, offers choices, or owns up; sets `understanding`."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import UNDERSTANDING, DelegatesToText
from nlu.components.classifier import JawabClassifier
from nlu.components.entity_extractor import JawabEntityExtractor
from nlu.components.language_identifier import JawabLanguageIdentifier
from nlu.components.normaliser import JawabNormaliser
from nlu.decision import Thresholds
from nlu.understanding import ranking, rasa_intent, understanding_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class JawabDecider(DelegatesToText, GraphComponent, IntentClassifier):
    """The last component: Rasa's intent is what was decided, `nlu_fallback` where unsure."""

    def __init__(self, thresholds: Thresholds) -> None:
        """Takes the chances from where on to act."""
        self._thresholds = thresholds

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Each threshold by its name in `nlu.decision.Thresholds`; unnamed ones as there."""
        return {"thresholds": {}}

    @classmethod
    def required_components(cls) -> list[type]:
        """Everything else comes first."""
        return [JawabNormaliser, JawabLanguageIdentifier, JawabClassifier, JawabEntityExtractor]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> JawabDecider:
        """Creates the component; raises TypeError for a threshold of no such name."""
        return cls(Thresholds(**config["thresholds"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `understanding`, `intent` and `intent_ranking`."""
        for message in messages:
            understanding = understanding_of(message.data, self._thresholds)
            message.set(UNDERSTANDING, understanding, add_to_output=True)
            message.set(INTENT, rasa_intent(understanding), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking(understanding), add_to_output=True)
        return messages
