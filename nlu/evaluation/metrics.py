"""The measures of a slice of messages, as the project defines them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from nlu.evaluation.judgement import AT_ONCE, RIGHT, WRONG, Judged
from nlu.evaluation.labels import ASK, KINDS, OUT_OF_SCOPE
from nlu.evaluation.shares import Share, scores

MEASURES = (
    "with_choices", "at_once", "confident_wrong", "out_of_scope_leak", "aspect", "aspect_of_all",
    "language",
)  # fmt: skip
LESS_IS_BETTER = frozenset(("confident_wrong", "out_of_scope_leak"))
# References are marked everywhere; dates and places are complete outside these only.
_INCOMPLETE = frozenset((ASK, OUT_OF_SCOPE))


def measures(messages: Sequence[Judged]) -> dict[str, Share]:
    """All shares of these messages, each over the messages that it is about."""
    asked = [one for one in messages if one.label.intent == ASK and one.label.aspect]
    outside = [one for one in messages if one.label.intent == OUT_OF_SCOPE]
    return {
        "with_choices": Share.true_of(one.outcome in RIGHT for one in messages),
        "at_once": Share.true_of(one.outcome == AT_ONCE for one in messages),
        "confident_wrong": Share.true_of(one.outcome == WRONG for one in messages),
        "out_of_scope_leak": Share.true_of(
            one.found.answered not in (None, (OUT_OF_SCOPE, None)) for one in outside
        ),
        "aspect": Share.true_of(_aspect_right(one) for one in asked if one.outcome == AT_ONCE),
        "aspect_of_all": Share.true_of(map(_aspect_right, asked)),
        "language": Share.true_of(one.found.language == one.label.language for one in messages),
    }


def entity_scores(messages: Sequence[Judged], kind: str) -> dict[str, Any]:
    """Precision, recall and F1 by the piece of text, where the labels are complete."""
    hits = found = expected = 0
    for one in messages:
        if one.label.entities is None or not _complete(one, kind):
            continue
        truth, read = _pieces(one.label.entities, kind), _pieces(one.found.entities, kind)
        hits += sum((truth & read).values())
        found += sum(read.values())
        expected += sum(truth.values())
    return scores(hits, found, expected)


def all_entity_scores(messages: Sequence[Judged]) -> dict[str, Any]:
    """Each kind's scores."""
    return {kind: entity_scores(messages, kind) for kind in KINDS}


def _aspect_right(one: Judged) -> bool:
    return one.found.aspect == one.label.aspect


def _complete(one: Judged, kind: str) -> bool:
    return kind == "reference" or one.label.intent not in _INCOMPLETE


def _pieces(pieces: Sequence[tuple[str, str]], kind: str) -> Counter[str]:
    return Counter(text for own, text in pieces if own == kind)
