"""The report: everything that is known of an evaluation, as plain JSON."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from nlu.evaluation.confidence import abstention, calibration, calibration_error, operating_point
from nlu.evaluation.confusions import (
    confident_pairs,
    intent_scores,
    likeliest_pairs,
    matrix,
    procedure_scores,
)
from nlu.evaluation.judgement import NOT_SURE, WRONG, Choice, Judged, Meaning
from nlu.evaluation.labels import LANGUAGES
from nlu.evaluation.limits import ALL
from nlu.evaluation.metrics import all_entity_scores, measures

VERSION = 1
FAILED = (WRONG, NOT_SURE)
_ID_CHARS = 16
Report = dict[str, Any]


def report_of(
    messages: Sequence[Judged],
    *,
    model: Mapping[str, Any],
    label_set: Mapping[str, Any],
    made_at: str,
) -> Report:
    """All figures of the messages; `made_at` is an ISO time in UTC."""
    slices = {name: [one for one in messages if one.label.language == name] for name in LANGUAGES}
    records = message_records(messages)
    return {
        "version": VERSION,
        "made_at": made_at,
        "model": dict(model),
        "set": {**label_set, "messages": len(records), "digest": _digest(records)},
        "figures": {name: _slice(part) for name, part in {ALL: messages, **slices}.items()},
        "intents": intent_scores(messages),
        "procedures": procedure_scores(messages),
        "confusions": {
            "confident": confident_pairs(messages),
            "likeliest": likeliest_pairs(messages),
            "intents": matrix(messages),
        },
        "messages": records,
    }


def message_records(messages: Sequence[Judged]) -> list[dict[str, Any]]:
    """One record a message; the id is made of the text, so it is the same in every report."""
    seen: Counter[str] = Counter()
    records = []
    for one in messages:
        name = text_id(one.label.text)
        seen[name] += 1
        records.append(_record(one, name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return records


def text_id(text: str) -> str:
    """A short digest of a text, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_CHARS]


def failed_messages(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Neither answered nor offered rightly: the surest mistakes first, then the unsure ones."""
    failed = [one for one in report["messages"] if one["outcome"] in FAILED]
    return sorted(failed, key=lambda one: (FAILED.index(one["outcome"]), -one["confidence"]))


def _slice(messages: Sequence[Judged]) -> dict[str, Any]:
    bins = calibration(messages)
    return {
        "messages": len(messages),
        "outcomes": dict(sorted(Counter(one.outcome for one in messages).items())),
        "measures": {name: share.as_json() for name, share in measures(messages).items()},
        "entities": all_entity_scores(messages),
        "calibration": bins,
        "calibration_error": calibration_error(bins),
        "abstention": abstention(messages),
        "operating_point": operating_point(messages),
    }


def _record(one: Judged, name: str) -> dict[str, Any]:
    label, found = one.label, one.found
    return {
        "id": name,
        "text": label.text,
        "language": label.language,
        "meant": _meant(one.meant, label.aspect),
        "understood": {
            "language": found.language,
            "intent": found.intent,
            "procedure": found.procedure,
            "aspect": found.aspect,
            "follow_up": found.follow_up,
        },
        "confidence": found.confidence,
        "likeliest": _named(found.likeliest) if found.likeliest else None,
        "choices": [_choice(choice) for choice in found.choices],
        "outcome": one.outcome,
    }


def _meant(meaning: Meaning, aspect: str | None) -> dict[str, Any]:
    return {**_named(meaning), "aspect": aspect}


def _named(meaning: Meaning) -> dict[str, Any]:
    return {"intent": meaning[0], "procedure": meaning[1]}


def _choice(choice: Choice) -> dict[str, Any]:
    return {**_named(choice.meaning), "confidence": choice.confidence}


def _digest(records: Sequence[Mapping[str, Any]]) -> str:
    """Of texts and labels, whatever their order."""
    lines = sorted(f"{one['id']} {one['language']} {one['meant']}" for one in records)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:_ID_CHARS]
