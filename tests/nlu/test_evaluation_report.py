"""The report, its comparison with an earlier one, its limits, its table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from labelled import ASK, label, one, parse, report

from nlu.evaluation.judgement import Judged
from nlu.evaluation.limits import AT_LEAST, AT_MOST, BadLimit, Limit, broken, limit
from nlu.evaluation.report import failed_messages
from nlu.evaluation.table import table
from nlu.jobs.evaluate import as_json

SAYS_A, SAYS_B = parse(ASK, "a"), parse(ASK, "b")
OFFERS_A, IS_UNSURE = parse(None, choices=[(ASK, "a")]), parse(None)


def asked(text: str, parsed: dict[str, Any]) -> Judged:
    return one(label(ASK, "a", text=text), parsed)


MESSAGES = [
    asked("sure", SAYS_A),
    asked("wrong", SAYS_B),
    asked("not \ud800 known", IS_UNSURE),
    one(label("greet", text="salam", language="ary"), parse("greet")),
]


def test_a_report_is_what_its_schema_says(root: Path) -> None:
    schema = json.loads((root / "data/schemas/evaluation_report.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    made = report(MESSAGES, before=report(MESSAGES))
    errors = [error.message for error in Draft202012Validator(schema).iter_errors(made)]
    assert errors == []


def test_a_report_survives_being_written_even_with_lone_surrogates() -> None:
    made = report(MESSAGES)
    written = as_json(made).encode("utf-8", "backslashreplace")
    assert json.loads(written) == made


def test_figures_stand_by_language_and_over_all() -> None:
    figures = report(MESSAGES)["figures"]
    assert {name: part["messages"] for name, part in figures.items()} == {
        "all": 4, "ary": 1, "ary-Latn": 0, "ar": 0, "fr": 3,
    }  # fmt: skip
    assert figures["fr"]["outcomes"] == {"at_once": 1, "unsure": 1, "wrong": 1}
    assert figures["ar"]["measures"]["at_once"]["value"] is None


def test_the_same_text_twice_gets_two_ids() -> None:
    names = [kept["id"] for kept in report([MESSAGES[0], MESSAGES[0]])["messages"]]
    assert names[1] == f"{names[0]}-2"


def test_the_surest_mistakes_come_first() -> None:
    failed = failed_messages(
        report([MESSAGES[2], asked("less", {**SAYS_B, "confidence": 0.7}), MESSAGES[1]])
    )
    assert [kept["text"] for kept in failed] == ["wrong", "less", "not \ud800 known"]


@pytest.mark.parametrize(
    ("before", "now", "group"),
    [
        (SAYS_B, SAYS_A, "newly_right"),
        (IS_UNSURE, OFFERS_A, "newly_right"),
        (SAYS_A, SAYS_B, "newly_wrong"),
        (OFFERS_A, IS_UNSURE, "newly_wrong"),
        (SAYS_A, OFFERS_A, "worse"),
        (IS_UNSURE, SAYS_B, "worse"),
        (OFFERS_A, SAYS_A, "better"),
        (SAYS_B, IS_UNSURE, "better"),
        (SAYS_A, SAYS_A, None),
    ],
)
def test_a_message_changes_sides(
    before: dict[str, Any], now: dict[str, Any], group: str | None
) -> None:
    found = report([asked("t", now)], before=report([asked("t", before)]))["comparison"]
    changed = {
        name: [change["text"] for change in found[name]]
        for name in ("newly_right", "newly_wrong", "worse", "better")
        if found[name]
    }
    assert changed == ({group: ["t"]} if group else {})


def test_only_messages_of_both_reports_with_the_same_label_are_compared() -> None:
    relabelled = one(label("greet", text="b"), SAYS_B)
    earlier = report([asked("a", SAYS_B), asked("b", SAYS_B), asked("gone", SAYS_A)])
    found = report([asked("a", SAYS_A), relabelled, asked("new", SAYS_B)], before=earlier)
    assert found["comparison"]["messages"] == {
        "compared": 1, "relabelled": 1, "only_now": 1, "only_before": 1,
    }  # fmt: skip
    assert [change["text"] for change in found["comparison"]["newly_right"]] == ["a"]


def test_figures_are_compared_where_both_have_them() -> None:
    found = report([asked("a", SAYS_A)], before=report([asked("a", SAYS_B)]))["comparison"]
    assert found["figures"]["fr"]["at_once"] == {"before": 0.0, "now": 1.0}
    assert found["figures"]["ar"] == {}


def missed(made: dict[str, Any]) -> list[tuple[str, str]]:
    return [(verdict["measure"], verdict["language"]) for verdict in broken(made["limits"])]


def test_every_limit_that_is_not_kept_is_named() -> None:
    every = [one(label("greet", language=name), parse("greet", language=name))
             for name in ("ary", "ary-Latn", "ar")]  # fmt: skip
    limits = [Limit("at_once", AT_LEAST, 0.9), Limit("confident_wrong", AT_MOST, 0.1)]
    made = report([*every, MESSAGES[1]], limits=limits)
    assert missed(made) == [("at_once", "fr"), ("confident_wrong", "fr")]


def test_a_limit_is_kept_where_it_is_just_reached() -> None:
    messages = [
        one(label("greet", language=name), parse(said))
        for name in ("ary", "ary-Latn", "ar", "fr")
        for said in ("greet", "thank")
    ]
    limits = [Limit("at_once", AT_LEAST, 0.5), Limit("confident_wrong", AT_MOST, 0.5)]
    assert missed(report(messages, limits=limits)) == []


def test_what_was_not_measured_is_not_kept() -> None:
    made = report([MESSAGES[0]], limits=[Limit("at_once", AT_LEAST, 0.5)])
    assert missed(made) == [("at_once", "ary"), ("at_once", "ary-Latn"), ("at_once", "ar")]


def test_leaks_and_entities_are_limited_over_all_languages() -> None:
    messages = [
        one(label("out_of_scope"), parse("greet")),
        one(label("greet", entities=(("date", "hier"),)), parse("greet")),
    ]
    limits = [Limit("out_of_scope_leak", AT_MOST, 0.1), Limit("date", AT_LEAST, 0.9)]
    assert missed(report(messages, limits=limits)) == [
        ("out_of_scope_leak", "all"), ("date", "all"),
    ]  # fmt: skip


def test_the_projects_bars_are_shown_but_fail_nobody_who_did_not_ask() -> None:
    made = report(MESSAGES)
    assert any(verdict["met"] is False for verdict in made["limits"])
    assert missed(made) == []


def test_a_limit_is_read() -> None:
    assert limit("with_choices=0.9", AT_LEAST) == Limit("with_choices", AT_LEAST, 0.9)


@pytest.mark.parametrize("text", ["with_choices", "recall=0.9", "at_once=nine", "at_once=90"])
def test_a_limit_that_is_none_is_told(text: str) -> None:
    with pytest.raises(BadLimit, match="is no limit"):
        limit(text, AT_LEAST)


def test_the_table_has_a_line_a_language_and_marks_what_misses_its_bar() -> None:
    lines = {text.split()[0]: text for text in table(report(MESSAGES)).splitlines() if text}
    assert [name for name in ("ary", "ary-Latn", "ar", "fr", "all", "bar") if name in lines] == [
        "ary", "ary-Latn", "ar", "fr", "all", "bar",
    ]  # fmt: skip
    assert "33.3 ✗" in lines["fr"]
    assert "✗" not in lines["ary-Latn"]


def test_the_table_shows_as_many_failed_sentences_as_asked_for() -> None:
    made = report(MESSAGES, before=report(MESSAGES))
    hidden, shown = table(made), table(made, sentences=1)
    assert "wrong\n" not in hidden
    assert "  wrong\n    meant ask_procedure · a; wrong though sure (0.90)" in shown
    assert "known" not in shown


def test_the_table_says_what_changed() -> None:
    made = report([asked("a", SAYS_A)], before=report([asked("a", SAYS_B)], model="m0"))
    shown = table(made)
    assert "since m0 of 2026-11-25: 1 messages in both" in shown
    assert "Newly right: 1" in shown
    assert "+100.0" in shown


def test_control_signs_of_a_message_do_not_reach_the_terminal() -> None:
    shown = table(report([asked("a\x1b[2J\nb", SAYS_B)]), sentences=9)
    assert "a␛[2J␊b" in shown
