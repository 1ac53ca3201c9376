"""JawabClassifier: chances of intents, procedures and aspects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import LANGUAGE, NORMALISED, READING, UntrainableData, examples_of
from nlu.components.catalogue_index import CatalogueIndex
from nlu.components.trained import TrainedComponent
from nlu.model.classifier import Classifier, Reading
from nlu.model.sentence_vectors import encode_said, encoder_version
from nlu.text.message import Said, said


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class JawabClassifier(TrainedComponent, IntentClassifier):
    """Linear heads; labels come from the blocks' intent and metadata. Sets `reading`."""

    model_type = Classifier
    sets = READING

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Seed of the training's shuffling; whether vectors of sentences are read, too."""
        return {"seed": 0, "sentence_vectors": True}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Our code and the encoder's version; raises EncoderMissing."""
        encoder = encoder_version() if config.get("sentence_vectors", True) else "no vectors"
        return f"{super().fingerprint_addon(config)} {encoder}"

    @classmethod
    def fit(cls, messages: list[Message], config: dict[str, Any]) -> Classifier:
        """Trains and calibrates on all messages."""
        examples = examples_of(messages)
        if not any(example.aspect for example in examples):
            raise UntrainableData("no block of ask_procedure names an aspect")
        encode = encode_said if config["sentence_vectors"] else None
        return Classifier.fit(examples, encode, seed=config["seed"])

    @classmethod
    def load(cls, *arguments: Any, **more: Any) -> JawabClassifier:  # noqa: ANN401 - Rasa's
        """Loads a trained component; weights and index at once: no citizen waits for them."""
        loaded = cast("JawabClassifier", super().load(*arguments, **more))
        loaded.model.hear([Said("salam")])
        loaded.index.catalogue()
        return loaded

    @cached_property
    def index(self) -> CatalogueIndex:
        """The catalogue beside the model."""
        return CatalogueIndex.of_environment(self.model)

    def read(self, messages: list[Message]) -> Sequence[object]:
        """One reading a message, with what is published beyond what the model was taught."""
        heard = self.model.hear(
            [said(one.data[NORMALISED], one.data[LANGUAGE].language) for one in messages]
        )
        readings: list[Reading] = self.model.judge(heard)
        catalogue = self.index.catalogue()
        return catalogue.complete(readings, heard) if catalogue else readings
