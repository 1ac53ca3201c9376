"""The page's sections of sentences: what failed, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from nlu.evaluation.comparison import GROUPS
from nlu.evaluation.confusions import name_of
from nlu.evaluation.judgement import WRONG, meaning
from nlu.evaluation.labels import LANGUAGES
from nlu.evaluation.limits import ALL
from nlu.evaluation.markup import Markup, element, joined
from nlu.evaluation.metrics import LESS_IS_BETTER
from nlu.evaluation.report import failed_messages
from nlu.evaluation.wording import (
    GROUP_MEANS,
    GROUP_NAMES,
    LANGUAGE_NAMES,
    MEASURE_NAMES,
    NO_EARLIER,
    NOT_COUNTED,
    OUTCOME_NAMES,
    SENTENCES_HIDDEN,
    SENTENCES_OFF,
    choices_text,
    meaning_text,
    percent,
    shown,
)

_HIDDEN_CHANGE = 0.0005  # half of what is shown
Report = Mapping[str, Any]
Message = Mapping[str, Any]


def failures(report: Report, *, sentences: bool) -> Markup:
    """Sentences that were neither answered nor offered rightly, by language."""
    if not sentences:
        return hidden(report)
    failed = failed_messages(report)
    if not failed:
        return element("p", "None.")
    groups = ((name, [one for one in failed if one["language"] == name]) for name in LANGUAGES)
    return joined(*(_language(name, own) for name, own in groups if own))


def changes(report: Report, *, sentences: bool) -> Markup:
    """Figures before and now, and the sentences that changed sides."""
    found = report["comparison"]
    if found is None:
        return element("p", NO_EARLIER)
    parts = [element("p", _against(found), class_="soft small"), _deltas(found)]
    parts += [_group(name, found[name], sentences=sentences) for name in GROUPS]
    return joined(*parts, None if sentences else hidden(report))


def confused(report: Report, pairs: Sequence[Mapping[str, Any]]) -> Markup:
    """The sentences behind confident mistakes, by what was taken for what."""
    wrong = [one for one in report["messages"] if one["outcome"] == WRONG]
    groups = [(pair, [one for one in wrong if _mixes_up(one, pair)]) for pair in pairs]
    return joined(
        *(
            joined(
                element("h3", f"{pair['meant']} → {pair['taken_for']}".replace("/", " · ")),
                element("ul", [_sentence(one, list(_failed_facts(one))) for one in found],
                        class_="sentences"),
            )
            for pair, found in groups
        )
    )  # fmt: skip


def hidden(report: Report) -> Markup:
    """Why no sentence is here."""
    return element("p", SENTENCES_OFF if report["set"]["own"] else SENTENCES_HIDDEN, class_="soft")


def _mixes_up(one: Message, pair: Mapping[str, Any]) -> bool:
    sides = (one["meant"], one["understood"])
    names = [name_of(meaning(side["intent"], side["procedure"])) for side in sides]
    return names == [pair["meant"], pair["taken_for"]]


def _language(name: str, failed: Sequence[Message]) -> Markup:
    sure = sum(one["outcome"] == "wrong" for one in failed)
    about = f"{len(failed)}, {sure} of them wrong though sure"
    return element(
        "details",
        element("summary", LANGUAGE_NAMES[name], element("span", about, class_="soft")),
        element("ul", [_sentence(one, list(_failed_facts(one))) for one in failed],
                class_="sentences"),
        class_="inner",
        open=True,
    )  # fmt: skip


def _failed_facts(one: Message) -> Iterator[tuple[str, str]]:
    yield "meant", meaning_text(one["meant"])
    yield "understood", f"{meaning_text(one['understood'])} ({one['confidence']:.2f})"
    if one["choices"]:
        yield "offered", choices_text(one["choices"])
    elif one["outcome"] == "unsure" and one["likeliest"]:
        yield "held back", meaning_text(one["likeliest"])


def _sentence(one: Message, facts: Iterable[tuple[str, str]], outcome: str | None = None) -> Markup:
    kept = outcome or one["outcome"]
    return element(
        "li",
        element("p", shown(one["text"]) or "(empty)", class_="said", dir="auto"),
        element("dl", [joined(element("dt", name), element("dd", text)) for name, text in facts]),
        class_=kept,
    )


def _against(found: Mapping[str, Any]) -> str:
    against, counted = found["against"], found["messages"]
    left_out = [
        f"{counted[name]} {what}"
        for name, what in (
            ("relabelled", "with another label"),
            ("only_now", "only now"),
            ("only_before", "only before"),
        )
        if counted[name]
    ]
    return (
        f"Against {against['model']['name']}, {against['made_at'][:10]}: "
        f"{counted['compared']} messages stand in both"
        + (f"; left out: {', '.join(left_out)}." if left_out else ".")
    )


def _deltas(found: Mapping[str, Any]) -> Markup:
    languages = [name for name in (*LANGUAGES, ALL) if found["figures"].get(name)]
    names = [name for name in MEASURE_NAMES
             if any(name in found["figures"][one] for one in languages)]  # fmt: skip
    heads = ["Measure, %", *(LANGUAGE_NAMES[name] for name in languages)]
    rows = [
        element(
            "tr",
            element("th", MEASURE_NAMES[name], scope="row"),
            [_delta_cell(name, found["figures"][one].get(name), one) for one in languages],
        )
        for name in names
    ]
    head = element("thead", element("tr", [element("th", text, scope="col") for text in heads]))
    return element("table", head, element("tbody", rows), class_="figures")


def _delta_cell(measure: str, figure: Mapping[str, float] | None, language: str) -> Markup:
    kind = "empty" if figure is None else None
    change = _delta(measure, figure)
    return element("td", change, class_=kind, data_label=LANGUAGE_NAMES[language])


def _delta(measure: str, figure: Mapping[str, float] | None) -> Markup:
    if figure is None:
        return joined(NOT_COUNTED)
    change = figure["now"] - figure["before"]
    if abs(change) < _HIDDEN_CHANGE:
        return joined(f"{percent(figure['now'])} ", element("span", "= same", class_="mark soft"))
    good = (change > 0) != (measure in LESS_IS_BETTER)
    text = f"{'▲' if change > 0 else '▼'} {100 * change:+.1f} {'better' if good else 'worse'}"
    return joined(
        f"{percent(figure['before'])} → {percent(figure['now'])} ",
        element("span", text, class_="mark pass" if good else "mark miss"),
    )


def _group(name: str, found: Sequence[Message], *, sentences: bool) -> Markup:
    about = element("span", f"{len(found)}", class_="soft")
    if not found or not sentences:
        return element("p", GROUP_NAMES[name], ": ", element("strong", str(len(found))))
    listed = [_sentence(one, list(_change_facts(one)), one["now"]["outcome"]) for one in found]
    return element(
        "details",
        element("summary", GROUP_NAMES[name], about),
        element("p", GROUP_MEANS[name], class_="soft small"),
        element("ul", listed, class_="sentences"),
        class_="inner",
        open=name in ("newly_wrong", "newly_right"),
    )


def _change_facts(one: Message) -> Iterator[tuple[str, str]]:
    yield "language", LANGUAGE_NAMES[one["language"]]
    yield "meant", meaning_text(one["meant"])
    for name in ("before", "now"):
        reading = one[name]
        offered = choices_text(reading["choices"])
        yield (
            name,
            (
                f"{OUTCOME_NAMES[reading['outcome']]}: {meaning_text(reading['understood'])} "
                f"({reading['confidence']:.2f})" + (f"; offered {offered}" if offered else "")
            ),
        )
