"""A citizen's way through the product, in each language, over the web channel."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = yaml.safe_load((ROOT / "data" / "samples" / "requests.yml").read_text("utf-8"))
REQUEST = next(r for r in SAMPLES["requests"] if r["service"] == "family_booklet")
REFERENCE, CODE = REQUEST["reference"], REQUEST["code"]


@dataclass(frozen=True)
class Journey:
    language: str
    script: str
    direction: str
    documents: str
    price: str
    track: str
    code: str


JOURNEYS = [
    Journey(
        language="fr",
        script="LATIN",
        direction="ltr",
        documents="quels papiers pour un extrait de naissance ?",
        price="et le prix ?",
        track=f"je veux suivre ma demande {REFERENCE}",
        code=f"le code est {CODE[:4]} {CODE[4:]}",
    ),
    Journey(
        language="ar",
        script="ARABIC",
        direction="rtl",
        documents="ما هي الوثائق المطلوبة لعقد الازدياد؟",
        price="وكم الثمن؟",
        track=f"أريد تتبع طلبي {REFERENCE}",
        code=CODE.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ),
    Journey(
        language="ary",
        script="ARABIC",
        direction="rtl",
        documents="شنو الوراق لي خاصني لعقد الازدياد؟",
        price="وشحال الثمن؟",
        track=f"بغيت نتبع الطلب ديالي {REFERENCE}",
        code=CODE,
    ),
    Journey(
        language="ary-Latn",
        script="LATIN",
        direction="ltr",
        documents="chno lwra9 li khassni l 3a9d lizdiad?",
        price="w chhal taman?",
        track=f"bghit ntabe3 talab dyali {REFERENCE.lower()}",
        code=CODE,
    ),
]


@pytest.fixture(params=JOURNEYS, ids=lambda journey: journey.language)
def journey(request):
    return request.param


@pytest.fixture
def visitor(meet, journey):
    return meet(journey.language)


def test_documents_then_price_then_a_button_stay_with_one_procedure(visitor, journey):
    documents = visitor.ask(journey.documents)
    price = visitor.ask(journey.price)
    button = price["choices"][0]
    pressed = visitor.choose(button["id"])

    asked = [(a["card"]["procedure"], a["card"]["aspect"]) for a in (documents, price)]
    assert asked == [("birth_certificate", "documents"), ("birth_certificate", "fee")]
    assert pressed["card"]["procedure"] == "birth_certificate"
    assert button["title"] in heading(pressed)
    for answer in (documents, price, pressed):
        assert answer["outcome"] == "answered"
        assert answer["source"]["title"]
        assert_is_in(journey, answer)


def test_a_request_is_told_of_once_its_code_was_given(visitor, journey):
    asked = visitor.ask(journey.track)
    told = visitor.ask(journey.code)

    assert (asked["outcome"], told["outcome"]) == ("clarified", "answered")
    assert REFERENCE in asked["text"]
    assert REFERENCE in heading(told)
    assert REQUEST["status_text"] in told["text"]
    assert REQUEST["status_text"] not in asked["text"]
    for answer in (asked, told):
        assert_is_in(journey, answer)


def test_a_wrong_code_tells_nothing_of_the_request(visitor, journey):
    visitor.ask(journey.track)
    refused = visitor.ask("11112222")

    assert refused["outcome"] == "clarified"
    assert REQUEST["status_text"] not in refused["text"]
    assert_is_in(journey, refused)


def heading(answer):
    return answer["text"].splitlines()[0]


def assert_is_in(journey, answer):
    """The language told, and the script of the heading: further down sources are quoted."""
    assert (answer["language"], answer["dir"]) == (journey.language, journey.direction)
    letters = [char for char in heading(answer).replace(REFERENCE, "") if char.isalpha()]
    assert {unicodedata.name(char).split()[0] for char in letters} == {journey.script}
