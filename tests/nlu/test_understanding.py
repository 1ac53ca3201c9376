"""The understanding as dictionary, its changes in a talk, and its schemas."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, RefResolver

from nlu.decision import Thresholds
from nlu.model.classifier import Reading
from nlu.model.language import LanguageShown
from nlu.understanding import of_choice, parsed, ranking, rasa_intent, understanding_of, with_hint


def validator(root: Path, name: str) -> Draft202012Validator:
    folder = root / "data" / "schemas"
    schemas = {file.name: json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")}
    return Draft202012Validator(
        schemas[name], resolver=RefResolver(name, schemas[name], store=schemas)
    )


def message(procedures: dict[str, float], confidence: float, text: str = "chhal") -> dict[str, Any]:
    return {
        "text": text,
        "normalised": text,
        "language": LanguageShown("ary-Latn", shown=True),
        "reading": Reading(
            {
                ("greet", None): 0.1,
                **{("ask_procedure", p): 0.9 * c for p, c in procedures.items()},
            },
            procedures,
            {"fee": 1.0},
            confidence,
        ),
        "entities": [
            {
                "entity": "date",
                "value": "P1D",
                "text": "ghda",
                "start": 0,
                "end": 4,
                "extractor": "x",
            }
        ],
    }


@pytest.mark.parametrize(
    ("procedures", "confidence"),
    [({"a": 1.0}, 0.9), ({"none": 0.9, "a": 0.1}, 0.9), ({"a": 0.5, "b": 0.5}, 0.4)],
    ids=["sure", "follow-up", "unsure"],
)
def test_understanding_and_parse_line_keep_their_schemas(
    root: Path, procedures: dict[str, float], confidence: float
) -> None:
    understanding = understanding_of(message(procedures, confidence), Thresholds())
    validator(root, "understanding.schema.json").validate(understanding)
    validator(root, "parse_line.schema.json").validate(parsed("chhal", understanding))


def test_a_choice_keeps_the_schema(root: Path) -> None:
    choice = {"intent": "track_request", "reference": "ESS-7K2M-9QX4-A"}
    understanding = of_choice(choice, "fr")
    validator(root, "understanding.schema.json").validate(understanding)
    assert understanding["entities"][0]["value"] == "ESS-7K2M-9QX4-A"
    assert (understanding["language"], understanding["aspect"]) == ("fr", None)


def test_a_follow_up_alone_is_unsure_with_its_aspect() -> None:
    understanding = understanding_of(message({"none": 0.9, "a": 0.1}, 0.9), Thresholds())
    assert (understanding["intent"], understanding["follow_up"]) == ("ask_procedure", True)
    line = parsed("chhal", understanding)
    assert (line["intent"], line["aspect"]) == (None, "fee")
    assert line["choices"] == [{"intent": "ask_procedure", "procedure": "a", "confidence": 1.0}]


@pytest.mark.parametrize("text", ["", "?", "a", "a b", "و"])
def test_an_empty_message_or_loose_letters_say_nothing(text: str) -> None:
    understanding = understanding_of(message({"a": 1.0}, 0.99, text=text), Thresholds())
    assert (understanding["intent"], understanding["choices"]) == (None, [])


@pytest.mark.parametrize(
    ("shown", "hint", "expected"),
    [(True, "ar", "fr"), (False, "ar", "ar"), (False, None, "fr")],
)
def test_the_hint_counts_where_the_message_shows_no_language(
    shown: bool, hint: str | None, expected: str
) -> None:
    assert with_hint({"language": "fr", "language_shown": shown}, hint)["language"] == expected


def test_rasa_calls_unsure_by_its_own_name() -> None:
    unsure = {
        "intent": None,
        "confidence": 0.3,
        "ranking": [{"intent": "greet", "confidence": 0.3}],
    }
    assert rasa_intent(unsure)["name"] == "nlu_fallback"
    assert [one["name"] for one in ranking(unsure)] == ["nlu_fallback", "greet"]
