"""Figures of the evaluation, on outcomes worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.evaluation.metrics import calibration, entity_scores, figures, outcome
from nlu.evaluation.report import table


def label(intent: str, procedure: str | None = None, **more: Any) -> dict[str, Any]:
    return {"language": "fr", "intent": intent, "procedure": procedure, "aspect": None, **more}


def parse(
    intent: str | None,
    procedure: str | None = None,
    choices: tuple[tuple[str, str | None], ...] = (),
    **more: Any,
) -> dict[str, Any]:
    return {
        "language": "fr", "intent": intent, "procedure": procedure, "aspect": None,
        "confidence": 0.9, "entities": [],
        "choices": [{"intent": one, "procedure": two} for one, two in choices], **more,
    }  # fmt: skip


ASKED = label("ask_procedure", "a")


@pytest.mark.parametrize(
    ("labelled", "parsed", "expected"),
    [
        pytest.param(ASKED, parse("ask_procedure", "a"), (1, 0, 0), id="right"),
        pytest.param(ASKED, parse("ask_procedure", "b"), (0, 0, 1), id="wrong-procedure"),
        pytest.param(
            ASKED, parse(None, choices=(("ask_procedure", "a"),)), (0, 1, 0), id="offered"
        ),
        pytest.param(
            ASKED, parse(None, choices=(("ask_procedure", "b"),)), (0, 0, 0), id="not-offered"
        ),
        pytest.param(label("greet"), parse("thank"), (0, 0, 1), id="wrong-intent"),
        pytest.param(
            label("paper_check", "a"), parse("paper_check"), (1, 0, 0), id="procedure-beside"
        ),
        pytest.param(label("out_of_scope"), parse(None), (0, 0, 0), id="honest"),
        pytest.param(label("out_of_scope"), parse("out_of_scope"), (1, 0, 0), id="not-ours"),
    ],
)
def test_outcomes(
    labelled: dict[str, Any], parsed: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    found = outcome(labelled, parsed)
    assert (found.at_once, found.offered, found.confident_wrong) == expected


def test_shares_count_over_their_own_messages() -> None:
    labels = [ASKED, label("out_of_scope"), label("out_of_scope"), label("greet", language="ar")]
    parses = [parse("ask_procedure", "a"), parse("greet"), parse(None), parse("greet")]
    found = figures(labels, parses)
    assert found["all"] == {
        "messages": 4, "at_once": 0.5, "with_choices": 0.5, "confident_wrong": 0.25,
        "out_of_scope_leak": 0.5, "aspect": 1.0, "language": 0.75,
    }  # fmt: skip
    assert found["languages"]["ar"]["messages"] == 1
    assert found["languages"]["ary"]["at_once"] is None
    assert found["confusions"] == [{"meant": "out_of_scope", "taken_for": "greet", "messages": 1}]


def piece(kind: str, text: str) -> dict[str, Any]:
    return {"entity": kind, "text": text}


def test_entities_are_scored_by_the_piece_and_only_where_complete() -> None:
    pairs = [
        (label("report_problem", entities={"place": "Mellah", "date": "hier"}),
         parse(None, entities=[piece("place", "Mellah"), piece("date", "demain")])),
        (label("ask_procedure", entities={"place": "Rabat"}), parse(None)),
    ]  # fmt: skip
    assert entity_scores(pairs, "place") == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "expected": 1,
    }
    assert entity_scores(pairs, "date")["f1"] == 0.0


def test_references_are_scored_everywhere() -> None:
    pairs = [(label("ask_procedure", entities={"reference": ["1/2020", "2/2020"]}),
              parse(None, entities=[piece("reference", "1/2020")]))]  # fmt: skip
    assert entity_scores(pairs, "reference")["recall"] == 0.5


def test_calibration_compares_confidence_with_being_right() -> None:
    outcomes = [
        outcome(label("greet"), parse("greet", confidence=0.95)),
        outcome(label("greet"), parse("thank", confidence=1.0)),
        outcome(label("greet"), parse(None, confidence=0.3)),
    ]
    assert calibration(outcomes) == [{"from": 0.8, "messages": 2, "right": 0.5}]


def test_the_table_shows_a_line_a_language() -> None:
    shown = table(figures([ASKED], [parse("ask_procedure", "a")]))
    assert [line.split()[0] for line in shown.splitlines()[1:6]] == [
        "ary",
        "ary-Latn",
        "ar",
        "fr",
        "all",
    ]
    assert "100.0" in shown
