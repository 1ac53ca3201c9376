"""What is done with probabilities."""

from pathlib import Path

import pytest
import yaml

from nlu.decision import ASK, Candidate, Decision, Thresholds, candidates, decide

LIMITS = Thresholds(
    accept=0.6,
    accept_out_of_scope=0.7,
    accept_emergency=0.3,
    offer_total=0.2,
    offer_each=0.05,
    procedure_beside=0.5,
)
ASPECTS = {"fee": 0.7, "delay": 0.3}


def product(
    intents: dict[str, float], procedures: dict[str, float]
) -> dict[tuple[str, str | None], float]:
    chances: dict[tuple[str, str | None], float] = {
        (name, None): chance for name, chance in intents.items() if name != ASK
    }
    for name, chance in procedures.items():
        chances[(ASK, name)] = intents.get(ASK, 0.0) * chance
    return chances


def decided(intents: dict[str, float], procedures: dict[str, float], confidence: float) -> Decision:
    return decide(
        candidates(product(intents, procedures)),
        confidence=confidence,
        procedures=procedures,
        aspects=ASPECTS,
        thresholds=LIMITS,
    )


def test_readings_are_joint_and_likeliest_first() -> None:
    readings = candidates(product({"ask_procedure": 0.8, "greet": 0.2}, {"a": 0.9, "none": 0.1}))
    assert [(one.intent, one.procedure) for one in readings] == [
        ("ask_procedure", "a"),
        ("greet", None),
        ("ask_procedure", None),
    ]
    assert sum(one.confidence for one in readings) == pytest.approx(1.0)


def test_a_sure_question_is_answered_at_once() -> None:
    assert decided({"ask_procedure": 0.9, "greet": 0.1}, {"a": 0.9, "none": 0.1}, 0.8) == Decision(
        "ask_procedure", "a", "fee", 0.8, follow_up=False, choices=()
    )


def test_exactly_the_threshold_is_enough() -> None:
    assert decided({"greet": 1.0}, {"none": 1.0}, 0.6).intent == "greet"


def test_unsure_of_the_procedure_alone_offers_choices_and_keeps_the_aspect() -> None:
    decision = decided({"ask_procedure": 0.9, "notify_me": 0.1}, {"a": 0.5, "b": 0.5}, 0.5)
    assert (decision.intent, decision.procedure, decision.aspect) == (None, None, "fee")
    assert [(one.intent, one.procedure) for one in decision.choices] == [
        ("ask_procedure", "a"),
        ("ask_procedure", "b"),
        ("notify_me", None),
    ]


def test_choices_are_on_the_calibrated_scale_and_at_most_three() -> None:
    procedures = dict.fromkeys("abcde", 0.2)
    decision = decided({"ask_procedure": 1.0}, procedures, 0.4)
    assert [one.confidence for one in decision.choices] == [0.4, 0.4, 0.4]


def test_worthless_choices_are_not_offered() -> None:
    intents = {f"intent_{number}": 0.02 for number in range(50)}
    assert decided(intents, {"none": 1.0}, 0.02).choices == ()


def test_out_of_scope_has_its_own_threshold_and_is_no_choice() -> None:
    intents = {"out_of_scope": 0.7, "notify_me": 0.3}
    decision = decided(intents, {"none": 1.0}, 0.65)
    assert decision.intent is None
    assert [one.intent for one in decision.choices] == ["notify_me"]
    assert decided(intents, {"none": 1.0}, 0.7).intent == "out_of_scope"


def test_an_emergency_needs_far_less() -> None:
    intents = {"emergency": 0.5, "report_problem": 0.45}
    assert decided(intents, {"none": 1.0}, 0.3).intent == "emergency"
    unsure = decided(intents, {"none": 1.0}, 0.29)
    assert unsure.intent is None
    assert unsure.choices[0].intent == "emergency"


def test_the_configuration_accepts_an_emergency_earlier_than_anything(root: Path) -> None:
    config = yaml.safe_load((root / "config.yml").read_text("utf-8"))
    limits = Thresholds(**config["pipeline"][-1]["thresholds"])
    assert limits.accept_emergency <= min(limits.accept, limits.accept_out_of_scope) / 2


@pytest.mark.parametrize("intent", ["greet", "insult", "affirm"])
def test_what_nobody_picks_from_a_list_is_not_offered(intent: str) -> None:
    assert decided({intent: 0.5, "notify_me": 0.5}, {"none": 1.0}, 0.5).choices == (
        Candidate("notify_me", None, 0.5),
    )


def test_a_follow_up_is_a_question_with_the_likeliest_procedures_beside() -> None:
    decision = decided({"ask_procedure": 1.0}, {"none": 0.9, "a": 0.08, "b": 0.02}, 0.9)
    assert (decision.intent, decision.procedure, decision.follow_up) == (
        "ask_procedure",
        None,
        True,
    )
    assert decision.choices[0] == Candidate("ask_procedure", "a", 0.8)


@pytest.mark.parametrize(
    ("procedures", "expected"),
    [
        ({"a": 0.6, "none": 0.4}, "a"),
        ({"a": 0.45, "none": 0.4, "b": 0.15}, None),
        ({"none": 1.0}, None),
    ],
)
def test_a_procedure_beside_another_intent_needs_its_chance(
    procedures: dict[str, float], expected: str | None
) -> None:
    assert decided({"paper_check": 1.0}, procedures, 0.9).procedure == expected


def test_out_of_scope_names_no_procedure() -> None:
    assert decided({"out_of_scope": 1.0}, {"a": 1.0}, 0.9).procedure is None
