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
from nlu.text import language as shown_language
from nlu.text.moves import (
    move_of,
    speaks_of_bite,
    speaks_of_first,
    speaks_of_law,
    wanted_language,
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


def with_move(understanding: Understanding, text: str, hint: str | None) -> Understanding:
    """The understanding of a message that may be about the talk itself, whatever else it seems.

    "Retour" is said in Darija, too: a move keeps the talk's language where the script allows.
    """
    move = move_of(text)
    if move is not None:
        said = {"intent": move, "procedure": None, "aspect": None, "follow_up": False}
        kept = hint if hint in shown_language.candidates(text) else understanding["language"]
        return {**understanding, **said, "language": kept, "confidence": 1.0, "choices": []}
    if understanding["intent"] == "change_language":
        wanted = wanted_language(text)
        language = wanted or understanding["language"]
        return {**understanding, "language": language, "wanted_language": wanted}
    return {**understanding, "first": speaks_of_first(text)}


def with_demand(
    understanding: Understanding, asked_for: Understanding, purpose: Understanding
) -> Understanding:
    """A paper_check whose paper and procedure are read where each of them is said."""
    papers = asked_for["papers"] or understanding["papers"]
    named = purpose["procedure"] or _likeliest_procedure(purpose)
    return {**understanding, "papers": papers, "procedure": named or understanding["procedure"]}


def _likeliest_procedure(understanding: Understanding) -> str | None:
    """Of a few words that name a family, the member that is offered first."""
    offered = (one["procedure"] for one in understanding["choices"] if one["procedure"])
    return next(offered, None) if understanding["families"] else None


_TINY = 1e-4
# A topic's chance from where on it is meant: `python -m benchmarks.understanding.topics`.
BITE = "stray_dogs"  # its card begins with what to do about a bite
LAW_AT_LEAST = 0.5
REPORT_AT_LEAST = 0.8
_REPORT_AHEAD = 2.0  # times the odds of the next: a report of something else resembles several


def with_topic(understanding: Understanding, text: str) -> Understanding:
    """The understanding of a message that may ask for the law, or report a known problem."""
    if speaks_of_bite(text):
        return _bitten(understanding)
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


def _bitten(understanding: Understanding) -> Understanding:
    """A bite: what to do about it comes first, and behind the numbers where it is an emergency."""
    if understanding["intent"] == EMERGENCY:
        return {**understanding, "procedure": BITE}
    bitten = {"intent": "report_problem", "procedure": BITE, "confidence": 1.0}
    return {**understanding, **bitten, "aspect": None, "follow_up": False, "choices": []}


def _reported(topics: Sequence[Mapping[str, Any]]) -> str | None:
    """The kind of problem that a report is surely about."""
    reports = [one for one in topics if one["kind"] == REPORT]
    if not reports or reports[0]["confidence"] < REPORT_AT_LEAST:
        return None
    first, second = _odds(reports[0]), _odds(reports[1]) if len(reports) > 1 else 0.0
    return reports[0]["id"] if first >= _REPORT_AHEAD * second else None


def _odds(topic: Mapping[str, Any]) -> float:
    return float(topic["confidence"] / max(1.0 - topic["confidence"], _TINY))


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
