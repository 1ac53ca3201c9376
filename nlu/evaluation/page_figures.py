"""The page's sections of figures and plots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nlu.evaluation.confusions import UNSURE
from nlu.evaluation.labels import KINDS, LANGUAGES
from nlu.evaluation.limits import ALL
from nlu.evaluation.markup import Markup, element, joined
from nlu.evaluation.metrics import MEASURES
from nlu.evaluation.page_sentences import confused
from nlu.evaluation.plots import bar, calibration_plot, curve
from nlu.evaluation.wording import (
    LANGUAGE_NAMES,
    MEASURE_MEANS,
    MEASURE_NAMES,
    NOT_COUNTED,
    limit_text,
    percent,
)

WORST = 10
_SMALL_SCALE = 0.2
_CURVE_ROWS = 5  # every fifth threshold in the table beside the plots
_COLUMNS = (*LANGUAGES, ALL)
_READING = (
    "The notch in a bar is the limit, the thin line the range in which the true share lies "
    "(95 %). Where the notch is within the range, there are too few messages to be certain."
)
_CURVE_READING = (
    "Each point of a line is a threshold of confidence: to the left, fewer messages are answered "
    "and more of those rightly. The dot is where the thresholds in use stand. Below the dashed "
    "line, more messages are answered wrongly than the limit of 'wrong though sure' allows."
)
_CALIBRATION_READING = (
    "Dots on the dashed diagonal are right as often as they claim; below it, the model thinks too "
    "well of itself. Larger dots stand for more messages, upright lines for the range of the true "
    "share. All messages count, by their likeliest reading, whether it was said or held back."
)
_HEAT_READING = (
    "Rows are what was meant, columns what was acted on; framed where both agree. The last "
    "column counts messages that were asked back or not understood. Darker is a larger share of "
    "the row."
)
Report = Mapping[str, Any]
Cell = str


def figures(report: Report) -> Markup:
    """Every measure in every language, with bars and limits."""
    head = _row("th", ["Measure, %", *(LANGUAGE_NAMES[name] for name in _COLUMNS)], scope="col")
    counts = [str(report["figures"][name]["messages"]) for name in _COLUMNS]
    rows = [_measure_row(report, name) for name in MEASURES]
    table = element(
        "table",
        element("thead", head),
        element("tbody", _plain_row("Messages", counts), rows),
        class_="figures",
    )
    return joined(element("p", _READING, class_="soft small"), table)


def entities(report: Report) -> Markup:
    """Precision, recall and F1 of each kind, and F1 by language."""
    names = ["Kind, %", "Precision", "Recall", "F1", "Limit", "Expected"]
    rows = [_entity_row(report, kind) for kind in KINDS]
    return joined(
        element("p", "By the piece of text. Dates and places only where all are marked: outside "
                "questions to a procedure and out-of-scope messages.", class_="soft small"),
        _table([*names, *(f"F1 {name}" for name in LANGUAGES)], rows),
    )  # fmt: skip


def confusion_pairs(report: Report, *, sentences: bool) -> Markup:
    """The commonest confident mistakes with their sentences, and those of likeliest readings."""
    sure, likeliest = report["confusions"]["confident"], report["confusions"]["likeliest"]
    worst = sure[:WORST]
    return joined(
        _pairs(worst) if worst else element("p", "No confident mistake."),
        _inner("Their sentences", confused(report, worst)) if worst and sentences else None,
        _inner(f"The {len(likeliest)} commonest confusions of likeliest readings, held back or not",
              _pairs(likeliest)),
    )  # fmt: skip


def heat_map(report: Report) -> Markup:
    """Intents meant against intents acted on."""
    found = report["confusions"]["intents"]
    head = element(
        "tr",
        element("th", "Meant", scope="col"),
        [element("th", element("span", name), scope="col") for name in found["columns"]],
    )
    rows = [
        _heat_row(name, found["columns"], counts)
        for name, counts in zip(found["rows"], found["counts"], strict=True)
    ]
    table = element("table", element("thead", head), element("tbody", rows), class_="heat")
    return joined(element("p", _HEAT_READING, class_="soft small"), _scrolling(table, "Intents"))


def curves(report: Report) -> Markup:
    """One plot a language: coverage against precision; the same as a table."""
    plots = [_curve(report, name) for name in _COLUMNS if report["figures"][name]["messages"]]
    return joined(
        element("p", _CURVE_READING, class_="soft small"),
        element("div", plots, class_="plots"),
        _inner("The same as a table", _curve_table(report)),
    )


def calibration(report: Report) -> Markup:
    """The plot over all languages, the table, and the error of each language."""
    part = report["figures"][ALL]
    errors = [
        [LANGUAGE_NAMES[name], percent(report["figures"][name]["calibration_error"])]
        for name in _COLUMNS
    ]
    plot = calibration_plot(part["calibration"], label="Being right over confidence")
    bins = [
        [
            f"{one['from']:.1f} to {one['to']:.1f}",
            percent(one["confidence"]),
            percent(one["right"]["value"]),
            str(one["right"]["of"]),
        ]
        for one in part["calibration"]
    ]
    return joined(
        element("p", _CALIBRATION_READING, class_="soft small"),
        element("div", element("figure", plot), _table(["Language", "Expected error, points"],
                errors), class_="plots"),
        _inner("The same as a table", _table(["Confidence", "Mean, %", "Right, %", "Messages"],
               bins)),
    )  # fmt: skip


def by_label(report: Report) -> Markup:
    """Precision, recall, F1 of each intent and each procedure, by what was acted on."""
    return joined(
        element("p", "By what was acted on: asking back costs recall, not precision.",
                class_="soft small"),
        _inner(f"{len(report['intents'])} intents", _score_table("Intent", report["intents"])),
        _inner(f"{len(report['procedures'])} procedures",
               _score_table("Procedure", report["procedures"])),
    )  # fmt: skip


def definitions() -> Markup:
    """Each measure in a sentence."""
    facts = [
        element("div", element("dt", MEASURE_NAMES[name]), element("dd", text))
        for name, text in MEASURE_MEANS.items()
    ]
    return element("dl", facts, class_="about")


def _inner(title: str, body: Markup) -> Markup:
    """A part of a section that is closed at first."""
    return element("details", element("summary", title), body, class_="inner")


def _measure_row(report: Report, measure: str) -> Markup:
    limits = {one["language"]: one for one in report["limits"] if one["measure"] == measure}
    known = next(iter(limits.values()), None)
    found = {name: report["figures"][name]["measures"][measure] for name in _COLUMNS}
    full = _full(found.values())
    about = [limit_text(known)] if known else []
    about += [f"bars end at {100 * full:.0f}"] if full < 1 else []
    title = joined(MEASURE_NAMES[measure], element("small", ", ".join(about)))
    cells = [_figure(found[name], limits.get(name), name, full) for name in _COLUMNS]
    return element("tr", element("th", title, scope="row"), cells)


def _full(found: Iterable[Mapping[str, Any]]) -> float:
    """Where bars end: small shares would be slivers on a scale up to 100 %."""
    return _SMALL_SCALE if all((one["high"] or 0.0) <= _SMALL_SCALE for one in found) else 1.0


def _figure(
    figure: Mapping[str, Any], limit: Mapping[str, Any] | None, language: str, full: float
) -> Markup:
    label = LANGUAGE_NAMES[language]
    if figure["value"] is None:
        return element("td", NOT_COUNTED, class_="empty", data_label=label)
    missed = limit is not None and limit["met"] is False
    return element(
        "td",
        element("span", percent(figure["value"]), class_="value"),
        " ",
        _mark(limit) if limit else None,
        bar(figure, limit["limit"] if limit else None, full=full),
        element(
            "span",
            f"{figure['count']} of {figure['of']} · "
            f"{percent(figure['low'])} to {percent(figure['high'])}",
            class_="range",
        ),
        class_="miss" if missed else None,
        data_label=label,
    )


def _mark(verdict: Mapping[str, Any]) -> Markup | None:
    if verdict["met"] is None:
        return None
    if verdict["met"]:
        return element("span", "✓ kept", class_="mark pass")
    return element("span", "✗ missed", class_="mark miss")


def _entity_row(report: Report, kind: str) -> list[Cell]:
    found = report["figures"][ALL]["entities"][kind]
    limit = next((one for one in report["limits"] if one["measure"] == kind), None)
    mark = _mark(limit) if limit else None
    by_language = (report["figures"][name]["entities"][kind]["f1"] for name in LANGUAGES)
    return [
        MEASURE_NAMES[kind].partition(",")[0],
        percent(found["precision"]),
        percent(found["recall"]),
        joined(percent(found["f1"]), " ", mark),
        limit_text(limit) if limit else NOT_COUNTED,
        str(found["expected"]),
        *map(percent, by_language),
    ]


def _pairs(pairs: Sequence[Mapping[str, Any]]) -> Markup:
    rows = [
        [*(one[side].replace("/", " · ") for side in ("meant", "taken_for")), str(one["messages"])]
        for one in pairs
    ]
    return _table(["Meant", "Taken for", "Messages"], rows)


def _heat_row(name: str, columns: Sequence[str], counts: Sequence[int]) -> Markup:
    total = sum(counts) or 1
    cells = [
        _heat_cell(column, number, number / total, same=column == name)
        for column, number in zip(columns, counts, strict=True)
    ]
    return element("tr", element("th", name, scope="row"), cells)


def _heat_cell(column: str, messages: int, share: float, *, same: bool) -> Markup:
    kinds = [kind for kind, true in (("none", not messages), ("same", same)) if true]
    strength = 0.0 if not messages else 0.08 + 0.62 * share
    return element(
        "td",
        str(messages),
        class_=" ".join(kinds) or None,
        style=f"background:rgb(var(--heat)/{strength:.2f})" if messages else None,
        title=f"{column}: {messages}" if messages and column != UNSURE else None,
    )


def _curve(report: Report, language: str) -> Markup:
    part = report["figures"][language]
    wrong = next((one["limit"] for one in report["limits"]
                  if one["measure"] == "confident_wrong"), None)  # fmt: skip
    stands = part["operating_point"]
    now = f"{percent(stands['coverage'])} answered, {percent(stands['precision'])} of them right"
    name = LANGUAGE_NAMES[language]
    return element(
        "figure",
        element("figcaption", name, element("span", f" · {now}", class_="soft small")),
        curve(part, allowed_wrong=wrong, label=f"{name}: precision over coverage; {now}"),
    )


def _curve_table(report: Report) -> Markup:
    names = [name for name in _COLUMNS if report["figures"][name]["messages"]]
    found = {name: report["figures"][name]["abstention"][::_CURVE_ROWS] for name in names}
    rows = [
        [
            f"{points[0]['threshold']:.2f}",
            *(f"{percent(one['coverage'])} → {percent(one['precision'])}" for one in points),
        ]
        for points in zip(*found.values(), strict=True)
    ]
    heads = [f"{LANGUAGE_NAMES[name]}: answered → right" for name in names]
    return _table(["Threshold", *heads], rows)


def _score_table(name: str, found: Iterable[Mapping[str, Any]]) -> Markup:
    rows = [
        [
            one["label"],
            *(percent(one[part]) for part in ("precision", "recall", "f1")),
            *(str(one[part]) for part in ("expected", "found", "hits")),
        ]
        for one in found
    ]
    heads = [name, "Precision", "Recall", "F1", "Meant", "Answered", "Right"]
    return _table(heads, rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Markup:
    """A plain table that scrolls by itself where it is too wide; the first column names rows."""
    body = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            [element("td", cell, class_="n" if _numeric(cell) else None) for cell in row[1:]],
        )
        for row in rows
    ]
    table = element(
        "table", element("thead", _row("th", heads, scope="col")), element("tbody", body)
    )
    return _scrolling(table, heads[0])


def _numeric(cell: Cell) -> bool:
    return cell == NOT_COUNTED or cell[:1].isdigit()


def _row(tag: str, cells: Iterable[Cell], **attributes: object) -> Markup:
    return element("tr", [element(tag, cell, **attributes) for cell in cells])


def _plain_row(name: str, cells: Iterable[str]) -> Markup:
    columns = zip(_COLUMNS, cells, strict=True)
    return element(
        "tr",
        element("th", name, scope="row"),
        [element("td", cell, data_label=LANGUAGE_NAMES[column]) for column, cell in columns],
    )


def _scrolling(table: Markup, name: str) -> Markup:
    """Reached by the keyboard too, so that it can be scrolled without a mouse."""
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=name)
