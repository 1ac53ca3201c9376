"""The figures of a benchmark as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nlu.benchmark.intents import ALL, OURS, PEER

Figures = Mapping[str, Any]
_MOST_NAMED = 5
_HEADER = (
    "language", "rows", "labels", "accuracy", "macro-F1", "linear accuracy", "linear macro-F1",
    "difference", "errors, ratio",
)  # fmt: skip


def lines(result: Figures) -> Iterator[str]:
    """The table, what to mind about it, and the seconds."""
    yield f"{result['training_rows']} training rows, {result['training_labels']} labels"
    yield ""
    yield from markdown(_HEADER, [_cells(one) for one in result["slices"]])
    yield ""
    yield "Percent, 95 % intervals (accuracy: Wilson; macro-F1 and difference: bootstrap of rows)."
    yield from notes(result)
    for name in (OURS, PEER):
        seconds = result["seconds"][name]
        each = 1000 * seconds["prediction"] / result["test_rows"]
        yield f"{name}: {seconds['training']:.1f} s to train, {each:.2f} ms a text in one batch"


def notes(result: Figures) -> Iterator[str]:
    """Test texts that training had, labels that it had not."""
    repeated, whole = result["in_training"][ALL], result["test_rows"]
    if repeated:
        yield f"{repeated} of {whole} test texts are in the training rows, letter for letter."
    unseen = result["unseen_labels"]
    if unseen:
        rows = sum(unseen.values())
        named = ", ".join([*unseen][:_MOST_NAMED]) + (", …" if len(unseen) > _MOST_NAMED else "")
        yield f"{len(unseen)} labels ({rows} test rows) are not in the training rows: {named}"


def _cells(one: Figures) -> list[str]:
    ratio = one["error_ratio"]
    return [
        one["language"],
        str(one["rows"]),
        str(one["labels"]),
        percent(one[OURS]["accuracy"]),
        percent(one[OURS]["macro_f1"]),
        percent(one[PEER]["accuracy"]),
        percent(one[PEER]["macro_f1"]),
        percent(one["difference"], sign="+"),
        "-" if ratio is None else f"{ratio:.2f}",
    ]


def percent(interval: Mapping[str, float], sign: str = "") -> str:
    """`95.9 (93.3–97.5)`; a difference with its sign."""
    value, low, high = (100 * interval[name] for name in ("value", "low", "high"))
    between = " to " if sign else "–"
    return f"{value:{sign}.1f} ({low:{sign}.1f}{between}{high:{sign}.1f})"


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table with aligned columns."""
    safe = [[cell.replace("|", "\\|") for cell in row] for row in (header, *rows)]
    widths = [max(len(row[place]) for row in safe) for place in range(len(header))]
    for number, row in enumerate(safe):
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(padded)} |"
        if not number:
            yield f"| {' | '.join('-' * width for width in widths)} |"
