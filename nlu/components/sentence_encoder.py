"""JawabSentenceEncoder: leaves the sentence's vector beside the text. Optional in a pipeline."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.base import VECTOR, DelegatesToText, SentenceVector, normalised
from nlu.components.normaliser import JawabNormaliser
from nlu.model.sentence_vectors import encode, encoder_version


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class JawabSentenceEncoder(DelegatesToText, GraphComponent):
    """Sets `vector`; without it in the pipeline the classifier reads letters alone."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The normaliser comes first."""
        return [JawabNormaliser]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Our code and the encoder's version; Rasa asks for versions by names of imports alone."""
        return f"{super().fingerprint_addon(config)} {encoder_version()}"

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> JawabSentenceEncoder:
        """Creates the component, its weights loaded: the first citizen must not wait for them."""
        encode(["salam"])
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the vectors of all messages in one go."""
        for message, vector in zip(messages, encode(normalised(messages)), strict=True):
            message.set(VECTOR, SentenceVector(vector))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Sets the vectors of the training examples."""
        self.process(training_data.training_examples)
        return training_data
