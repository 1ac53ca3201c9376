"""JawabNormaliser: leaves the folded text beside the text as typed."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import NORMALISED, DelegatesToText, read_text
from nlu.text.message import readable


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class JawabNormaliser(DelegatesToText, GraphComponent):
    """Sets the property that all other components of ours read.

    In training each of them normalises for itself: Rasa takes the fingerprint of all messages
    after every step of its training graph, which costs more than the step.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> JawabNormaliser:
        """Creates the component (see parent class)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Normalises messages; the text itself stays as it came in."""
        for message in messages:
            message.set(NORMALISED, readable(read_text(message)))
        return messages
