"""The report as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nlu.evaluation.labels import KINDS, LANGUAGES
from nlu.evaluation.limits import ALL
from nlu.evaluation.metrics import MEASURES
from nlu.evaluation.report import failed_messages
from nlu.evaluation.wording import (
    COLUMN_NAMES,
    GROUP_NAMES,
    NOT_COUNTED,
    OUTCOME_NAMES,
    choices_text,
    limit_text,
    meaning_text,
    percent,
    shown,
)

MISSED = " ✗"
_PAIRS = 10
Report = Mapping[str, Any]
Rows = list[list[str]]


def table(report: Report, *, sentences: int = 0) -> str:
    """Figures by language, entities, confidence, confusions, changes, then failed sentences."""
    parts = [
        heading(report),
        _aligned(_measures(report)),
        _aligned(_entities(report)),
        _confidence(report),
        _aligned(_mistakes(report)),
        "\n".join(_changes(report, sentences)),
        "\n".join(_sentences(report, sentences)),
    ]
    return "\n\n".join(part for part in parts if part)


def heading(report: Report) -> str:
    """What was evaluated on what."""
    model, tested = report["model"], report["set"]
    return f"model {model['name']} · {tested['name']}, {tested['messages']} messages"


def _measures(report: Report) -> Rows:
    missed = _missed(report)
    rows = [["%", *(COLUMN_NAMES[name] for name in ("messages", *MEASURES))]]
    for language in (*LANGUAGES, ALL):
        part = report["figures"][language]
        cells = (
            percent(part["measures"][name]["value"])
            + (MISSED if (name, language) in missed else "")
            for name in MEASURES
        )
        rows.append([language, str(part["messages"]), *cells])
    return [*rows, ["bar", "", *(_bar(report, name) for name in MEASURES)]]


def _entities(report: Report) -> Rows:
    missed = _missed(report)
    rows = [["%", "precision", "recall", "F1", "bar", "expected"]]
    for kind in KINDS:
        found = report["figures"][ALL]["entities"][kind]
        mark = MISSED if (kind, ALL) in missed else ""
        rows.append(
            [
                kind,
                percent(found["precision"]),
                percent(found["recall"]),
                percent(found["f1"]) + mark,
                _bar(report, kind),
                str(found["expected"]),
            ]
        )
    return rows


def _confidence(report: Report) -> str:
    part = report["figures"][ALL]
    rows = [["confidence", "messages", "mean", "right"]]
    for one in part["calibration"]:
        right = one["right"]
        rows.append(
            [
                f"{one['from']:.1f}-{one['to']:.1f}",
                str(right["of"]),
                percent(one["confidence"]),
                percent(right["value"]),
            ]
        )
    error = percent(part["calibration_error"])
    return f"{_aligned(rows)}\nexpected calibration error: {error} points"


def _mistakes(report: Report) -> Rows:
    pairs = report["confusions"]["confident"][:_PAIRS]
    if not pairs:
        return []
    rows = [["meant", "taken for, though sure", "messages"]]
    return rows + [[one["meant"], one["taken_for"], str(one["messages"])] for one in pairs]


def _changes(report: Report, sentences: int) -> Iterator[str]:
    found = report["comparison"]
    if found is None:
        return
    against, counted = found["against"], found["messages"]
    yield (
        f"since {against['model']['name']} of {against['made_at'][:10]}: "
        f"{counted['compared']} messages in both"
    )
    yield _aligned(_deltas(found))
    for group, name in GROUP_NAMES.items():
        yield f"{name}: {len(found[group])}"
        for one in found[group][:sentences]:
            now = one["now"]
            yield (
                f"  {shown(one['text'])}\n    meant {meaning_text(one['meant'])}; now "
                f"{OUTCOME_NAMES[now['outcome']]}, {meaning_text(now['understood'])}"
            )


def _deltas(found: Mapping[str, Any]) -> Rows:
    rows = [["points", *(COLUMN_NAMES[name] for name in MEASURES)]]
    for language in (*LANGUAGES, ALL):
        figures = found["figures"].get(language, {})
        rows.append([language, *(_delta(figures.get(name)) for name in MEASURES)])
    return rows


def _delta(figure: Mapping[str, float] | None) -> str:
    return NOT_COUNTED if figure is None else f"{100 * (figure['now'] - figure['before']):+.1f}"


def _sentences(report: Report, most: int) -> Iterator[str]:
    failed = failed_messages(report)
    for language in LANGUAGES:
        own = [one for one in failed if one["language"] == language]
        if not own or not most:
            continue
        yield f"{language}: {len(own)} failed" + (f", {most} shown" if most < len(own) else "")
        for one in own[:most]:
            yield f"  {shown(one['text'])}\n    {_reading(one)}"


def _reading(one: Mapping[str, Any]) -> str:
    offered = choices_text(one["choices"])
    return (
        f"meant {meaning_text(one['meant'])}; {OUTCOME_NAMES[one['outcome']]} "
        f"({one['confidence']:.2f}): {meaning_text(one['understood'])}"
        + (f"; offered {offered}" if offered else "")
    )


def _missed(report: Report) -> set[tuple[str, str]]:
    return {(one["measure"], one["language"]) for one in report["limits"] if one["met"] is False}


def _bar(report: Report, measure: str) -> str:
    return next((limit_text(one) for one in report["limits"] if one["measure"] == measure), "")


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
