"""Dates and places in four ways of writing; pieces as typed, offsets in the text as it came in."""

from itertools import pairwise

import pytest

from nlu.text.entities import as_rasa, find_entities


def found(text: str, kind: str) -> list[tuple[object, object]]:
    return [
        (one["value"], one["text"])
        for one in as_rasa(text, find_entities(text))
        if one["entity"] == kind
    ]


@pytest.mark.parametrize(
    ("text", "value", "piece"),
    [
        pytest.param("déposé le 12/03/2026", "2026-03-12", "12/03/2026", id="numeric"),
        pytest.param("déposé le 2026-03-12", "2026-03-12", "2026-03-12", id="iso"),
        pytest.param("يوم ١٢/٣/٢٠٢٦", "2026-03-12", "١٢/٣/٢٠٢٦", id="arabic-digits"),
        pytest.param("le 12 août", "--08-12", "12 août", id="french-month"),
        pytest.param("12 غشت 2026", "2026-08-12", "12 غشت 2026", id="moroccan-month"),
        pytest.param("12 ghocht", "--08-12", "12 ghocht", id="arabizi-month"),
        pytest.param("je viens demain", "P1D", "demain", id="tomorrow-fr"),
        pytest.param("نجي غدا", "P1D", "غدا", id="tomorrow-ary"),
        pytest.param("nji ghedda", "P1D", "ghedda", id="tomorrow-arabizi"),
        pytest.param("من البارح", "-P1D", "البارح", id="yesterday"),
        pytest.param("rdv lundi", "W1", "lundi", id="weekday"),
        pytest.param("bghit nji nhar ltnin", "W1", "nhar ltnin", id="weekday-arabizi"),
    ],
)
def test_dates_are_read(text: str, value: str, piece: str) -> None:
    assert found(text, "date") == [(value, piece)]


@pytest.mark.parametrize(
    "text", ["carte 2.5", "45/99", "mai", "يوم", "13/13/2026", "depuis 3 jours", "هادي يومين"]
)
def test_other_pieces_are_no_date(text: str) -> None:
    assert found(text, "date") == []


@pytest.mark.parametrize(
    ("text", "value", "piece"),
    [
        pytest.param("kayn zbel f lmellah", "mellah", "lmellah", id="arabizi-article"),
        pytest.param("الضو طافي فالملاح", "mellah", "الملاح", id="clitic-is-left-out"),
        pytest.param("lampe cassée à Ghazoua", "ghazoua", "Ghazoua", id="french"),
        pytest.param("تسرب ماء في أقرمود", "akermoud", "أقرمود", id="village"),
        pytest.param("قرب باب دكالة كاين", "bab_doukkala", "باب دكالة", id="two-words"),
        pytest.param("rue de la Skala", "rue de la skala", "rue de la Skala", id="street"),
        pytest.param("  الزبل ف الرونـــق", "raounak", "الرونـــق", id="tatweel-leading-space"),
    ],
)
def test_places_are_read(text: str, value: str, piece: str) -> None:
    assert found(text, "place") == [(value, piece)]


def test_no_entity_lies_inside_another() -> None:
    spans = find_entities("dossier 318/2026 du 12/03/2026 rue de Marrakech, demain")
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert [span.entity for span in spans] == ["reference", "date", "place", "date"]


@pytest.mark.parametrize(
    "text", ["  ف الرونـــق غدا", "\u200f  قرب باب دكالة", "é 👍 rue Laâlouj 12/03/2026"]
)
def test_offsets_cut_the_piece_out_of_the_text_as_it_came_in(text: str) -> None:
    found_entities = as_rasa(text, find_entities(text))
    assert found_entities
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found_entities)
