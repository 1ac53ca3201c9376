"""The check of `benchmarks/kill.py` sees what it is there to see."""

import pytest

from benchmarks.exactly_once import Verdict, judge

FINE = [("m0", "answered"), ("m1", "clarified"), ("m2", "answered")]


def test_all_answered_once_in_order_is_clean():
    verdict = judge(["m0", "m1", "m2"], FINE)

    assert verdict.is_clean
    assert (verdict.answered, dict(verdict.outcomes)) == (3, {"answered": 2, "clarified": 1})


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (FINE[:2], {"lost": ("m2",)}),
        (FINE[1:], {"lost": ("m0",)}),
        ([*FINE, FINE[0]], {"repeated": ("m0",)}),
        ([FINE[0], FINE[2], FINE[1]], {"disordered": ("m2", "m1")}),
        ([*FINE, ("m9", "answered")], {"strange": ("m9",)}),
        ([*FINE[:2], ("m2", "error_backend")], {"errors": 1}),
    ],
    ids=["last lost", "first lost", "repeated", "out of order", "never asked", "error"],
)
def test_what_went_wrong_is_named(answers, found):
    verdict = judge(["m0", "m1", "m2"], answers)

    wrong = {name: getattr(verdict, name) for name in ("lost", "repeated", "disordered", "strange")}
    assert {n: v for n, v in {**wrong, "errors": verdict.errors}.items() if v} == found
    assert not verdict.is_clean


def test_several_talks_are_as_bad_as_their_worst():
    assert not sum([judge(["m0"], FINE[:1]), judge(["m1"], [])], Verdict()).is_clean
