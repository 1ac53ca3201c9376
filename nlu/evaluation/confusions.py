"""What is taken for what: pairs, the matrix of intents, scores by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from nlu.evaluation.judgement import WRONG, Judged, Meaning
from nlu.evaluation.labels import ASK
from nlu.evaluation.shares import scores

UNSURE = "unsure"
MOST_PAIRS = 50


def confident_pairs(messages: Iterable[Judged]) -> list[dict[str, Any]]:
    """Mistakes among answers that were given, commonest first."""
    return _pairs((one.meant, one.found.answered) for one in messages if one.outcome == WRONG)


def likeliest_pairs(messages: Iterable[Judged]) -> list[dict[str, Any]]:
    """Mistakes of the likeliest reading, whether it was said or held back."""
    return _pairs((one.meant, one.found.likeliest) for one in messages if not one.likeliest_right)


def matrix(messages: Sequence[Judged]) -> dict[str, Any]:
    """Messages by intent meant (rows) and intent acted on (columns, the last one is unsure)."""
    counted = Counter((one.label.intent, one.understood_intent or UNSURE) for one in messages)
    meant = Counter(one.label.intent for one in messages)
    rows = sorted(meant, key=lambda name: (-meant[name], name))
    others = sorted({found for _, found in counted} - set(rows) - {UNSURE})
    columns = [*rows, *others, UNSURE]
    return {
        "rows": rows,
        "columns": columns,
        "counts": [[counted[row, column] for column in columns] for row in rows],
    }


def intent_scores(messages: Iterable[Judged]) -> list[dict[str, Any]]:
    """Scores of each intent by what was acted on; staying unsure costs recall."""
    return _scores((one.label.intent, one.understood_intent) for one in messages)


def procedure_scores(messages: Iterable[Judged]) -> list[dict[str, Any]]:
    """Scores of each procedure that was asked about or answered for."""
    return _scores((_procedure(one.meant), _procedure(one.found.answered)) for one in messages)


def name_of(meaning: Meaning) -> str:
    """A meaning as one word: `ask_procedure/passport_first`, `greet`."""
    intent, procedure = meaning
    return f"{intent}/{procedure or 'none_named'}" if intent == ASK else intent


def _pairs(pairs: Iterable[tuple[Meaning, Meaning | None]]) -> list[dict[str, Any]]:
    counted = Counter((name_of(meant), name_of(found)) for meant, found in pairs if found)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"meant": meant, "taken_for": found, "messages": number}
        for (meant, found), number in ordered[:MOST_PAIRS]
    ]


def _scores(pairs: Iterable[tuple[str | None, str | None]]) -> list[dict[str, Any]]:
    counted = Counter(pairs)
    expected, found = Counter[str](), Counter[str]()
    for (meant, answered), number in counted.items():
        if meant:
            expected[meant] += number
        if answered:
            found[answered] += number
    return [
        {"label": name, **scores(counted[name, name], found[name], expected[name])}
        for name in sorted({*expected, *found}, key=lambda name: (-expected[name], name))
    ]


def _procedure(meaning: Meaning | None) -> str | None:
    return meaning[1] if meaning else None
