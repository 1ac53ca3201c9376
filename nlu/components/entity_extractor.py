"""JawabEntityExtractor: references, dates and places, by rules."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import DelegatesToText, read_text
from nlu.text.entities import as_rasa, find_entities
from nlu.text.reference import PREFIX


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class JawabEntityExtractor(DelegatesToText, GraphComponent, EntityExtractorMixin):
    """Offsets count code points of the text as it came in."""

    def __init__(self, reference_prefix: str) -> None:
        """Takes the letters that our own references start with."""
        self._prefix = reference_prefix

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The prefix of our references is the commune's choice."""
        return {"reference_prefix": PREFIX}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> JawabEntityExtractor:
        """Creates the component (see parent class)."""
        return cls(config["reference_prefix"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `entities`."""
        for message in messages:
            text = read_text(message)
            found = as_rasa(text, find_entities(text, self._prefix))
            message.set(ENTITIES, self.add_extractor_name(found), add_to_output=True)
        return messages
