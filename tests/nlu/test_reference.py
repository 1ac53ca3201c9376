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
        pytest.param(OURS.removeprefix("ESS-"), id="without-the-prefix"),
        pytest.param(OURS.removeprefix("ESS-").replace("-", " ").lower(), id="groups-alone"),
        pytest.param(" ".join(OURS.replace("-", "")), id="spelled"),
        pytest.param(f"رقم{OURS}", id="an-arabic-word-touches-it"),
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
    ("typed", "value"),
    [
        pytest.param(OURS[:-2], OURS[:-2], id="letter-missing"),
        pytest.param("ess 7k2m 9qx4", "ESS 7K2M 9QX4", id="letter-missing-with-spaces"),
        pytest.param("ess7k2m9qx4c", "ESS7K2M9QX4C", id="wrong-and-in-one-piece"),
        pytest.param("ess 7k2m 9qx4 c", "ESS 7K2M 9QX4 C", id="wrong-with-spaces"),
        pytest.param(f"{OURS}A", f"{OURS}A", id="letter-too-many"),
    ],
)
def test_a_mistyped_one_keeps_its_form(typed: str, value: str) -> None:
    assert parse_reference(typed) is None
    assert pieces(f"شوف {typed} عافاك") == [(value, typed)]


def test_without_the_prefix_the_check_letter_must_be_right() -> None:
    assert pieces("7K2M-9QX4-C") == []


@pytest.mark.parametrize(
    ("text", "value", "typed"),
    [
        pytest.param("numéro ES 2026 003390", *["ES 2026 003390"] * 2, id="spaces-after-a-word"),
        pytest.param("رقم ٣١٨-٢٠٢٦", "318-2026", "٣١٨-٢٠٢٦", id="hyphen-after-a-word"),
        pytest.param("talab 318-2026 fin wsel", *["318-2026"] * 2, id="hyphen-after-talab"),
        pytest.param("dossier es 2026 003390", "ES 2026 003390", "es 2026 003390", id="dossier"),
        pytest.param("الطلب رقم 2026-000871", *["2026-000871"] * 2, id="year-first"),
        pytest.param(f"رقم{OURS}شكرا", OURS, OURS, id="ours-between-arabic-letters"),
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
        pytest.param("une demande de 2025 2026", id="two-years"),
        pytest.param("la vitesse 318-2026", id="hyphen-without-a-word"),
        pytest.param("wa7d 3and i", id="arabizi-in-groups"),
    ],
)
def test_other_numbers_and_words_are_no_reference(text: str) -> None:
    assert pieces(text) == []
