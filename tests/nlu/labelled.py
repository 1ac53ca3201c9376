"""Builders for the tests of the evaluation: labels, parses, judged messages, a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlu.evaluation.judgement import Judged, judged, understood_of
from nlu.evaluation.labels import Labelled
from nlu.evaluation.report import Report, report_of
from nlu.jobs.evaluate import completed

MADE_AT = "2026-11-25T10:00:00+00:00"
ASK = "ask_procedure"


def label(intent: str, procedure: str | None = None, **more: Any) -> Labelled:
    return Labelled(
        **{"text": "x", "language": "fr", "intent": intent, "procedure": procedure, **more}
    )


def parse(
    intent: str | None,
    procedure: str | None = None,
    choices: Sequence[tuple[str, str | None]] = (),
    **more: Any,
) -> dict[str, Any]:
    """A line of `jawab parse` with what the evaluation reads beside it."""
    return {
        "language": "fr", "intent": intent, "procedure": procedure, "aspect": None,
        "confidence": 0.9, "entities": [], "follow_up": False, "ranking": [],
        "choices": [
            {"intent": one, "procedure": two, "confidence": 0.4} for one, two in choices
        ], **more,
    }  # fmt: skip


def one(labelled: Labelled, parsed: dict[str, Any]) -> Judged:
    return judged(labelled, understood_of(parsed))


def report(
    messages: Sequence[Judged],
    *,
    model: str = "m1",
    own: bool = True,
    before: Report | None = None,
    limits: Sequence[Any] = (),
) -> Report:
    made = report_of(
        messages,
        model={"name": model, "fingerprint": {"data": "d" * 64}},
        label_set={"name": "ours", "files": ["ours.jsonl"], "own": own, "folds": None},
        made_at=MADE_AT,
    )
    return completed(made, limits, before)
