"""JawabClassifier: chances of intents, procedures and aspects."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.base import READING, DelegatesToText, UntrainableData, examples_of, normalised
from nlu.components.normaliser import JawabNormaliser
from nlu.model.classifier import Classifier


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class JawabClassifier(DelegatesToText, GraphComponent, IntentClassifier):
    """Three linear heads; labels come from the blocks' intent and metadata."""

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        *,
        seed: int,
        model: Classifier | None,
    ) -> None:
        """Takes a trained model, or None before training."""
        self._storage, self._resource = model_storage, resource
        self._seed, self._model = seed, model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Seed of the folds and of the training's shuffling."""
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
    ) -> JawabClassifier:
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
    ) -> JawabClassifier:
        """Loads a trained component; raises where the archive lacks it."""
        with model_storage.read_from(resource) as folder:
            model = Classifier.open(folder)
        return cls(model_storage, resource, seed=config["seed"], model=model)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains and calibrates on all examples, and persists."""
        examples = examples_of(training_data.intent_examples)
        if not any(example.aspect for example in examples):
            raise UntrainableData("no block of ask_procedure names an aspect")
        self._model = Classifier.fit(examples, seed=self._seed)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `reading` to the chances."""
        if self._model is None:
            raise RuntimeError("JawabClassifier is not trained")
        for message, reading in zip(messages, self._model.read(normalised(messages)), strict=True):
            message.set(READING, reading)
        return messages
