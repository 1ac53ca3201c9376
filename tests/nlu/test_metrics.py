"""Figures of the evaluation, on outcomes worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from labelled import ASK, label, one, parse

from nlu.evaluation.confidence import abstention, calibration, calibration_error, operating_point
from nlu.evaluation.confusions import (
    confident_pairs,
    intent_scores,
    likeliest_pairs,
    matrix,
    procedure_scores,
)
from nlu.evaluation.judgement import Judged, understood_of
from nlu.evaluation.labels import Labelled
from nlu.evaluation.metrics import entity_scores, measures
from nlu.evaluation.shares import Share, interval

ASKED = label(ASK, "a")
OFFERS_A, OFFERS_B = parse(None, choices=[(ASK, "a")]), parse(None, choices=[(ASK, "b")])


@pytest.mark.parametrize(
    ("labelled", "parsed", "outcome"),
    [
        pytest.param(ASKED, parse(ASK, "a"), "at_once", id="right"),
        pytest.param(ASKED, parse(ASK, "b"), "wrong", id="wrong-procedure"),
        pytest.param(ASKED, parse("greet"), "wrong", id="another-intent"),
        pytest.param(ASKED, OFFERS_A, "offered", id="offered"),
        pytest.param(ASKED, OFFERS_B, "unsure", id="not-offered"),
        pytest.param(label("greet"), parse("thank"), "wrong", id="wrong-intent"),
        pytest.param(label("paper_check", "a"), parse("paper_check"), "at_once", id="beside"),
        pytest.param(label("out_of_scope"), parse(None), "unsure", id="honest"),
        pytest.param(label("out_of_scope"), parse("out_of_scope"), "at_once", id="not-ours"),
        pytest.param(label(ASK), parse(None, follow_up=True), "at_once", id="follow-up"),
        pytest.param(label(ASK), parse(ASK, "a"), "wrong", id="follow-up-answered"),
        pytest.param(ASKED, {**OFFERS_A, "follow_up": True}, "offered", id="taken-for-follow-up"),
        pytest.param(
            label("greet"), parse(ASK, follow_up=True), "unsure", id="a-follow-up-is-not-sure"
        ),
    ],
)
def test_a_message_goes_in_one_of_four_ways(
    labelled: Labelled, parsed: dict[str, Any], outcome: str
) -> None:
    assert one(labelled, parsed).outcome == outcome


def test_shares_count_over_their_own_messages() -> None:
    found = measures(
        [
            one(label(ASK, "a", aspect="fee"), parse(ASK, "a", aspect="fee")),
            one(label(ASK, "a", aspect="fee"), parse(ASK, "a", aspect="delay")),
            one(label(ASK, "a", aspect="fee"), parse(ASK, "b", aspect="delay")),
            one(label(ASK, "a", aspect="fee"), {**OFFERS_A, "aspect": "fee"}),
            one(label("out_of_scope"), parse("greet")),
            one(label("out_of_scope"), parse(None)),
            one(label("out_of_scope"), OFFERS_A),
            one(label("greet", language="ar"), parse("greet")),
        ]
    )
    assert found == {
        "at_once": Share(3, 8),
        "with_choices": Share(4, 8),
        "confident_wrong": Share(2, 8),
        "out_of_scope_leak": Share(1, 3),
        "aspect": Share(1, 2),
        "aspect_of_all": Share(2, 4),
        "language": Share(7, 8),
    }


def test_of_nothing_there_is_no_share() -> None:
    assert Share(0, 0).as_json() == {
        "value": None, "count": 0, "of": 0, "low": None, "high": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("part", "whole", "ends"),
    [  # Wilson's intervals as published tables give them
        (81, 263, (0.2553, 0.3662)),
        (0, 10, (0.0, 0.2775)),
        (10, 10, (0.7225, 1.0)),
        (1, 2, (0.0945, 0.9055)),
    ],
)
def test_intervals_are_wilsons(part: int, whole: int, ends: tuple[float, float]) -> None:
    assert interval(part, whole) == pytest.approx(ends, abs=1e-4)


def piece(kind: str, text: str) -> dict[str, str]:
    return {"entity": kind, "text": text}


REPORTED = label("report_problem", entities=(("place", "Mellah"), ("date", "hier")))


def test_entities_are_scored_by_the_piece_and_only_where_complete() -> None:
    messages = [
        one(REPORTED, parse(None, entities=[piece("place", "Mellah"), piece("date", "demain")])),
        one(label(ASK, entities=(("place", "Rabat"),)), parse(None)),
        one(label("out_of_scope"), parse(None, entities=[piece("place", "Agadir")])),
    ]
    assert entity_scores(messages, "place") == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "hits": 1, "found": 1, "expected": 1,
    }  # fmt: skip
    assert entity_scores(messages, "date")["f1"] == 0.0


def test_references_are_scored_everywhere_and_each_time_they_stand_there() -> None:
    asked = label(ASK, entities=(("reference", "1/2020"), ("reference", "1/2020")))
    messages = [one(asked, parse(None, entities=[piece("reference", "1/2020")]))]
    assert entity_scores(messages, "reference")["recall"] == 0.5


def test_messages_without_marked_entities_are_not_scored() -> None:
    read = parse("greet", entities=[piece("reference", "1/2020")])
    assert entity_scores([one(label("greet", entities=None), read)], "reference")["found"] == 0


def sure(confidence: float, *, right: bool) -> Judged:
    return one(label("greet"), parse("greet" if right else "thank", confidence=confidence))


GREETINGS = [sure(0.95, right=True), sure(0.95, right=False), sure(1.0, right=True)]
HELD_BACK = one(label(ASK, "a"), {**OFFERS_A, "confidence": 0.4})


def test_calibration_counts_the_likeliest_reading_said_or_not() -> None:
    low, high = calibration([*GREETINGS, HELD_BACK])
    assert (low["from"], low["confidence"], low["right"]["count"], low["right"]["of"]) == (
        0.4, 0.4, 1, 1,
    )  # fmt: skip
    assert (high["from"], high["to"]) == (0.9, 1.0)
    assert high["confidence"] == pytest.approx(0.9667, abs=1e-4)
    assert (high["right"]["count"], high["right"]["of"]) == (2, 3)


def test_calibration_error_is_the_mean_gap() -> None:
    # one message 0.6 too modest, three of them 0.9 too sure together
    found = calibration_error(calibration([*GREETINGS, HELD_BACK]))
    assert found == pytest.approx((0.6 + (2.9 - 2)) / 4, abs=1e-3)
    assert calibration_error([]) is None


def test_a_higher_threshold_answers_less() -> None:
    points = {point["threshold"]: point for point in abstention([*GREETINGS, HELD_BACK])}
    assert (points[0.0]["coverage"], points[0.0]["precision"]) == (1.0, 0.75)
    assert (points[0.5]["coverage"], points[0.5]["precision"]) == (0.75, 0.6667)
    assert (points[1.0]["coverage"], points[1.0]["precision"]) == (0.25, 1.0)


def test_where_the_product_stands_counts_what_it_did() -> None:
    assert operating_point([*GREETINGS, HELD_BACK]) == {"coverage": 0.75, "precision": 0.6667}


@pytest.mark.parametrize(
    ("parsed", "likeliest"),
    [
        pytest.param(parse(ASK, "a"), (ASK, "a"), id="decided"),
        pytest.param({**OFFERS_A, "confidence": 0.4}, (ASK, "a"), id="first-choice"),
        pytest.param(
            {**OFFERS_A, "confidence": 0.5, "ranking": [{"intent": "thank", "confidence": 0.5}]},
            ("thank", None),
            id="nobody-picks-a-thank-you",
        ),
        pytest.param(parse(None, follow_up=True), (ASK, None), id="follow-up"),
        pytest.param(parse(None), None, id="nothing-known"),
    ],
)
def test_the_likeliest_reading_is_found(parsed: dict[str, Any], likeliest: object) -> None:
    assert understood_of(parsed).likeliest == likeliest


MIXED_UP = [
    one(ASKED, parse(ASK, "b")),
    one(ASKED, parse(ASK, "b")),
    one(ASKED, parse(ASK, "a")),
    one(ASKED, {**OFFERS_B, "confidence": 0.4}),
    one(label("greet"), parse(None)),
    one(label("out_of_scope"), parse("affirm")),
]


def test_confusions_are_counted_commonest_first() -> None:
    assert confident_pairs(MIXED_UP) == [
        {"meant": "ask_procedure/a", "taken_for": "ask_procedure/b", "messages": 2},
        {"meant": "out_of_scope", "taken_for": "affirm", "messages": 1},
    ]
    assert likeliest_pairs(MIXED_UP)[0]["messages"] == 3


def test_the_matrix_has_a_row_an_intent_meant_and_unsure_last() -> None:
    assert matrix(MIXED_UP) == {
        "rows": ["ask_procedure", "greet", "out_of_scope"],
        "columns": ["ask_procedure", "greet", "out_of_scope", "affirm", "unsure"],
        "counts": [[3, 0, 0, 0, 1], [0, 0, 0, 0, 1], [0, 0, 0, 1, 0]],
    }


def test_scores_by_label_count_staying_unsure_as_missed() -> None:
    asked = intent_scores(MIXED_UP)[0]
    assert (asked["label"], asked["precision"], asked["recall"], asked["f1"]) == (
        ASK, 1.0, 0.75, 0.8571,
    )  # fmt: skip
    found = {row["label"]: row for row in procedure_scores(MIXED_UP)}
    assert (found["a"]["precision"], found["a"]["recall"]) == (1.0, 0.25)
    assert (found["b"]["precision"], found["b"]["recall"]) == (0.0, None)
