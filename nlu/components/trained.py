"""The life of a component around one model: made empty, trained, kept in the archive, loaded."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.base import DelegatesToText, normalised


class Model(Protocol):
    """What a component learns; its class has an `open(folder)` beside."""

    def save(self, folder: Path) -> None:
        """Write plain files."""


class TrainedComponent(DelegatesToText, GraphComponent):
    """What the trained components share; each names its model, its property, and how it fits."""

    model_type: ClassVar[Any]
    """Class of the model."""
    sets: ClassVar[str]
    """The property of a message that holds what the model read."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Model | None,
    ) -> None:
        """Takes a trained model, or None before training."""
        self._config, self._storage, self._resource = config, model_storage, resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Seed of the training's shuffling."""
        return {"seed": 0}

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
    ) -> TrainedComponent:
        """Creates an untrained component (see parent class)."""
        return cls(config, model_storage, resource, model=None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: object,
    ) -> TrainedComponent:
        """Loads a trained component; raises where the archive lacks it."""
        with model_storage.read_from(resource) as folder:
            model = cls.model_type.open(folder)
        return cls(config, model_storage, resource, model=model)

    @classmethod
    @abstractmethod
    def fit(cls, messages: list[Message], config: dict[str, Any]) -> Model:
        """Trains a model; raises UntrainableData."""

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples, and persists."""
        self._model = self.fit(training_data.intent_examples, self._config)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the component's property to what the model read."""
        for message, found in zip(messages, self.read(messages), strict=True):
            message.set(self.sets, found)
        return messages

    @property
    def model(self) -> Any:  # noqa: ANN401 - of model_type
        """The trained model; raises RuntimeError before training."""
        if self._model is None:
            raise RuntimeError(f"{type(self).__name__} is not trained")
        return self._model

    def read(self, messages: list[Message]) -> Sequence[object]:
        """What the model reads of each message."""
        answers: Sequence[object] = self.model.read(normalised(messages))
        return answers
