"""Every shape in which people type personal numbers, and every number that an answer needs."""

import re

import pytest

from bot.privacy import cut, mask

REFERENCE = "ESS-7K3M-9QXT-W"

CARDS_OF_PERSONS = [
    "ab 482 913",
    "AB 48 29 17",
    "A.B.482916",
    "AB/482925",
    "AB:482926",
    "AB n°482927",
    "ab_482924",
    "CINAB482922",
    "cinéAB482923",
    "J482921w",
    "cin numero 482915 AB",
    "رقم بطاقتي أ ب 482919",
    "ＡＢ４８２９２９",
    "AB482935 dirham",
    "ABC482933",
    "JB4829 28",
    "ab 482913 20",
    "AB 48-29-17",
    "D 482 913",
    "482913 hadi la cin dyali",
    "lakart 48291",
    "بطاقة رقم 482919",
    "AB;482913",
    "AB(482913)",
    "demande de carte, cin numero 482913",
    "طلب البطاقة رقم 482913",
]
PHONES = [
    "+33 6 12 48 29 14",
    "0033612482915",
    "+34 612 48 29 16",
    "661482906",
    "6 61 48 29 06",
    "O661482917",
    "(06)61482913",
    "06,61,48,29,11",
    "06_61_48_29_10",
    "06:61:48:29:12",
    "06\n61\n48\n29\n12",
    "٠٦-٦١-٤٨-٢٩-١٠",
    "0️⃣6️⃣6️⃣1️⃣4️⃣8️⃣2️⃣9️⃣1️⃣0️⃣",
    "dar 12 0661482910",
    "0661482910 0661482911",
    "06·61·48·29·10",
    "06;61;48;29;10",
    "tel 48291 30",
    "nmra dyali 4829130",
    "هاتفي هو 524482910",
]
MAILS = [
    "naima4829@gmail.com",
    "naima4829 @ gmail . com",
    "naima4829[at]gmail.com",
    "naima4829(a)gmail.com",
    "naima4829 arobase gmail.com",
    "naima4829＠gmail.com",
    "naima4829 at gmail point com",
    "naima4829@gmail",
]
ACCOUNTS = [
    "4111/1111/1111/1111",
    "4111_1111_1111_1111",
    "4111\n1111\n1111\n1111",
    "4111,1111,1111,1111",
    "4111 1111 1111 1112",
    "011/780/0000123456789012/34",
    "011_780_0000123456789012_34",
    "011\n780\n0000123456789012\n34",
    "RIB 011 780 0000123456789012 3",
    "1234567890123",
    "ICE 001234567000012",
    "cnss 123456789",
    "permis 12/482951",
    "رخصة السياقة 12/482951",
    "48295-أ-6",
    "12345-A-6",
    "12345|A|6",
    "4111 1111 1111",
    "48295 | أ | 6",
]
CODES = [
    "ramz 48213097",
    "48213097 hada",
    "nemra sirriya 48213097",
    "lcode48213097",
    f"{REFERENCE}\n4821\n3097",
    "4821 3097",
    "48.21.30.97",
    "4 8 2 1 3 0 9 7",
    "salam 4821-3097 chokran",
    "12 48213097",
    "2048-2130",
    "12032048",
    "48213097 dh",
    "hi 48 21 30 97",
    "secret 482130",
]
SHAPES = CARDS_OF_PERSONS + PHONES + MAILS + ACCOUNTS + CODES

KEPT = [
    REFERENCE,
    "ess7k3m9qxtw fin wslat",
    "ESS 7K 3M 9Q XT W",
    "ESS 7K3M-9QXTW",
    "ESS.7K3M.9QXT.W",
    "ESS/7K3M/9QXT/W",
    "ＥＳＳ－７Ｋ３Ｍ－９ＱＸＴ－Ｗ",
    "ess-4821-3097-w",
    "فESS-7K3M-9QXT-W",
    "ES-2026-003390",
    "es/2026/003390",
    "REC/2025/77",
    "318/2026",
    "numero 318/2026",
    "nemra 48291/2026",
    "رقم 2026/003390",
    "dossier nemra 48291",
    "رقم الملف 48291",
    "tlab dyal da3m dyali fin wsel ra9m 90114",
    "فين وصل الملف رقم 20 26 004417",
    "1500 dh",
    "15 000 DH",
    "2 500 درهم",
    "b 15 000 dh",
    "de 150000 dh",
    "b150000 dh",
    "12 000 000 DH",
    "la carte b 15000 dh",
    "carte 15000,50 dh",
    "DH15000",
    "DH 15000",
    "le 12/03/2026",
    "12 03 2026",
    "12-03-2026 10h30",
    "2026-03-12 10:30:15",
    "f 12-03-26",
    "05-06-26 10h30",
    "carte du 12.03.2026",
    "2026",
    "f 2026",
    "2025-2026",
    "2020 2021 2022 2023",
    "loi 55-19",
    "loi 55-19 2026",
    "2-17-265",
    "du n° 2-17-265",
    "47.06",
    "القانون رقم 113.14",
    "loi numero 113-14",
    "3737",
    "f3737",
    "nemra 3737, 19, 15, 177",
    "8h30",
    "8:30 12:30 14:30 18:30",
    "08.30-16.30",
    "06.30-12.30 14.30-18.30",
    "35 ans",
    "3ndi 18 3am",
    "120 m2",
    "b 12000 m2",
    "dar nemra 45 120 m2",
    "n° 12 rue 45",
    "code postal 44000",
    "3afak bghit n3ref 7a9i",
]


def digits_left(text: str) -> str:
    """Digits beyond the marks and our reference, which may stay."""
    return re.sub(r"[^\d٠-٩]", "", text.replace(REFERENCE, ""))


@pytest.mark.parametrize("text", SHAPES)
def test_no_shape_of_personal_data_survives(text: str) -> None:
    masked = mask(text)

    assert "[" in masked
    assert len(digits_left(masked)) <= 2, masked


@pytest.mark.parametrize("text", KEPT)
def test_no_number_that_an_answer_needs_is_masked(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", SHAPES + KEPT)
def test_a_masked_text_is_not_masked_further(text: str) -> None:
    once = mask(f"salam {text} chokran")

    assert mask(once) == once


@pytest.mark.parametrize("text", SHAPES)
def test_a_shape_is_found_among_words(text: str) -> None:
    assert len(digits_left(mask(f"salam, {text} chokran bzaf"))) <= 2


MARKS = {
    "ab 482 913": "[cin]",
    "CINAB482922": "[cin]",
    "AB482935 dirham": "[cin] dirham",
    "+33 6 12 48 29 14": "[tel]",
    "(06)61482913": "[tel]",
    "naima @ gmail . com merci": "[email] merci",
    "naima@example.ma. Merci": "[email]. Merci",
    "4111/1111/1111/1111": "[carte]",
    "4111 1111 1111 1112": "[numero]",
    "011\n780\n0000123456789012\n34": "[rib]",
    "12345-A-6": "[numero]",
    "permis 12/482951": "permis [numero]",
    "nemra sirriya 48213097": "nemra sirriya [code]",
    "AB482913/2026": "[cin]/2026",
    "318/2026 0661482910": "318/2026 [tel]",
}


@pytest.mark.parametrize(("text", "expected"), MARKS.items())
def test_a_mark_says_what_was_there(text: str, expected: str) -> None:
    assert mask(text) == expected


def test_a_short_text_is_not_cut() -> None:
    assert cut("06 61 48 29 10", 14) == "06 61 48 29 10"


@pytest.mark.parametrize("number", ["0661482910", "06 61 48 29 10", "naima@gmail.com", "15 000 dh"])
@pytest.mark.parametrize("inside", range(1, 9))
def test_a_cut_leaves_no_half_of_a_number(number: str, inside: int) -> None:
    assert cut("salam " * 50 + number, 300 + inside) == ("salam " * 50).rstrip()


def test_a_cut_leaves_whole_marks() -> None:
    assert cut("salam [tel] [cin] labas", 20) == "salam [tel] [cin]"


def test_a_text_without_a_space_is_cut_too() -> None:
    assert 0 < len(cut("a" * 5000, 1000)) <= 1000


def test_a_number_in_a_text_without_a_space_is_not_halved() -> None:
    assert cut("a" * 895 + "0661482910" + "a" * 200, 1000) == "a" * 895
