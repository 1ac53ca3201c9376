"""Labelled files: what is accepted, and how what is not is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nlu.evaluation.labels import BadLabels, Labelled, read_labels

INTENTS = frozenset(("greet", "report_problem"))


def line(**fields: Any) -> str:
    return json.dumps({"text": "a", "language": "fr", "intent": "greet", **fields})


@pytest.mark.parametrize(
    ("entities", "pieces"),
    [
        pytest.param([], (), id="empty-list"),
        pytest.param({}, (), id="empty-mapping"),
        pytest.param(None, (), id="none"),
        pytest.param([{"entity": "date", "text": "hier"}], (("date", "hier"),), id="list"),
        pytest.param({"date": "hier"}, (("date", "hier"),), id="a-piece"),
        pytest.param({"date": ["a", "b"]}, (("date", "a"), ("date", "b")), id="pieces"),
    ],
)
def test_entities_come_as_a_list_or_a_mapping(entities: object, pieces: object) -> None:
    (found,) = read_labels([line(entities=entities)], "f", INTENTS)
    assert found == Labelled("a", "fr", "greet", entities=pieces)


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("{", "no JSON"),
        ("[" * 5000, "no JSON"),
        ("[]", "no JSON object"),
        ('{"text": 3}', "`language` is missing"),
        (line(text=3), "`text` is missing or no string"),
        (line(language="en"), "`language` 'en' is none of"),
        (line(intent="gret"), "`intent` 'gret' is not in the domain"),
        (line(procedure=3), "`procedure` is missing or no string"),
        (line(entities="hier"), "neither a list nor a mapping"),
        (line(entities=["hier"]), "lists something"),
        (line(entities={"day": "hier"}), "entity 'day' is none of"),
        (line(entities={"date": 3}), "a date in `entities` is no piece of text"),
        (line(entities=[{"entity": "date"}]), "a date in `entities` is no piece of text"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(bad: str, complaint: str) -> None:
    with pytest.raises(BadLabels) as told:
        read_labels([line(), "", bad], "dev.jsonl", INTENTS)
    assert str(told.value).startswith("dev.jsonl, line 3: ")
    assert complaint in str(told.value)


def test_of_many_bad_lines_the_first_are_told() -> None:
    with pytest.raises(BadLabels) as told:
        read_labels(["{"] * 7, "f", INTENTS)
    named = [f"f, line {number}: no JSON" for number in range(1, 6)]
    assert str(told.value).split("; ") == [*named, "and 2 more"]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(BadLabels, match="no labelled message"):
        read_labels(["", " "], "f", INTENTS)
