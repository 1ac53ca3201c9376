"""The dictionary in which the pipeline says what it understood, and its changes in a talk. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from nlu.decision import (
    ASK,
    EMERGENCY,
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
from nlu.found import LAW, NOTHING_FOUND, REPORT, Found
from nlu.text.moves import move_of, speaks_of_law, wanted_language
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
        **_found(reading.found),
        "entities": [_public_entity(entity) for entity in data.get("entities") or []],
        "ranking": _ranked(intents_of(reading.meanings)),
    }


def _found(found: Found) -> dict[str, Any]:
    """What the message names of the catalogue, for the talk; `jawab parse` does not tell it."""
    return {
        "papers": list(found.papers),
        "office": found.office,
        "topics": [asdict(one) for one in found.topics],
        "families": sorted(found.families),
        "members": sorted(found.members),
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
        **_found(NOTHING_FOUND),
        "papers": [choice["paper"]] if choice.get("paper") else [],
        "follow_up": asked and choice.get("procedure") is None,
        "choices": [],
        "entities": _reference(choice.get("reference")),
        "ranking": [{"intent": choice["intent"], "confidence": 1.0}],
    }


def with_move(understanding: Understanding, text: str) -> Understanding:
    """The understanding of a message that may be about the talk itself, whatever else it seems."""
    move = move_of(text)
    if move is not None:
        said = {"intent": move, "procedure": None, "aspect": None, "follow_up": False}
        return {**understanding, **said, "confidence": 1.0, "choices": []}
    if understanding["intent"] == "change_language":
        return {**understanding, "wanted_language": wanted_language(text)}
    return understanding


# A topic's chance from where on it is meant: `python -m benchmarks.understanding.topics`.
LAW_AT_LEAST = 0.5
REPORT_AT_LEAST = 0.85
_REPORT_AHEAD = 0.1  # of the next one: a report of something else resembles several


def with_topic(understanding: Understanding, text: str) -> Understanding:
    """The understanding of a message that may ask for the law, or report a known problem."""
    if understanding["intent"] == "report_problem":
        return {**understanding, "procedure": _reported(understanding["topics"])}
    law = next((one for one in understanding["topics"] if one["kind"] == LAW), None)
    # Who asks for the law speaks of law or right; without such a word it is a question like others.
    if law is None or law["confidence"] < LAW_AT_LEAST or not speaks_of_law(text):
        return understanding
    if understanding["intent"] == EMERGENCY or understanding["confidence"] > law["confidence"]:
        return understanding
    asked = {"intent": ASK, "procedure": law["id"], "aspect": OVERVIEW, "follow_up": False}
    return {**understanding, **asked, "confidence": law["confidence"], "choices": []}


def _reported(topics: Sequence[Mapping[str, Any]]) -> str | None:
    """The kind of problem that a report is surely about."""
    reports = [one for one in topics if one["kind"] == REPORT]
    if not reports or reports[0]["confidence"] < REPORT_AT_LEAST:
        return None
    second = reports[1]["confidence"] if len(reports) > 1 else 0.0
    return reports[0]["id"] if reports[0]["confidence"] - second >= _REPORT_AHEAD else None


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
