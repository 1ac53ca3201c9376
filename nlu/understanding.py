"""The dictionary in which the pipeline says what it understood, and its changes in a talk. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nlu.decision import (
    ASK,
    NOTHING_SAID,
    OVERVIEW,
    UNSURE,
    Candidate,
    Decision,
    Thresholds,
    candidates,
    decide,
    intents_of,
)
from nlu.text.normalise import words
from nlu.text.script import script_of

Understanding = dict[str, Any]
_RANKED = 5
_DIGITS = 4
PARSE_FIELDS = (
    "language",
    "intent",
    "procedure",
    "aspect",
    "entities",
    "confidence",
    "choices",
)


def understanding_of(data: Mapping[str, Any], thresholds: Thresholds) -> Understanding:
    """Put together what the components left on a message."""
    reading, shown = data["reading"], data["language"]
    decision = (
        NOTHING_SAID
        if not _says_something(data["normalised"])
        else decide(
            candidates(reading.meanings),
            confidence=reading.confidence,
            procedures=reading.procedures,
            aspects=reading.aspects,
            thresholds=thresholds,
        )
    )
    return {
        "language": shown.language,
        "language_shown": shown.shown,
        "script": script_of(data.get("text") or ""),
        **_decided(decision),
        "pressed": False,
        "entities": [_public_entity(entity) for entity in data.get("entities") or []],
        "ranking": _ranked(intents_of(reading.meanings)),
    }


def of_choice(choice: Mapping[str, Any], language: str) -> Understanding:
    """What a button says: sure, and showing no language of its own."""
    asked = choice["intent"] == ASK
    return {
        "language": language,
        "language_shown": False,
        "script": None,
        "intent": choice["intent"],
        "procedure": choice.get("procedure"),
        "aspect": (choice.get("aspect") or OVERVIEW) if asked else None,
        "confidence": 1.0,
        "pressed": True,
        "follow_up": asked and choice.get("procedure") is None,
        "choices": [],
        "entities": _reference(choice.get("reference")),
        "ranking": [{"intent": choice["intent"], "confidence": 1.0}],
    }


def with_hint(understanding: Understanding, hint: str | None) -> Understanding:
    """The talk's language where the message shows none."""
    if understanding["language_shown"] or hint is None:
        return understanding
    return {**understanding, "language": hint}


def parsed(text: str, understanding: Understanding) -> dict[str, Any]:
    """A line of `jawab parse`: no talk around it, so a follow-up is unsure."""
    fields = {name: understanding[name] for name in PARSE_FIELDS}
    if understanding["follow_up"]:
        fields["intent"] = None
    return {"text": text, **fields}


def rasa_intent(understanding: Understanding) -> dict[str, Any]:
    """Rasa's intent: the one decided, or the name it keeps for unsure."""
    return {
        "name": understanding["intent"] or UNSURE,
        "confidence": understanding["confidence"],
    }


def ranking(understanding: Understanding) -> list[dict[str, Any]]:
    """Rasa's ranking of intents, the decided one first."""
    first = rasa_intent(understanding)
    rest = (
        {"name": one["intent"], "confidence": one["confidence"]} for one in understanding["ranking"]
    )
    return [first, *(one for one in rest if one["name"] != first["name"])]


def as_parse_data(text: str, understanding: Understanding) -> dict[str, Any]:
    """Rasa's parse data for an understanding that no pipeline made."""
    return {
        "text": text,
        "intent": rasa_intent(understanding),
        "intent_ranking": ranking(understanding),
        "entities": understanding["entities"],
        "understanding": understanding,
    }


def _says_something(normalised: str) -> bool:
    """False for punctuation and loose letters: `aaaa` is one letter drawn out."""
    return any(len(word) > 1 or not word.isalpha() for word in words(normalised))


def _decided(decision: Decision) -> dict[str, Any]:
    return {
        "intent": decision.intent,
        "procedure": decision.procedure,
        "aspect": decision.aspect,
        "follow_up": decision.follow_up,
        "confidence": round(decision.confidence, _DIGITS),
        "choices": [_choice(one) for one in decision.choices],
    }


def _choice(one: Candidate) -> dict[str, Any]:
    return {"intent": one.intent, "procedure": one.procedure, "confidence": one.confidence}


def _public_entity(entity: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entity[name] for name in ("entity", "value", "text", "start", "end")}


def _ranked(intents: Mapping[str, float]) -> list[dict[str, Any]]:
    best = sorted(intents.items(), key=lambda item: -item[1])[:_RANKED]
    return [{"intent": name, "confidence": round(chance, _DIGITS)} for name, chance in best]


def _reference(value: str | None) -> list[dict[str, Any]]:
    if value is None:
        return []
    return [{"entity": "reference", "value": value, "text": value, "start": 0, "end": len(value)}]
