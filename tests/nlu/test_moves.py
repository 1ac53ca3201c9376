"""What is said about the talk itself, and what only looks like it."""

from __future__ import annotations

import pytest

from nlu.text.moves import (
    move_of,
    speaks_of_bite,
    speaks_of_first,
    speaks_of_law,
    wanted_language,
)


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("répète", "repeat"),
        ("Répétez s'il vous plaît ?", "repeat"),
        ("3awed 3afak", "repeat"),
        ("عاود عافاك", "repeat"),
        ("أعد من فضلك", "repeat"),
        ("retour", "back"),
        ("rje3 lor", "back"),
        ("رجع اللور", "back"),
        ("رجوع", "back"),
        ("on recommence", "start_again"),
        ("mn lwel", "start_again"),
        ("نبداو من اللول", "start_again"),
        ("من البداية", "start_again"),
        ("je dois revenir demain ?", None),
        ("encore un papier à fournir ?", None),
        ("nrje3 n7et dossier ?", None),
        ("واش خاصني نعاود لاكارط", None),
        ("je veux recommencer ma demande de passeport", None),
        ("", None),
        ("svp", None),
    ],
)
def test_a_move_is_a_message_of_its_own(text: str, move: str | None) -> None:
    assert move_of(text) == move


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("parle en français", "fr"),
        ("b lfransawiya 3afak", "fr"),
        ("بالفرنسية عافاك", "fr"),
        ("بالعربية من فضلك", "ar"),
        ("hder m3aya b darija", "ary"),
        ("بالدارجة", "ary"),
        ("darija b lettres", "ary-Latn"),
        ("vous parlez tamazight ?", None),
        ("in english please", None),
    ],
)
def test_the_language_that_is_asked_for(text: str, language: str | None) -> None:
    assert wanted_language(text) == language


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("que dit la loi", True),
        ("wach 3ndhom l7e9", True),
        ("شنو كيقول القانون", True),
        ("le loyer est cher", False),
        ("chhal taman", False),
    ],
)
def test_words_of_law_are_heard(text: str, law: bool) -> None:
    assert speaks_of_law(text) is law


@pytest.mark.parametrize(
    ("text", "bite"),
    [
        ("salam, kalb 3eddni", True),
        ("un chien a mordu mon fils", True),
        ("عض ولدي كلب", True),
        ("تعرضت لعضة كلب", True),
        ("عضو في الجماعة", False),
        ("kayn klab f zen9a", False),
    ],
)
def test_a_bite_is_heard(text: str, bite: bool) -> None:
    assert speaks_of_bite(text) is bite


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ma première carte", True),
        ("lawwel merra", True),
        ("أول مرة", True),
        ("la carte nationale", False),
        ("تجديد لاكارط", False),
    ],
)
def test_for_the_first_time_is_heard(text: str, first: bool) -> None:
    assert speaks_of_first(text) is first
