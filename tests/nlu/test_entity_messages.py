"""Entities over composed messages in the four languages: pieces exactly as an annotator marks."""

import json
from collections import Counter
from pathlib import Path

import pytest

from nlu.text.entities import as_rasa, find_entities

MESSAGES = [
    json.loads(line)
    for line in (Path(__file__).parent / "entity_messages.jsonl").read_text("utf-8").splitlines()
]
LANGUAGES = ("ary", "ary-Latn", "ar", "fr")


def pieces(entities: list[dict[str, object]], kind: str) -> Counter[str]:
    return Counter(str(one["text"]) for one in entities if one["entity"] == kind)


def scores(kind: str) -> dict[str, float]:
    hits = found = expected = 0
    for message in MESSAGES:
        truth = pieces(message["entities"], kind)
        read = pieces(as_rasa(message["text"], find_entities(message["text"])), kind)
        hits += sum((truth & read).values())
        found += sum(read.values())
        expected += sum(truth.values())
    return {
        "precision": hits / found,
        "recall": hits / expected,
        "f1": 2 * hits / (found + expected),
    }


@pytest.mark.parametrize("kind", ["reference", "date", "place"])
def test_pieces_are_found_exactly(kind: str) -> None:
    figures = scores(kind)
    assert min(figures.values()) >= 0.9, figures


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_messages_with_and_without_entities(language: str) -> None:
    own = [message for message in MESSAGES if message["language"] == language]
    assert len(own) >= 60
    assert sum(not message["entities"] for message in own) >= 15
