"""References: ours in every way of typing them, the administrations' own as they are."""

import pytest

from nlu.text.entities import as_rasa, find_entities
from nlu.text.reference import ALPHABET, check_letter, format_reference, parse_reference

OURS = format_reference("7K2M9QX4")
ZEROS = format_reference("01A0B1C2")


def pieces(text: str, kind: str = "reference") -> list[tuple[object, object]]:
    found = as_rasa(text, find_entities(text))
    return [(one["value"], one["text"]) for one in found if one["entity"] == kind]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(OURS, id="as-printed"),
        pytest.param(OURS.lower(), id="lower-case"),
        pytest.param(OURS.replace("-", " "), id="spaces-for-hyphens"),
        pytest.param(OURS.replace("-", ""), id="nothing-between"),
        pytest.param(OURS.replace("-", "–"), id="dashes-of-a-word-processor"),
        pytest.param("\u200e" + "\u200f".join(OURS), id="bidi-marks-inside"),
        pytest.param(OURS.translate(str.maketrans("279", "٢٧٩")), id="arabic-digits"),
    ],
)
def test_ours_is_read_however_typed(typed: str) -> None:
    assert parse_reference(typed) == OURS


@pytest.mark.parametrize(("digit", "letter"), [("0", "O"), ("0", "o"), ("1", "I"), ("1", "l")])
def test_lookalike_letters_are_read_as_digits(digit: str, letter: str) -> None:
    body = ZEROS[4:].replace(digit, letter)
    assert parse_reference(f"ESS-{body}") == ZEROS


@pytest.mark.parametrize("place", range(8))
def test_any_one_wrong_letter_is_noticed(place: int) -> None:
    body = "7K2M9QX4"
    for letter in set(ALPHABET) - {body[place]}:
        assert check_letter(body[:place] + letter + body[place + 1 :]) != OURS[-1]


def test_check_letter_notices_swapped_neighbours() -> None:
    assert check_letter("K72M9QX4") != check_letter("7K2M9QX4")


def test_an_unproved_one_is_still_a_reference() -> None:
    wrong = OURS[:-1] + ALPHABET[(ALPHABET.index(OURS[-1]) + 1) % 32]
    assert parse_reference(wrong) is None
    assert pieces(f"fin wsel {wrong}") == [(wrong, wrong)]


@pytest.mark.parametrize(
    ("text", "value", "typed"),
    [
        pytest.param("fin wslat ES-2026-003390 ?", "ES-2026-003390", "ES-2026-003390", id="own"),
        pytest.param("ملف رقم ٣١٨/٢٠٢٦", "318/2026", "٣١٨/٢٠٢٦", id="arabic-digits"),
        pytest.param("dossier n° 45210", "45210", "45210", id="bare-number-named-as-one"),
        pytest.param(f" قرب {OURS.lower()} ؟", OURS, OURS.lower(), id="ours-inside-arabic"),
    ],
)
def test_references_are_found_in_a_message(text: str, value: str, typed: str) -> None:
    assert pieces(text) == [(value, typed)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("c'est essentiel pour moi", id="a-word-that-starts-alike"),
        pytest.param("ess ressources", id="prefix-and-a-word"),
        pytest.param("le 12/2026", id="a-month"),
        pytest.param("0612345678", id="a-phone-number"),
        pytest.param("j'ai payé 75 dh", id="an-amount"),
    ],
)
def test_other_numbers_and_words_are_no_reference(text: str) -> None:
    assert pieces(text) == []
