"""What is masked before anything is written, and what has to stay."""

import time

import pytest
from cryptography.exceptions import InvalidTag

from bot.privacy import Keys, mask
from tests.factories import REFERENCE

MASKED = {
    "cin": ("CIN dyali BE123456", "CIN dyali [cin]"),
    "cin_with_space": ("ma carte BE 123456 svp", "ma carte [cin] svp"),
    "cin_with_hyphen": ("BE-123456", "[cin]"),
    "cin_in_small_letters": ("lacarte j654321", "lacarte [cin]"),
    "cin_in_arabic_digits": ("بطاقتي BE١٢٣٤٥٦", "بطاقتي [cin]"),
    "cin_with_a_bidi_mark": ("رقم BE\u200e123456", "رقم [cin]"),
    "cin_with_mark_and_space": ("رقم BE \u200e123456", "رقم [cin]"),
    "cin_glued_to_arabic": ("رقمBE123456ديالي", "رقم[cin]ديالي"),
    "mobile": ("0612345678", "[tel]"),
    "mobile_in_pairs": ("tel 06 12 34 56 78.", "tel [tel]."),
    "mobile_with_dots": ("06.12.34.56.78", "[tel]"),
    "mobile_with_slashes": ("06/12/34/56/78", "[tel]"),
    "mobile_international": ("+212 6 12 34 56 78", "[tel]"),
    "mobile_with_00": ("00212612345678", "[tel]"),
    "mobile_without_plus": ("whatsapp 212612345678", "whatsapp [tel]"),
    "mobile_with_zero_in_brackets": ("+212 (0)612-345678", "[tel]"),
    "mobile_with_both_prefixes": ("+2120612345678", "[tel]"),
    "mobile_glued_to_arabic": ("عيطو ليا ف0612345678", "عيطو ليا ف[tel]"),
    "mobile_in_arabic_digits": ("٠٦١٢٣٤٥٦٧٨", "[tel]"),
    "mobile_with_a_bidi_mark": ("06\u200f12345678", "[tel]"),
    "landline": ("0524 78 40 50", "[tel]"),
    "card": ("4111 1111 1111 1111", "[carte]"),
    "card_unbroken": ("carte 5500005555555559", "carte [carte]"),
    "card_mistyped": ("4111 1111 1111 1112", "[numero]"),
    "card_with_its_expiry": ("4111 1111 1111 1111 12/27", "[carte] 12/27"),
    "card_behind_a_number": ("carte 2 4111 1111 1111 1111", "carte 2 [carte]"),
    "card_in_arabic_digits": ("٤١١١ ١١١١ ١١١١ ١١١١", "[carte]"),
    "rib": ("RIB 011 780 0000123456789012 34", "RIB [rib]"),
    "rib_unbroken": ("011780000012345678901234", "[rib]"),
    "rib_behind_a_number": ("agence 12 011780000012345678901234", "agence 12 [rib]"),
    "iban": ("MA64 0117 8000 0012 3456 7890 1234", "[rib]"),
    "email": ("naima.o@example.ma merci", "[email] merci"),
    "code_beside_its_reference": (f"{REFERENCE} 4821 3097", f"{REFERENCE} [code]"),
    "code_behind_a_last_digit": ("ESS-2FVD-41HA-0 90556138", "ESS-2FVD-41HA-0 [code]"),
    "code_that_is_named": ("lcode sirri 48213097", "lcode sirri [code]"),
    "code_that_is_named_in_arabic": ("الرمز السري ٤٨٢١٣٠٩٧", "الرمز السري [code]"),
    "several": ("BE123456, 0612345678", "[cin], [tel]"),
}

KEPT = {
    "reference": REFERENCE,
    "reference_without_hyphens": "ess7k3m9qxtw fin wslat",
    "reference_with_spaces": "ESS 7K3M 9QXT W",
    "reference_with_long_dashes": "ESS–7K3M–9QXT–W",
    "reference_in_arabic_digits": "ESS-٧K٣M-٩QXT-W",
    "reference_of_the_administration": "dossier ES-2026-003390",
    "number_over_year": "n° 318/2026",
    "fee": "75 dh",
    "amount_behind_a_preposition": "wach khassni de 20000 dh",
    "amount_in_rials": "b 20000 ryal",
    "amount_with_centimes": "de 15000,50 dh",
    "amount_in_arabic": "b 15000 درهم",
    "large_amount": "1 500 000 DH",
    "date": "le 25/11/2026",
    "date_with_an_hour": "RDV 05-06-2026 10h30",
    "date_with_dots_and_an_hour": "05.06.2026 10:30",
    "iso_date": "2026-11-25 10:30",
    "date_beside_a_reference": f"{REFERENCE} du 25-11-2026",
    "law": "loi 55-19",
    "decree": "décret 2-17-265",
    "decree_with_dots": "مرسوم 2.17.265",
    "year_in_arabizi": "tzadit f 1987, ghadi f 2026",
    "year_glued": "f2026",
    "short_number": "3737",
    "arabizi": "3afak bghit n3ref 7a9i",
}


@pytest.mark.parametrize(("text", "expected"), MASKED.values(), ids=MASKED)
def test_what_identifies_a_person_is_masked(text: str, expected: str) -> None:
    assert mask(text) == expected


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_is_needed_for_an_answer_stays(text: str) -> None:
    assert mask(text) == text


def test_masking_twice_changes_nothing_more() -> None:
    once = [mask(text) for text, _ in MASKED.values()]

    assert [mask(text) for text in once] == once


@pytest.mark.parametrize("piece", ["a", "1 ", "ESS-", "a.", "0 ", "A1", "\u200f1"])
def test_a_long_message_is_masked_in_no_time(piece: str) -> None:
    began = time.perf_counter()

    mask(piece * (4096 // len(piece)))

    assert time.perf_counter() - began < 2


KEYS = Keys(b"the key of the commune")


def test_a_sealed_text_comes_back() -> None:
    assert KEYS.unseal(KEYS.seal("سر", "inbox.secret"), "inbox.secret") == "سر"


def test_a_sealed_text_is_another_one_each_time() -> None:
    assert KEYS.seal("48213097", "a") != KEYS.seal("48213097", "a")


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(lambda sealed: (KEYS, sealed, "conversation.address"), id="moved"),
        pytest.param(lambda sealed: (KEYS, sealed[:-1] + b"x", "inbox.secret"), id="changed"),
        pytest.param(lambda sealed: (Keys(b"x"), sealed, "inbox.secret"), id="other_key"),
    ],
)
def test_a_sealed_text_opens_only_in_its_place(spoilt) -> None:
    keys, sealed, context = spoilt(KEYS.seal("48213097", "inbox.secret"))

    with pytest.raises(InvalidTag):
        keys.unseal(sealed, context)


def test_a_pseudonym_is_the_same_after_a_restart() -> None:
    again = Keys(b"the key of the commune")

    assert KEYS.pseudonym("web", "widget", "s1") == again.pseudonym("web", "widget", "s1")


@pytest.mark.parametrize(
    "others",
    [("web", "widget", "s2"), ("telegram", "widget", "s1"), ("webwidget", "s1")],
    ids=["person", "channel", "parts_run_together"],
)
def test_no_two_persons_share_a_pseudonym(others: tuple[str, ...]) -> None:
    assert KEYS.pseudonym("web", "widget", "s1") != KEYS.pseudonym(*others)


def test_a_pseudonym_cannot_be_computed_without_the_key() -> None:
    assert KEYS.pseudonym("telegram", "1", "77") != Keys(b"guess").pseudonym("telegram", "1", "77")


def test_each_purpose_has_a_key_of_its_own() -> None:
    assert len({KEYS.token(purpose) for purpose in ("backend", "rasa", "web session")}) == 3
