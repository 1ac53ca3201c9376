"""Our references: one written form, every usual way of typing it, every wrong letter noticed."""

import pytest

from backend.register.reference import LETTERS, canonical, check_letter, new_reference, parse

KNOWN = "ESS-7K3M-9QXT-W"


@pytest.mark.parametrize(
    ("body", "letter"),
    [("7K3M9QXT", "W"), ("2FVD41HA", "0"), ("00000000", "0"), ("ZZZZZZZZ", "8")],
)
def test_the_check_letter_is_luhn_mod_32(body: str, letter: str) -> None:
    assert check_letter(body) == letter


@pytest.mark.parametrize(
    "typed",
    [
        KNOWN,
        "ess7k3m9qxtw",
        " ESS 7K3M 9QXT W ",
        "ESS/7k3m.9qxt_w",
        "\u200eESS-\u0667K\u0663M-\u0669QXT-W\u200f",  # direction marks, Arabic digits
        "ESS-\u06f7K\u06f3M-\u06f9QXT-W",  # Persian digits
        "ＥＳＳ－７Ｋ３Ｍ－９ＱＸＴ－Ｗ",
    ],
)
def test_every_usual_form_is_understood(typed: str) -> None:
    assert parse("ESS", typed) == KNOWN


def test_look_alikes_are_read_as_digits() -> None:
    assert parse("ESS", "ESS-MOR8-C3YJ-F") == "ESS-M0R8-C3YJ-F"
    assert parse("ESS", "ESS-2FVD-4lHA-o") == "ESS-2FVD-41HA-0"


def test_every_single_wrong_letter_is_noticed() -> None:
    places = [place for place, letter in enumerate(KNOWN) if place > 3 and letter != "-"]
    wrong = [
        KNOWN[:place] + letter + KNOWN[place + 1 :]
        for place in places
        for letter in LETTERS
        if letter != KNOWN[place]
    ]

    assert len(wrong) == 9 * 31
    assert [typed for typed in wrong if parse("ESS", typed)] == []


@pytest.mark.parametrize(
    "typed", ["", "ESS", "ESS-", "7K3M9QXTW", "ESS-7K3M-9QXT", "SAF-7K3M-9QXT-W", KNOWN + "W", "²"]
)
def test_what_is_not_ours_is_not_taken_for_ours(typed: str) -> None:
    assert parse("ESS", typed) is None


def test_other_references_stay_as_typed() -> None:
    assert canonical("ESS", " 318/2026 ") == "318/2026"
    assert canonical("ESS", "ess 7k3m 9qxt w") == KNOWN


def test_new_references_are_valid_and_differ() -> None:
    made = {new_reference("SAF") for _ in range(200)}

    assert len(made) == 200
    assert all(parse("SAF", reference) == reference for reference in made)
