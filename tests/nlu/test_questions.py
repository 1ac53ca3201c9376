"""Two questions in one message, and a demand with its purpose: cut, and only where it is sure."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.questions import Part, second_question
from nlu.text.demand import demand_of
from nlu.text.parts import parts_of
from nlu.understanding import of_choice, with_demand, with_move, with_topic


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("combien coûte le passeport et où aller ?", ["combien coûte le passeport", "où aller"]),
        ("chhal taman w fin nmchi", ["chhal taman", "fin nmchi"]),
        ("شحال لاكارط وفين نمشي", ["شحال لاكارط", "وفين نمشي"]),
        ("ما هي الوثائق وكم الرسوم؟", ["ما هي الوثائق", "وكم الرسوم"]),
        ("quels papiers ? quel prix ?", ["quels papiers", "quel prix"]),
        ("le prix du passeport", []),
        ("je renouvelle ma carte et je veux un passeport", []),
        ("ma carte a expiré, où la renouveler ?", []),
        ("salam. ok", []),
        ("a, b, c, d", []),
        ("papiers et prix et délai et lieu", []),
        ("", []),
    ],
)
def test_a_message_is_cut_where_a_second_question_may_begin(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


def understood(intent: str | None, procedure: str | None = None, aspect: str | None = None) -> Any:
    choice = {"intent": intent, "procedure": procedure, "aspect": aspect}
    return {**of_choice(choice, "fr"), "pressed": False}


def ask(procedure: str | None, aspect: str = "fee") -> Any:
    return understood("ask_procedure", procedure, aspect)


def part(understanding: Any) -> Part:
    return Part({"understanding": understanding})


TWO = {
    "two_aspects": ([ask("p", "fee"), ask("p", "where")], ["p fee", "p where"]),
    "a_follow_up_behind": ([ask("p", "fee"), ask(None, "where")], ["p fee", "p where"]),
    "a_follow_up_in_front": ([ask(None, "fee"), ask("p", "where")], ["p fee", "p where"]),
    "two_procedures": ([ask("p", "fee"), ask("q", "fee")], ["p fee", "q fee"]),
    "two_intents": (
        [ask("p", "fee"), understood("track_request")],
        ["p fee", "None None"],
    ),
}


@pytest.mark.parametrize(("parts", "asked"), TWO.values(), ids=TWO)
def test_two_questions_are_told_apart(parts: list[Any], asked: list[str]) -> None:
    found = second_question(ask("p"), [part(one) for one in parts])

    assert found is not None
    assert [f"{one['procedure']} {one['aspect']}" for one in found] == asked


ONE = {
    "the_same_twice": [ask("p", "fee"), ask("p", "fee")],
    "everything_and_one_thing": [ask("p", "overview"), ask("p", "fee")],
    "nothing_named": [ask(None, "fee"), ask(None, "where")],
    "a_greeting": [understood("greet"), ask("p", "fee")],
    "unsure": [understood(None), ask("p", "fee")],
}


@pytest.mark.parametrize("parts", ONE.values(), ids=ONE)
def test_what_may_be_one_question_stays_one(parts: list[Any]) -> None:
    assert second_question(ask("p"), [part(one) for one in parts]) is None


def test_an_emergency_is_never_cut() -> None:
    parts = [part(ask("p", "fee")), part(ask("p", "where"))]

    assert second_question(understood("emergency"), parts) is None


@pytest.mark.parametrize(
    ("text", "asked_for", "purpose"),
    [
        ("طلبو مني شهادة العزوبة باش نصايب الباسبور", "مني شهادة العزوبة", "نصايب الباسبور"),
        (
            "on m'a demandé une photo pour la carte, c'est normal ?",
            "une photo",
            "la carte",
        ),
        (
            "bghit passport w talbou mni chahadat sokna wach 3ndhom l7e9",
            "mni chahadat sokna",
            "bghit passport w",
        ),
        ("ils exigent un acte de mariage", "un acte de mariage", "ils"),
        ("طلبوا مني صورتين للبطاقة الوطنية", "مني صورتين", "للبطاقة الوطنية"),
        ("photo ?", "photo ?", ""),
    ],
)
def test_a_demand_is_told_from_its_purpose(text: str, asked_for: str, purpose: str) -> None:
    demand = demand_of(text)

    assert (demand.asked_for, demand.purpose) == (asked_for, purpose)


def test_paper_and_procedure_are_read_where_each_is_said() -> None:
    whole = {**understood("paper_check", "celibacy_certificate"), "papers": ["passport"]}
    asked_for = {**understood(None), "papers": ["celibacy_certificate"]}
    purpose = ask("passport_first", "overview")

    found = with_demand(whole, asked_for, purpose)

    assert (found["papers"], found["procedure"]) == (["celibacy_certificate"], "passport_first")


def topics(*found: tuple[str, str, float]) -> dict[str, Any]:
    return {"topics": [{"id": i, "kind": kind, "confidence": c} for i, kind, c in found]}


LAW = ("law_55_19_receipt", "law", 0.9)


@pytest.mark.parametrize(
    ("understanding", "text", "procedure"),
    [
        ({**understood(None), "confidence": 0.2, **topics(LAW)}, "que dit la loi", LAW[0]),
        ({**understood(None), "confidence": 0.2, **topics(LAW)}, "que dit le maire", None),
        ({**ask("p"), "confidence": 0.95, **topics(LAW)}, "que dit la loi", "p"),
        ({**understood("emergency"), "confidence": 0.3, **topics(LAW)}, "la loi", None),
        (
            {**understood(None), "confidence": 0.2, **topics((LAW[0], "law", 0.4))},
            "que dit la loi",
            None,
        ),
    ],
    ids=["law", "no_word_of_law", "surely_something_else", "danger", "hardly_like_it"],
)
def test_the_law_is_answered_where_it_is_asked_for(
    understanding: Any, text: str, procedure: str | None
) -> None:
    assert with_topic(understanding, text)["procedure"] == procedure


@pytest.mark.parametrize(
    ("found", "topic"),
    [
        ([("noise", "report", 0.95)], "noise"),
        ([("noise", "report", 0.95), ("stray_dogs", "report", 0.94)], None),
        ([("noise", "report", 0.5)], None),
        ([], None),
    ],
)
def test_a_report_is_of_a_known_kind_only_where_that_is_clear(found: Any, topic: Any) -> None:
    understanding = {**understood("report_problem"), **topics(*found)}

    assert with_topic(understanding, "zbel")["procedure"] == topic


def test_a_bite_comes_before_a_greeting_but_not_before_danger() -> None:
    greeting = {**understood("greet"), **topics()}

    found = with_topic(greeting, "salam, kalb 3eddni")
    assert (found["intent"], found["procedure"]) == ("report_problem", "stray_dogs")
    danger = with_topic({**understood("emergency"), **topics()}, "kalb 3eddni")
    assert (danger["intent"], danger["procedure"]) == ("emergency", "stray_dogs")


def test_a_move_keeps_the_language_of_the_talk_where_the_script_allows() -> None:
    said = {**understood(None), "language": "fr"}

    assert with_move(said, "retour", "ary-Latn")["language"] == "ary-Latn"
    assert with_move(said, "retour", "ary")["language"] == "fr"
    assert with_move(said, "retour", None)["language"] == "fr"


def test_who_asks_for_a_language_is_answered_in_it() -> None:
    said = {**understood("change_language"), "language": "ary"}

    assert with_move(said, "بالفرنسية عافاك", None)["language"] == "fr"
    assert with_move(said, "بالأمازيغية", None)["language"] == "ary"
