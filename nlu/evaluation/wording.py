"""What the table and the page say, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LANGUAGE_NAMES = {
    "all": "All",
    "ary": "Darija, Arabic script",
    "ary-Latn": "Darija, Latin letters",
    "ar": "Standard Arabic",
    "fr": "French",
}
MEASURE_NAMES = {
    "with_choices": "Right with choices",
    "at_once": "Right at once",
    "confident_wrong": "Wrong though sure",
    "out_of_scope_leak": "Out of scope, answered",
    "aspect": "Aspect, procedure right",
    "aspect_of_all": "Aspect, all questions",
    "language": "Language and script",
    "reference": "References, F1",
    "date": "Dates, F1",
    "place": "Places, F1",
}
MEASURE_MEANS = {
    "with_choices": "The right answer was given, or was among the choices offered.",
    "at_once": "The right answer was given without asking back.",
    "confident_wrong": "A wrong answer was given as if sure: the worst that can happen.",
    "out_of_scope_leak": "Of the messages that are not ours, those answered as if they were.",
    "aspect": "Of the questions whose procedure was right at once, those with the right aspect.",
    "aspect_of_all": "The same, of all questions to a procedure.",
    "language": "Language and script are the labelled ones.",
    "reference": "By the piece of text, in all messages.",
    "date": "By the piece of text, where labels are complete.",
    "place": "By the piece of text, where labels are complete.",
}
COLUMN_NAMES = {
    "messages": "messages",
    "with_choices": "w/ choices",
    "at_once": "at once",
    "confident_wrong": "sure, wrong",
    "out_of_scope_leak": "leak",
    "aspect": "aspect",
    "aspect_of_all": "(of all)",
    "language": "language",
}
OUTCOME_NAMES = {
    "at_once": "right at once",
    "offered": "right among choices",
    "unsure": "not understood",
    "wrong": "wrong though sure",
}
GROUP_NAMES = {
    "newly_wrong": "Newly wrong",
    "newly_right": "Newly right",
    "worse": "Worse, but not across the line",
    "better": "Better, but not across the line",
}
GROUP_MEANS = {
    "newly_wrong": "Right before, wrong or not understood now.",
    "newly_right": "Wrong or not understood before, right now.",
    "worse": "From right at once to asking back, or from not understood to wrong though sure.",
    "better": "From asking back to right at once, or from wrong though sure to not understood.",
}
SENTENCES_HIDDEN = (
    "Sentences are not shown: the messages come from outside the repository, and a test set that "
    "is kept apart must not be read by accident. `--sentences N` shows them."
)
SENTENCES_OFF = "Sentences are not shown: `--sentences N` shows them."
NO_EARLIER = "There is no earlier report of this set to compare with."
NOT_COUNTED = "–"


def percent(value: float | None) -> str:
    """A share as a person reads it."""
    return NOT_COUNTED if value is None else f"{100 * value:.1f}"


def limit_text(verdict: Mapping[str, Any]) -> str:
    """`≥ 90`, without needless decimals."""
    sign = "≥" if verdict["side"] == "at_least" else "≤"
    return f"{sign} {100 * verdict['limit']:.4g}"


def verdict_text(verdict: Mapping[str, Any]) -> str:
    """A limit that is not kept, by the ids that the command takes."""
    return f"{verdict['measure']} in {verdict['language']}: {_beside_limit(verdict)}"


def verdict_in_words(verdict: Mapping[str, Any]) -> str:
    """The same for people."""
    names = MEASURE_NAMES[verdict["measure"]], LANGUAGE_NAMES[verdict["language"]]
    return f"{' · '.join(names)}: {_beside_limit(verdict)}"


def meaning_text(one: Mapping[str, Any]) -> str:
    """Intent, procedure and aspect, as ids."""
    if one["intent"] is None:
        return "a follow-up" if one.get("follow_up") else "unsure"
    parts = [one["intent"], one.get("procedure"), one.get("aspect")]
    return " · ".join(part for part in parts if part)


def choices_text(choices: list[Mapping[str, Any]]) -> str:
    """What was offered, best first."""
    return ", ".join(one["procedure"] or one["intent"] for one in choices)


def shown(text: str) -> str:
    """A message made fit to print: control characters and lone surrogates become visible."""
    visible = "".join(_visible(sign) for sign in text)
    return visible.encode("utf-8", "replace").decode("utf-8")


def _visible(sign: str) -> str:
    if ord(sign) < 0x20:
        return chr(0x2400 + ord(sign))  # the pictures of control characters
    return "␡" if 0x7F <= ord(sign) <= 0x9F else sign


def _beside_limit(verdict: Mapping[str, Any]) -> str:
    value = "not measured" if verdict["value"] is None else f"{percent(verdict['value'])} %"
    return f"{value}, must be {limit_text(verdict)} %"
