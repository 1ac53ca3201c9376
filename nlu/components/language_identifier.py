"""JawabLanguageIdentifier: which of the four languages a message is in, and whether it shows."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.base import LANGUAGE, DelegatesToText, UntrainableData, examples_of, normalised
from nlu.components.normaliser import JawabNormaliser
from nlu.model.language import LanguageModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class JawabLanguageIdentifier(DelegatesToText, GraphComponent):
    """Learns from the blocks' `language`; the script rules out half of the languages."""

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        *,
        seed: int,
        model: LanguageModel | None,
    ) -> None:
        """Takes a trained model, or None before training."""
        self._storage, self._resource = model_storage, resource
        self._seed, self._model = seed, model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Seed of the training's shuffling."""
        return {"seed": 0}

    @classmethod
    def required_components(cls) -> list[type]:
        """The normaliser comes first."""
        return [JawabNormaliser]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that the model is made of."""
        return ["sklearn"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> JawabLanguageIdentifier:
        """Creates an untrained component (see parent class)."""
        return cls(model_storage, resource, seed=config["seed"], model=None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: object,
    ) -> JawabLanguageIdentifier:
        """Loads a trained component; raises where the archive lacks it."""
        with model_storage.read_from(resource) as folder:
            model = LanguageModel.open(folder)
        return cls(model_storage, resource, seed=config["seed"], model=model)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples and persists."""
        examples = examples_of(training_data.intent_examples)
        if not examples:
            raise UntrainableData("no examples to tell languages by")
        texts, languages = zip(*((one.text, one.language) for one in examples), strict=True)
        self._model = LanguageModel.fit(texts, languages, seed=self._seed)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `language` to what was read."""
        if self._model is None:
            raise RuntimeError("JawabLanguageIdentifier is not trained")
        for message, shown in zip(messages, self._model.read(normalised(messages)), strict=True):
            message.set(LANGUAGE, shown)
        return messages
