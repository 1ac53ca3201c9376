"""The report as one HTML page: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nlu.evaluation.markup import Markup, element, joined
from nlu.evaluation.page_figures import (
    by_label,
    calibration,
    confusion_pairs,
    curves,
    definitions,
    entities,
    figures,
    heat_map,
)
from nlu.evaluation.page_sentences import changes, failures
from nlu.evaluation.report import failed_messages
from nlu.evaluation.wording import verdict_in_words

STYLE = Path(__file__).with_name("page.css")
TITLE = "How well it understands"
SECTIONS = {
    "figures": "Figures by language and script",
    "entities": "References, dates, places",
    "changes": "Since the earlier report",
    "confusions": "Ten worst confusions",
    "intents": "What intents are taken for",
    "abstention": "Answering less, erring less",
    "calibration": "Does confidence mean what it says?",
    "labels": "By intent and by procedure",
    "sentences": "Sentences that failed",
    "definitions": "What the measures mean",
}
Report = Mapping[str, Any]


def page(report: Report, *, sentences: bool) -> str:
    """The whole page; sentences of a test set that is kept apart are left out."""
    bodies = {
        "figures": figures(report),
        "entities": entities(report),
        "changes": changes(report, sentences=sentences),
        "confusions": confusion_pairs(report, sentences=sentences),
        "intents": heat_map(report),
        "abstention": curves(report),
        "calibration": calibration(report),
        "labels": by_label(report),
        "sentences": failures(report, sentences=sentences),
        "definitions": definitions(),
    }
    body = element(
        "body",
        element("header", element("h1", TITLE), _about(report), _verdict(report), _contents()),
        element("main", [_section(report, name, bodies[name]) for name in SECTIONS]),
    )
    return f"<!doctype html>\n{element('html', _head(report), body, lang='en')}\n"


def _head(report: Report) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{TITLE}: {report['set']['name']}, {report['model']['name']}"),
        element("style", Markup(STYLE.read_text("utf-8"))),
    )


def _about(report: Report) -> Markup:
    model, tested = report["model"], report["set"]
    digests = model.get("fingerprint") or {}
    facts = {
        "Messages": f"{tested['messages']} of {tested['name']}",
        "Model": model["name"],
        "Digest of training data": digests.get("data", "unknown")[:16],
        "Digest of the messages": tested["digest"],
        "Made": f"{report['made_at'][:16].replace('T', ' ')} UTC",
    }
    if tested["folds"]:
        facts["Cross-validation"] = f"{tested['folds']} folds, each tested by a model without it"
    return element("dl", [_fact(*fact) for fact in facts.items()], class_="about")


def _fact(name: str, value: str) -> Markup:
    return element("div", element("dt", name), element("dd", value))


def _verdict(report: Report) -> Markup:
    """The limits in one sentence, and those that are not kept."""
    measured = [one for one in report["limits"] if one["met"] is not None]
    missed = [one for one in measured if not one["met"]]
    if not missed:
        text = f"✓ All {len(measured)} limits are kept."
        return element("div", element("p", element("strong", text)), class_="verdict")
    text = f"✗ {len(missed)} of {len(measured)} limits are not kept:"
    listed = [element("li", verdict_in_words(one)) for one in missed]
    return element(
        "div", element("p", element("strong", text)), element("ul", listed), class_="verdict missed"
    )


def _contents() -> Markup:
    links = [
        element("li", element("a", title, href=f"#{name}")) for name, title in SECTIONS.items()
    ]
    return element("nav", element("ul", links), aria_label="Sections")


def _section(report: Report, name: str, body: Markup) -> Markup:
    beside = joined(*_beside(report, name))
    return element(
        "details",
        element("summary", element("h2", SECTIONS[name]), beside),
        body,
        class_="section",
        id=name,
        open=True,
    )


def _beside(report: Report, name: str) -> Iterator[Markup]:
    """A count worth seeing while the section is closed."""
    found = report["comparison"]
    if name == "sentences":
        yield element("span", str(len(failed_messages(report))), class_="soft")
    if name == "changes" and found:
        text = f"{len(found['newly_right'])} newly right, {len(found['newly_wrong'])} newly wrong"
        yield element("span", text, class_="soft")
