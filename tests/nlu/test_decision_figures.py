"""Figures of a decision, worked out by hand: scales, limits, and what a tie gives."""

from __future__ import annotations

import pytest

from nlu.decision import (
    ASK,
    Candidate,
    Decision,
    Meaning,
    Thresholds,
    candidates,
    decide,
    intents_of,
)

LIMITS = Thresholds(accept=0.6, offer_total=0.2, offer_each=0.05, procedure_beside=0.5)


def decided(
    chances: dict[Meaning, float],
    confidence: float,
    *,
    procedures: dict[str, float] | None = None,
    aspects: dict[str, float] | None = None,
    limits: Thresholds = LIMITS,
) -> Decision:
    return decide(
        candidates(chances),
        confidence=confidence,
        procedures=procedures or {"none": 1.0},
        aspects=aspects or {"fee": 0.6, "delay": 0.4},
        thresholds=limits,
    )


def test_an_intents_chance_is_that_of_all_its_procedures() -> None:
    chances: dict[Meaning, float] = {
        (ASK, "a"): 0.3, (ASK, "b"): 0.2, (ASK, "none"): 0.1, ("greet", None): 0.4,
    }  # fmt: skip
    assert intents_of(chances) == pytest.approx({ASK: 0.6, "greet": 0.4})


def test_equally_likely_readings_stand_in_the_order_of_their_names() -> None:
    tied: dict[Meaning, float] = {
        ("thank", None): 0.25, (ASK, "b"): 0.25, (ASK, "none"): 0.25, (ASK, "a"): 0.25,
    }  # fmt: skip
    ranked = [(one.intent, one.procedure) for one in candidates(tied)]
    assert ranked == [(ASK, None), (ASK, "a"), (ASK, "b"), ("thank", None)]


def test_choices_are_scaled_by_what_the_best_one_is_worth() -> None:
    # The best reading's 0.5 is worth 0.4 by its calibration: all are taken times 0.8.
    found = decided({(ASK, "a"): 0.5, (ASK, "b"): 0.25, ("notify_me", None): 0.25}, 0.4)
    assert found.choices == (
        Candidate(ASK, "a", 0.4),
        Candidate(ASK, "b", 0.2),
        Candidate("notify_me", None, 0.2),
    )


def test_a_small_best_reading_is_scaled_up_to_what_it_is_worth() -> None:
    # 0.02 is worth 0.55, so 0.015 is worth three quarters of that.
    found = decided({("greet", None): 0.02, (ASK, "a"): 0.015}, 0.55)
    assert found.choices == (Candidate(ASK, "a", 0.4125),)


def test_the_one_procedure_of_a_follow_up_is_sure_however_unlikely_it_was() -> None:
    found = decided({(ASK, "none"): 0.9, (ASK, "a"): 1e-9}, 0.9)
    assert found.choices == (Candidate(ASK, "a", 1.0),)


@pytest.mark.parametrize(
    ("second", "offered"), [(0.05, 2), (0.0499, 1)], ids=["just-enough", "just-too-little"]
)
def test_each_choice_needs_its_own_chance(second: float, offered: int) -> None:
    found = decided({(ASK, "a"): 0.5, (ASK, "b"): second}, 0.5)
    assert len(found.choices) == offered


@pytest.mark.parametrize(
    ("confidence", "offered"), [(0.1, 2), (0.0999, 0)], ids=["just-enough", "just-too-little"]
)
def test_all_choices_together_must_be_worth_reading(confidence: float, offered: int) -> None:
    # Both readings alike: together twice the confidence, against a limit of 0.2.
    found = decided({(ASK, "a"): 0.5, (ASK, "b"): 0.5}, confidence)
    assert len(found.choices) == offered


def test_what_cannot_be_picked_takes_no_place_among_the_choices() -> None:
    chances: dict[Meaning, float] = {
        ("greet", None): 0.3, (ASK, "none"): 0.25, ("out_of_scope", None): 0.15,
        (ASK, "a"): 0.12, ("notify_me", None): 0.1, (ASK, "b"): 0.08,
    }  # fmt: skip
    found = decided(chances, 0.3)
    assert [(one.intent, one.procedure) for one in found.choices] == [
        (ASK, "a"),
        ("notify_me", None),
        (ASK, "b"),
    ]


def test_fewer_choices_may_be_wanted() -> None:
    limits = Thresholds(accept=0.6, max_choices=1)
    found = decided({(ASK, "a"): 0.5, (ASK, "b"): 0.5}, 0.4, limits=limits)
    assert found.choices == (Candidate(ASK, "a", 0.4),)


@pytest.mark.parametrize(
    ("greeting", "aspect"),
    [(0.5, "fee"), (0.51, None)],
    ids=["together-as-likely-as-the-greeting", "the-greeting-is-likelier"],
)
def test_an_unsure_question_keeps_its_aspect_where_questions_together_lead(
    greeting: float, aspect: str | None
) -> None:
    found = decided({("greet", None): greeting, (ASK, "a"): 0.25, (ASK, "b"): 0.25}, 0.3)
    assert (found.intent, found.aspect) == (None, aspect)


def test_a_follow_up_offers_procedures_as_if_one_were_meant() -> None:
    # Of 0.1 in all a has 0.06 and b 0.04.
    found = decided({(ASK, "none"): 0.9, (ASK, "a"): 0.06, (ASK, "b"): 0.04}, 0.8)
    assert found.follow_up
    assert found.choices == (Candidate(ASK, "a", 0.6), Candidate(ASK, "b", 0.4))


def test_a_follow_up_where_no_procedure_is_known_offers_none() -> None:
    found = decided({(ASK, "none"): 1.0}, 0.8)
    assert (found.intent, found.follow_up, found.choices) == (ASK, True, ())


@pytest.mark.parametrize(
    ("chance", "expected"), [(0.5, "a"), (0.4999, None)], ids=["enough", "too-little"]
)
def test_a_procedure_beside_needs_exactly_its_threshold(
    chance: float, expected: str | None
) -> None:
    procedures = {"a": chance, "b": 0.1, "none": 0.3}
    found = decided({("paper_check", None): 1.0}, 0.9, procedures=procedures)
    assert (found.procedure, found.aspect) == (expected, None)


@pytest.mark.parametrize(
    ("intent", "confidence", "decision"),
    [
        ("emergency", 0.25, "emergency"),
        ("emergency", 0.2499, None),
        ("out_of_scope", 0.7, "out_of_scope"),
        ("out_of_scope", 0.6999, None),
        ("report_problem", 0.6, "report_problem"),
        ("report_problem", 0.5999, None),
    ],
)
def test_each_kind_of_meaning_has_its_own_limit(
    intent: str, confidence: float, decision: str | None
) -> None:
    limits = Thresholds(accept=0.6, accept_out_of_scope=0.7, accept_emergency=0.25)
    assert decided({(intent, None): 1.0}, confidence, limits=limits).intent == decision
