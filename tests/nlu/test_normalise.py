"""Folding, by the reason why people write the same thing differently."""

import pytest

from nlu.text.message import readable, spoken
from nlu.text.normalise import fold, normalise


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("أب إب آب ٱب", "اب اب اب اب", id="alef-with-and-without-hamza"),
        pytest.param("مسؤول", "مسوول", id="hamza-on-waw"),
        pytest.param("وثائق", "وثايق", id="hamza-on-ya"),
        pytest.param("شهادة", "شهاده", id="ta-marbuta-as-ha"),
        pytest.param("مستشفى", "مستشفي", id="alef-maqsura-as-ya"),
        pytest.param("قُدِّمَ", "قدم", id="short-vowels-and-shadda"),
        pytest.param("الرونـــق", "الرونق", id="tatweel"),
        pytest.param("٣١٨ ۴۵", "318 45", id="arabic-indic-and-persian-digits"),
        pytest.param("\u200fسلام\u200e", "سلام", id="bidi-marks"),
        pytest.param("می\u200cخواهم", "ميخواهم", id="zero-width-joiner-and-persian-ya"),
        pytest.param("ﻻ ﺷﻜﺮا", "لا شكرا", id="presentation-forms"),
        pytest.param("بزااااف", "بزاف", id="repeated-letters"),
        pytest.param("ÉTAT Ça", "etat ca", id="case-and-accents"),
        pytest.param("l’acte", "l'acte", id="curly-apostrophe"),
        pytest.param("ڭاع گاع", "ڭاع ڭاع", id="letters-for-g"),
        pytest.param("merci!!! 👍👍", "merci 👍", id="emoji-stay-punctuation-goes"),
        pytest.param("chhal?", "chhal ?", id="question-mark-stays"),
        pytest.param("  \t ", "", id="nothing"),
    ],
)
def test_normalise_folds(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


def test_normalise_twice_changes_nothing_more() -> None:
    once = normalise("السلاااام عليكم، L’État ﻻ ٣؟ 👍👍")
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("typed", "folded_piece", "piece"),
    [
        pytest.param("  قرب الرونـــق", "الرونق", "الرونـــق", id="tatweel-inside"),
        pytest.param("حد الدرىٰ هنا", "الدري", "الدرىٰ", id="mark-at-the-end"),
        pytest.param(" ﻻ بأس", "لا", "ﻻ", id="one-letter-that-becomes-two"),
        pytest.param("\u200fلعشورـ", "لعشور", "لعشورـ", id="bidi-before-tatweel-after"),
    ],
)
def test_span_maps_back_to_the_text_as_typed(typed: str, folded_piece: str, piece: str) -> None:
    folded = fold(typed)
    start = folded.text.index(folded_piece)
    first, last = folded.span(start, start + len(folded_piece))
    assert typed[first:last] == piece


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fin wsel ESS-7K2M-9QX4-A ?", "fin wsel 0ref0 ?"),
        ("ملف رقم ٣١٨/٢٠٢٦", "ملف رقم 0ref0"),
        ("bla ra9m", "bla ra9m"),
    ],
)
def test_references_are_one_word_to_the_models(typed: str, expected: str) -> None:
    assert readable(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("👍👍", "ok"), ("🙏", "merci"), ("merci 👍", "merci 👍"), ("👍👎", "👍 👎"), ("", "")],
)
def test_signs_alone_are_put_into_a_word(typed: str, expected: str) -> None:
    assert spoken(readable(typed)) == expected
