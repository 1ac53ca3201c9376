"""Does confidence mean what it says, and what would other thresholds give?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlu.evaluation.judgement import AT_ONCE, WRONG, Judged
from nlu.evaluation.shares import Share

BINS = 10
STEPS = 50
_DIGITS = 4


def calibration(messages: Sequence[Judged]) -> list[dict[str, Any]]:
    """By tenths of confidence: how often the likeliest reading was right; empty ones left out."""
    bins: dict[int, list[Judged]] = {}
    for one in messages:
        bins.setdefault(min(int(one.found.confidence * BINS), BINS - 1), []).append(one)
    return [
        {
            "from": place / BINS,
            "to": (place + 1) / BINS,
            "confidence": round(_mean_confidence(inside), _DIGITS),
            "right": Share.true_of(one.likeliest_right for one in inside).as_json(),
        }
        for place, inside in sorted(bins.items())
    ]


def calibration_error(bins: Sequence[dict[str, Any]]) -> float | None:
    """Expected calibration error: the mean distance of confidence and being right."""
    total = sum(one["right"]["of"] for one in bins)
    if not total:
        return None
    gaps = (one["right"]["count"] - one["confidence"] * one["right"]["of"] for one in bins)
    mean: float = sum(map(abs, gaps)) / total
    return round(mean, _DIGITS)


def abstention(messages: Sequence[Judged]) -> list[dict[str, Any]]:
    """For each threshold from 0 to 1: how many would be answered, and how many of them rightly."""
    return [_at_threshold(messages, step / STEPS) for step in range(STEPS + 1)]


def operating_point(messages: Sequence[Judged]) -> dict[str, Any]:
    """What the thresholds in use give: several, by intent, so it may lie beside the curve."""
    sure = [one for one in messages if one.outcome in (AT_ONCE, WRONG)]
    return {
        "coverage": Share(len(sure), len(messages)).value,
        "precision": Share.true_of(one.outcome == AT_ONCE for one in sure).value,
    }


def _at_threshold(messages: Sequence[Judged], threshold: float) -> dict[str, Any]:
    answered = [one for one in messages if one.found.confidence >= threshold]
    return {
        "threshold": threshold,
        "coverage": Share(len(answered), len(messages)).value,
        "precision": Share.true_of(one.likeliest_right for one in answered).value,
    }


def _mean_confidence(messages: Sequence[Judged]) -> float:
    return sum(one.found.confidence for one in messages) / len(messages)
