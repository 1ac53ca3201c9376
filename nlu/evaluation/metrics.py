"""Counts over labelled messages: at once, with choices, confident wrong, leaks, entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ASK, OUT_OF_SCOPE = "ask_procedure", "out_of_scope"
LANGUAGES = ("ary", "ary-Latn", "ar", "fr")
ALWAYS_SCORED = "reference"
_CALIBRATION_BINS = 5

Labelled = Mapping[str, Any]
Parsed = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """How one message went."""

    language: str
    at_once: bool
    offered: bool
    confident_wrong: bool
    confidence: float
    confusion: tuple[str, str] | None


def outcome(label: Labelled, parse: Parsed) -> Outcome:
    """Judge one message; a procedure counts where the message asks about one."""
    right = parse["intent"] is not None and meant(label) == (
        parse["intent"],
        parse["procedure"] if parse["intent"] == ASK else None,
    )
    offered = parse["intent"] is None and any(
        meant(label) == (choice["intent"], choice["procedure"] if choice["intent"] == ASK else None)
        for choice in parse["choices"]
    )
    wrong = parse["intent"] is not None and not right
    confusion = (
        (_name(*meant(label)), _name(parse["intent"], parse["procedure"])) if wrong else None
    )
    return Outcome(label["language"], right, offered, wrong, parse["confidence"], confusion)


def meant(label: Labelled) -> tuple[str, str | None]:
    """Intent and, for a question about a procedure, which one."""
    return label["intent"], label.get("procedure") if label["intent"] == ASK else None


def figures(labels: Sequence[Labelled], parses: Sequence[Parsed]) -> dict[str, Any]:
    """All figures; shares are 0 to 1, None where nothing was counted."""
    pairs = list(zip(labels, parses, strict=True))
    return {
        "all": _slice(pairs),
        "languages": {
            name: _slice([pair for pair in pairs if pair[0]["language"] == name])
            for name in LANGUAGES
        },
        "entities": {kind: entity_scores(pairs, kind) for kind in ("reference", "date", "place")},
        "calibration": calibration(outcome(*pair) for pair in pairs),
        "confusions": confusions(outcome(*pair) for pair in pairs),
    }


def _slice(pairs: Sequence[tuple[Labelled, Parsed]]) -> dict[str, Any]:
    outcomes = [outcome(label, parse) for label, parse in pairs]
    outside = [parse for label, parse in pairs if label["intent"] == OUT_OF_SCOPE]
    aspects = [
        label.get("aspect") == parse["aspect"] for label, parse in pairs if label["intent"] == ASK
    ]
    at_once, choices = sum(o.at_once for o in outcomes), sum(o.offered for o in outcomes)
    leaked = sum(parse["intent"] not in (None, OUT_OF_SCOPE) for parse in outside)
    return {
        "messages": len(pairs),
        "at_once": share(at_once, len(pairs)),
        "with_choices": share(at_once + choices, len(pairs)),
        "confident_wrong": share(sum(o.confident_wrong for o in outcomes), len(pairs)),
        "out_of_scope_leak": share(leaked, len(outside)),
        "aspect": share(sum(aspects), len(aspects)),
        "language": share(
            sum(label["language"] == parse["language"] for label, parse in pairs), len(pairs)
        ),
    }


def share(part: int, whole: int) -> float | None:
    """A rounded share, None of nothing."""
    return round(part / whole, 4) if whole else None


def entity_scores(pairs: Iterable[tuple[Labelled, Parsed]], kind: str) -> dict[str, Any]:
    """Precision, recall and F1 by the piece of text; dates and places only where complete."""
    hits = found = expected = 0
    for label, parse in pairs:
        if kind != ALWAYS_SCORED and label["intent"] in (ASK, OUT_OF_SCOPE):
            continue
        truth = Counter(_labelled_pieces(label.get("entities") or {}, kind))
        read = Counter(one["text"] for one in parse["entities"] if one["entity"] == kind)
        hits += sum((truth & read).values())
        found += sum(read.values())
        expected += sum(truth.values())
    return {
        "precision": share(hits, found),
        "recall": share(hits, expected),
        "f1": share(2 * hits, found + expected),
        "expected": expected,
    }


def _labelled_pieces(entities: Mapping[str, str | list[str]], kind: str) -> list[str]:
    """A label names its pieces by kind: one, or a list of them."""
    pieces = entities.get(kind, [])
    return [pieces] if isinstance(pieces, str) else list(pieces)


def calibration(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """By confidence: how many answered at once, and how many of them were right."""
    bins: dict[int, list[bool]] = {}
    for one in outcomes:
        if one.at_once or one.confident_wrong:
            place = min(int(one.confidence * _CALIBRATION_BINS), _CALIBRATION_BINS - 1)
            bins.setdefault(place, []).append(one.at_once)
    return [
        {
            "from": place / _CALIBRATION_BINS,
            "messages": len(right),
            "right": share(sum(right), len(right)),
        }
        for place, right in sorted(bins.items())
    ]


def confusions(outcomes: Iterable[Outcome], most: int = 25) -> list[dict[str, Any]]:
    """The commonest mistakes among confident answers, by label."""
    counted = Counter(one.confusion for one in outcomes if one.confusion)
    return [
        {"meant": pair[0], "taken_for": pair[1], "messages": number}
        for pair, number in counted.most_common(most)
    ]


def _name(intent: str | None, procedure: str | None) -> str:
    return f"{intent}/{procedure}" if intent == ASK else str(intent)
